import fc from 'fast-check';
import { expect, it } from 'vitest';
import { statusAt } from '@/lib/catalog/version';
import { extra, flat } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

const HOUR = 3_600_000;

/** Acts on the versions of a plan or add-on; `pick` chooses one of those that there are, `hours` a date to come. */
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

/** Differences between plans and add-ons: their paths, and the fields that are fixed once published. */
interface Sold {
  at: 'plans' | 'addons';
  content: 'phases' | 'rate_cards';
  create(key: string, price: object): object;
  edit(price: object): object;
}

const plans: Sold = {
  at: 'plans',
  content: 'phases',
  create: (key, price) => ({ ...flat, key, ...plans.edit(price) }),
  edit: (price) => ({ name: 'Edited', phases: [{ ...flat.phases[0], rate_cards: [{ ...flat.phases[0]?.rate_cards[0], price }] }] }),
};
const addOns: Sold = {
  at: 'addons',
  content: 'rate_cards',
  create: (key, price) => ({ ...extra, key, ...addOns.edit(price) }),
  edit: (price) => ({ name: 'Edited', instance_type: 'multiple', rate_cards: [{ ...extra.rate_cards[0], price }] }),
};

function perform(w: TestWorkspace, sold: Sold, key: string, { kind, hours }: Act, id: string | undefined, now: number) {
  const price = { type: 'flat', amount: String(hours + 3) };
  const [v3, v1] = [`/${sold.at}`, `/api/v1/${sold.at}`];
  if (kind === 'create' || id === undefined) return w.call('POST', v3, sold.create(key, price));
  switch (kind) {
    case 'publish at':
      return w.call('POST', `${v1}/${id}/publish`, { effective_from: new Date(now + hours * HOUR).toISOString() });
    case 'edit':
      return w.call('PUT', `${v3}/${id}`, sold.edit(price));
    case 'delete':
      return w.call('DELETE', `${v3}/${id}`);
    case 'next':
    case 'unschedule':
      return w.call('POST', `${v1}/${id}/${kind}`);
    default:
      return w.call('POST', `${v3}/${id}/${kind}`);
  }
}

const isActive = (v: Version, at: number) =>
  statusAt({ effectiveFrom: v.effective_from, effectiveTo: v.effective_to }, new Date(at).toISOString()) === 'active';

const numbersOf = (versions: Version[]) => versions.map((v) => v.version);

it.each([
  ['plan', plans],
  ['add-on', addOns],
])(
  'at every instant at most one version of a %s is in effect, whatever is done to it, and what was sold stays what it was',
  async (_, thing) => {
    const w = await testWorkspace();
    const start = Date.now();
    let keys = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
        const key = `key_${keys++}`;
        let versions: Version[] = [];
        const sold = new Map<string, unknown>();
        for (const one of acts) {
          const { status, body } = await perform(w, thing, key, one, versions[one.pick % (versions.length || 1)]?.id, start);
          expect([200, 201, 204, 400], JSON.stringify(body)).toContain(status);
          versions = (await w.call('GET', `/${thing.at}?filter[key]=${key}&page[size]=100`)).body.data;
          const instants = [
            Date.now(),
            ...versions.flatMap((v) => [v.effective_from, v.effective_to]).flatMap((t) => (t ? [Date.parse(t) - 1, Date.parse(t)] : [])),
          ];
          for (const at of instants) expect(numbersOf(versions.filter((v) => isActive(v, at))).slice(1)).toEqual([]);
          expect(numbersOf(versions.filter((v) => v.effective_from === undefined)).slice(1)).toEqual([]);
          for (const v of versions as (Version & Record<string, unknown>)[]) {
            if (sold.has(v.id)) expect({ content: v[thing.content], from: v.effective_from }).toEqual(sold.get(v.id));
            if (isActive(v, Date.now())) sold.set(v.id, { content: v[thing.content], from: v.effective_from });
          }
        }
      }),
      { numRuns: 30 },
    );
  },
  180_000,
);
