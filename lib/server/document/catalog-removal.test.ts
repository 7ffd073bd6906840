import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogDocument } from '@/lib/catalog/document/arbitrary-document';
import { EMPTY_DOCUMENT } from '@/lib/catalog/document/document';
import { documentText } from '@/lib/catalog/document/document-text';
import { draft, extra, fee, flat, phase, published, publishedAddOn, tieredCard } from '@/lib/server/testing/sample-plans';
import { answer, type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';

const YAML = { 'content-type': 'application/yaml' };
const CATALOG = '/api/v1/catalog';
const exported = async (w: TestWorkspace) => (await w.call('GET', `${CATALOG}?format=yaml`)).body as string;
const review = (w: TestWorkspace, text: string, query = '') =>
  w.call('POST', `${CATALOG}/review?removals=true${query}`, text, { headers: YAML });
const apply = (w: TestWorkspace, text: string, query: string) => w.call('POST', `${CATALOG}/apply?${query}`, text, { headers: YAML });

type Removal = { part: string; act: string; sentence: string; used_by: { type: string; key?: string }[] };
const acts = (removals: Removal[]) => removals.map(({ part, act }) => `${act} ${part}`);

/** Everything that a dry run must leave as it is. */
const rows = (w: TestWorkspace) =>
  w.run(
    (ctx) =>
      ctx.tx.$queryRaw`
        SELECT (SELECT count(*) FROM audit_entries) AS entries, (SELECT sum(revision) FROM plans) AS plans,
          (SELECT count(*) FROM add_ons WHERE deleted_at IS NULL) AS add_ons, (SELECT count(*) FROM features WHERE deleted_at IS NULL) AS features,
          (SELECT count(*) FROM meters WHERE deleted_at IS NULL) AS meters, (SELECT count(*) FROM tax_codes WHERE deleted_at IS NULL) AS taxes,
          (SELECT count(*) FROM llm_price_overrides WHERE deleted_at IS NULL) AS prices, (SELECT hash FROM audit_heads LIMIT 1) AS head`,
  );

describe('what a file does not list', () => {
  it('stays, unless it is to be removed; then the review says of each thing what becomes of it, and writes nothing', async () => {
    const w = await testWorkspace();
    const card = await tieredCard(w);
    await tieredCard(w, 'unused');
    await published(w, { key: 'sold', phases: [phase(card)] });
    await draft(w, { key: 'planned' });
    await w.call('POST', '/tax-codes', { key: 'saas', name: 'SaaS', app_mappings: [] });
    const before = await rows(w);
    const { status, body } = await review(w, JSON.stringify({ plans: [flat] }));
    expect([status, body.untouched]).toEqual([200, 7]);
    expect(acts(body.removals)).toEqual([
      'discard plans/planned',
      'archive plans/sold',
      'delete features/tokens',
      'delete features/unused',
      'delete meters/tokens',
      'delete meters/unused',
      'delete tax_codes/saas',
    ]);
    expect(body.removals[1].sentence).toBe('Version 1 is no longer sold; who has it keeps it.');
    expect(await rows(w)).toEqual(before);
    expect((await apply(w, JSON.stringify({ plans: [flat] }), '')).status).toBe(200);
    expect((await w.call('GET', '/features')).body.data).toHaveLength(2);
  });

  it('is removed as far as nothing uses it, and never what is on sale, unless that is published over', async () => {
    const w = await testWorkspace();
    const card = await tieredCard(w);
    await tieredCard(w, 'unused');
    await published(w, { key: 'sold', phases: [phase(card)] });
    const empty = documentText(EMPTY_DOCUMENT);
    const first = await apply(w, empty, 'prune=all');
    expect(acts(first.body.removals)).toEqual([
      'keep plans/sold',
      'keep features/tokens',
      'delete features/unused',
      'keep meters/tokens',
      'delete meters/unused',
    ]);
    expect(first.body.removals[1]).toMatchObject({
      sentence: 'The feature "tokens" is used by version 1 of the plan "sold". Remove it there first.',
      used_by: [{ type: 'plan', key: 'sold', version: 1 }],
    });
    const second = await apply(w, empty, 'prune=all&publish=true');
    expect(acts(second.body.removals)).toEqual(['archive plans/sold', 'delete features/tokens', 'delete meters/tokens']);
    expect(await exported(w)).toBe(empty);
    expect((await w.call('GET', '/plans?filter[status]=archived')).body.data).toHaveLength(1);
  });

  it('is removed by name, or all is refused with where it is used', async () => {
    const w = await testWorkspace();
    const addon = await publishedAddOn(w);
    const plan = await draft(w);
    await w.call('POST', `/plans/${plan}/addons`, { name: 'Extra', addon: { id: addon }, from_plan_phase: 'main' });
    await draft(w, { key: 'old' });
    const whole = JSON.stringify({ addons: [extra], plans: [flat] });
    const refused = await apply(w, JSON.stringify({ features: [{ key: 'sso', name: 'SSO' }] }), 'prune=plans/old,addons/extra');
    expect(refused).toMatchObject({ status: 409, body: { used_by: [{ type: 'plan', key: 'flat', version: 1 }] } });
    expect(refused.body.detail).toBe(
      'Nothing was applied: the add-on extra cannot be removed. The add-on "extra" is used by version 1 of the plan "flat". Remove it there first.',
    );
    expect((await w.call('GET', '/plans')).body.data).toHaveLength(2);
    expect((await w.call('GET', '/features')).body.data).toEqual([]);
    expect((await apply(w, whole, 'prune=plans/flat')).body.detail).toContain('plans/flat is listed');
    expect(acts((await apply(w, whole, 'prune=plans/old')).body.removals)).toEqual(['discard plans/old']);
    expect((await w.call('GET', '/plans')).body.data.map(({ key }: { key: string }) => key)).toEqual(['flat']);
    // The same file no longer offers it, so nothing uses it when it is its turn.
    const without = JSON.stringify({ plans: [flat] });
    expect(acts((await review(w, without)).body.removals)).toEqual(['archive addons/extra']);
    expect(acts((await apply(w, without, 'prune=addons/extra')).body.removals)).toEqual(['archive addons/extra']);
  });

  it('goes with what was to follow it, and a draft goes while its version stays on sale', async () => {
    const w = await testWorkspace();
    const id = await published(w);
    const { body: next } = await w.call('POST', `/api/v1/plans/${id}/next`);
    const kept = await apply(w, '{}', 'prune=all');
    expect(kept.body.removals).toMatchObject([{ act: 'discard', sentence: 'Its draft is discarded; version 1 is on sale, and stays so.' }]);
    const { body: other } = await w.call('POST', `/api/v1/plans/${id}/next`);
    expect(other.id).not.toBe(next.id);
    await w.call('POST', `/api/v1/plans/${other.id}/publish`, { effective_from: new Date(Date.now() + 86_400_000).toISOString() });
    const gone = await apply(w, '{}', 'prune=plans/flat');
    expect(gone.body.removals).toMatchObject([
      { act: 'archive', sentence: 'Version 1 is no longer sold; who has it keeps it, and what was to follow is discarded.' },
    ]);
    expect((await w.call('GET', '/plans')).body.data.map(({ status }: { status: string }) => status)).toEqual(['archived']);
  });

  it('of any two catalogs, what one has beyond the other is gone or named, as the review said', async () => {
    await fc.assert(
      fc.asyncProperty(catalogDocument, catalogDocument, async (document, other) => {
        const w = await testWorkspace();
        expect((await apply(w, documentText(document), '')).status).toBe(200);
        // Of what cannot change, both have the same; the other one has fewer of it.
        const next = documentText({
          ...other,
          currencies: document.currencies,
          meters: document.meters,
          features: document.features.filter(({ meter }) => meter),
        });
        const before = await rows(w);
        const told = await review(w, next);
        expect(told.status).toBe(200);
        expect(await rows(w)).toEqual(before);
        const done = await apply(w, next, 'prune=all');
        if (done.status !== 200) return; // it names a feature that only the other one has
        expect(done.body.removals).toEqual(told.body.removals);
        const keeps = (done.body.removals as Removal[]).filter(({ act }) => act === 'keep');
        const again = await review(w, next);
        expect(again.body.changes).toEqual([]);
        expect(acts(again.body.removals)).toEqual(acts(keeps));
        const all = await apply(w, documentText(EMPTY_DOCUMENT), 'prune=all&publish=true');
        const left = (await w.call('GET', CATALOG)).body;
        // Only things that can never be removed stay.
        const stays = (all.body.removals as Removal[]).filter(({ act }) => act === 'keep').map(({ part }) => part.split('/')[0]);
        expect(stays.filter((section) => !['tax_codes', 'tax_defaults', 'currencies'].includes(section ?? ''))).toEqual([]);
        expect([left.plans, left.addons, left.features, left.meters, left.llm_overrides]).toEqual([[], [], [], [], []]);
      }),
      { numRuns: 6 },
    );
  }, 180_000);
});

it('is removed in another workspace when the one it is promoted from has it no more', async () => {
  const [sandbox, live] = [await testWorkspace(), await testWorkspace()];
  await draft(sandbox);
  await draft(live, { key: 'old', phases: [phase(fee)] });
  await draft(live, { key: 'other' });
  await draft(sandbox, { key: 'other' });
  const memberships = [sandbox, live].map(({ id }) => ({ workspaceId: id, role: 'editor' as const }));
  const { headers } = await testPerson(memberships);
  const promote = (path: string, body: object) =>
    answer(
      'POST',
      `${CATALOG}/promotions${path}`,
      { to: live.key, parts: ['plans/flat'], ...body },
      { ...headers, 'x-workspace': sandbox.id },
    );
  const { body } = await promote('/review', { removals: true });
  expect(acts(body.removals)).toEqual(['discard plans/old']); // the other plan is there as well, and was only not chosen
  expect((await promote('', { prune: ['plans/other'] })).status).toBe(400);
  expect(acts((await promote('', { prune: ['plans/old'], base: body.base })).body.removals)).toEqual(['discard plans/old']);
  expect((await live.call('GET', '/plans?sort=key')).body.data.map(({ key }: { key: string }) => key)).toEqual(['flat', 'other']);
});
