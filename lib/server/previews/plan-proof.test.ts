import { expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';

const card = (price: object) => ({ key: 'fee', name: 'Fee', billing_cadence: 'P1M', price });
const plan = (price: object) => ({
  key: 'p',
  name: 'P',
  currency: 'USD',
  billing_cadence: 'P1M',
  phases: [{ key: 'main', name: 'Main', rate_cards: [card(price)] }],
});

it('tries the invariants on a stored version; the same seed gives the same result, and none gives that of the content', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/plans', plan({ type: 'flat', amount: '49.99' }));
  const path = `/api/v1/plans/${body.id}/proof`;
  const proof = await w.call('GET', `${path}?seed=7`);
  expect(proof).toMatchObject({ status: 200, body: { plan_id: body.id, version: 1, seed: 7, holds: true } });
  expect(proof.body.invariants.length).toBeGreaterThan(5);
  expect(proof.body.invariants.some((i: { cards: number }) => i.cards === 1)).toBe(true);
  expect((await w.call('GET', `${path}?seed=7`)).body).toEqual(proof.body);
  expect((await w.call('GET', path)).body).toEqual((await w.call('GET', path)).body);
});

it('refuses a version that has no price for something, and one that is not there', async () => {
  const w = await testWorkspace();
  const { body } = await w.call('POST', '/plans', plan({ type: 'unit', amount: '1' }));
  expect(await w.call('GET', `/api/v1/plans/${body.id}/proof`)).toMatchObject({ status: 400, body: { code: 'unpriceable_plan' } });
  expect((await w.call('GET', '/api/v1/plans/01ARZ3NDEKTSV4RRFFQ69G5FAV/proof')).status).toBe(404);
});
