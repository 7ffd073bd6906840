import fc from 'fast-check';
import { expect, it } from 'vitest';
import { statusAt } from '@/lib/catalog/version';
import { flat } from './sample-plans';
import { type TestWorkspace, testWorkspace } from './testing';

const HOUR = 3_600_000;

/** What people do to the versions of a plan; `pick` chooses one of those that there are, `hours` a date to come. */
const act = fc.record({
  kind: fc.constantFrom('create', 'next', 'publish', 'publish at', 'publish at', 'unschedule', 'archive', 'edit', 'delete'),
  pick: fc.nat(9),
  hours: fc.integer({ min: -2, max: 40 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

interface Version {
  id: string;
  version: number;
  effective_from?: string;
  effective_to?: string;
}

function perform(w: TestWorkspace, key: string, { kind, hours }: Act, id: string | undefined, now: number) {
  const price = { type: 'flat', amount: String(hours + 3) };
  const phases = [{ ...flat.phases[0], rate_cards: [{ ...flat.phases[0]?.rate_cards[0], price }] }];
  if (kind === 'create' || id === undefined) return w.call('POST', '/plans', { ...flat, key, phases });
  switch (kind) {
    case 'publish at':
      return w.call('POST', `/api/v1/plans/${id}/publish`, { effective_from: new Date(now + hours * HOUR).toISOString() });
    case 'edit':
      return w.call('PUT', `/plans/${id}`, { name: 'Edited', phases });
    case 'delete':
      return w.call('DELETE', `/plans/${id}`);
    case 'next':
    case 'unschedule':
      return w.call('POST', `/api/v1/plans/${id}/${kind}`);
    default:
      return w.call('POST', `/plans/${id}/${kind}`);
  }
}

const isActive = (v: Version, at: number) =>
  statusAt({ effectiveFrom: v.effective_from, effectiveTo: v.effective_to }, new Date(at).toISOString()) === 'active';

it('at every instant at most one version of a plan is in effect, whatever is done to it, and what was sold stays what it was', async () => {
  const w = await testWorkspace();
  const start = Date.now();
  let plans = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
      const key = `plan_${plans++}`;
      let versions: Version[] = [];
      const sold = new Map<string, unknown>();
      for (const one of acts) {
        const { status, body } = await perform(w, key, one, versions[one.pick % (versions.length || 1)]?.id, start);
        expect([200, 201, 204, 400], JSON.stringify(body)).toContain(status);
        versions = (await w.call('GET', `/plans?filter[key]=${key}&page[size]=100`)).body.data;
        const instants = [
          Date.now(),
          ...versions.flatMap((v) => [v.effective_from, v.effective_to]).flatMap((t) => (t ? [Date.parse(t) - 1, Date.parse(t)] : [])),
        ];
        for (const at of instants)
          expect(
            versions
              .filter((v) => isActive(v, at))
              .map((v) => v.version)
              .slice(1),
          ).toEqual([]);
        expect(versions.filter((v) => v.effective_from === undefined).slice(1)).toEqual([]);
        for (const v of versions as (Version & { phases: unknown })[]) {
          if (sold.has(v.id)) expect({ phases: v.phases, from: v.effective_from }).toEqual(sold.get(v.id));
          if (isActive(v, Date.now())) sold.set(v.id, { phases: v.phases, from: v.effective_from });
        }
      }
    }),
    { numRuns: 30 },
  );
}, 180_000);
