import { expect, test } from 'vitest';
import { createNextPlan, duplicatePlan, publishPlan } from '@/lib/server/catalog/plan-versions';
import { getPlan } from '@/lib/server/catalog/plans';
import { lockKey } from '@/lib/server/catalog/version-record';
import { draft } from '@/lib/server/testing/sample-plans';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { workspaceNow } from './run';

const actor = { type: 'system', id: 'test', name: 'Test' } as const;
test('a verb happens at one instant, the one that it is given or the first that it asks for', async () => {
  const w = await testWorkspace();
  expect(await w.run(async (ctx) => ctx.now, { now: '2030-01-01T00:00:00.000Z' })).toBe('2030-01-01T00:00:00.000Z');
  const [before, first, second] = await w.run(async (ctx) => {
    const began = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    return [began, ctx.now, ctx.now];
  });
  expect((first as string) > (before as string)).toBe(true);
  expect(second).toBe(first);
});

test('in a sandbox everything happens where its test clock stands, in the database too', async () => {
  const w = await testWorkspace('UTC', { sandbox: true });
  const at = '2031-03-03T12:00:00.000Z';
  await w.run(({ tx, workspace }) => tx.testClock.create({ data: { workspaceId: workspace.id, at } }));
  expect(await w.run(async (ctx) => ctx.now)).toBe(at);
  expect(await workspaceNow({ actor, workspace: await w.run(async (ctx) => ctx.workspace) })).toBe(at);
  const id = await draft(w);
  const published = await w.run((ctx) => publishPlan(ctx, id));
  expect(published).toMatchObject({ status: 'active', effectiveFrom: at });
  await expect(
    w.run((ctx) => ctx.tx.$executeRaw`UPDATE plans SET currency = 'EUR' WHERE id = ${id}`),
    'it is sold by the clock of its workspace',
  ).rejects.toThrow(/never changed/);
  expect((await w.run((ctx) => getPlan(ctx, id), { now: '2031-03-03T11:59:59.999Z' })).status).toBe('scheduled');
});

test('a draft that waited for the versions of its key was made at the end of the wait', async () => {
  const w = await testWorkspace();
  const id = await draft(w);
  await w.run((ctx) => publishPlan(ctx, id));
  const { key } = await w.run((ctx) => getPlan(ctx, id));
  for (const [locked, make] of [
    [key, () => w.run((ctx) => createNextPlan(ctx, id))],
    ['copy', () => w.run((ctx) => duplicatePlan(ctx, id, { key: 'copy', name: 'Copy' }))],
  ] as const) {
    let made: ReturnType<typeof make> | undefined;
    const released = await w.run(async (ctx) => {
      await lockKey(ctx, 'plan', locked);
      made = make();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return ctx.now;
    });
    expect((await made)?.createdAt.localeCompare(released)).not.toBe(-1);
  }
});
