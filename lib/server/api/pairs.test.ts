import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { statusesOf } from '@/lib/api/answers';
import { routes } from '@/lib/server/api/app';
import { newId } from '@/lib/server/core/id';
import type { Act, Thing } from '@/lib/server/testing/pairs/act';
import { catalogThings } from '@/lib/server/testing/pairs/catalog-things';
import { moneyThings } from '@/lib/server/testing/pairs/money-things';
import { peopleThings } from '@/lib/server/testing/pairs/people-things';
import { NEVER } from '@/lib/server/testing/pairs/rules';
import { subscriptionThings } from '@/lib/server/testing/pairs/subscription-things';
import { usageThings } from '@/lib/server/testing/pairs/usage-things';
import { type TestWorkspace, testWorkspace } from '@/lib/server/testing/workspace';

// Every pair of writes that touch the same thing is sent at once, and what must always hold is asked after. Three races a pair in the suite;
// `npm run fault:pairs` does twenty of each.

const TRIES = Number(process.env.PAIR_TRIES ?? 3);
/** So many races run beside each other: with two requests each they fill the connections, and disturb one another. */
const AT_ONCE = 5;
const THINGS = [...catalogThings, ...moneyThings, ...usageThings, ...subscriptionThings, ...peopleThings];

const owner = new pg.Pool({ connectionString: process.env.DATABASE_ADMIN_URL, max: 2 });
const counts = { things: THINGS.length, pairs: 0, races: 0, both: 0, one: 0, none: 0 };
afterAll(async () => {
  console.info(`pairs of writes at once: ${JSON.stringify(counts)}`);
  await owner.end();
});

/** Actions of the entries that requests left, by request, whatever their workspace. */
async function entriesOf(requestIds: string[]): Promise<Map<string, string[]>> {
  const { rows } = await owner.query('SELECT request_id, action FROM audit_entries WHERE request_id = ANY($1)', [requestIds]);
  const found = new Map(requestIds.map((id): [string, string[]] => [id, []]));
  for (const { request_id, action } of rows) found.get(request_id)?.push(action);
  return found;
}

/** Times that each rule was found broken, by the things before. */
const told = new Map<string, number>();

const succeeded = ({ status }: { status: number }) => status < 300;

/** Does each act alone: it succeeds, with the entries that are given back, or is one that a thing in this state refuses. */
async function alone(thing: Thing): Promise<Map<string, string[]>> {
  const [left, wrong] = [new Map<string, string[]>(), [] as string[]];
  const { length } = await thing.make(await testWorkspace(), 'k0');
  for (let i = 0; i < length; i++) {
    const act = (await thing.make(await testWorkspace(), `k${i}`))[i] as Act;
    const id = newId();
    const answer = await act.send(id);
    const actions = (await entriesOf([id])).get(id) ?? [];
    const refused = thing.refused?.includes(act.name) ?? false;
    const said = `${act.name}: ${answer.status} ${succeeded(answer) ? '' : JSON.stringify(answer.body)}`;
    if (succeeded(answer) === refused || actions.length > 0 !== (!refused && act.unlogged === undefined)) wrong.push(`${said}, ${actions}`);
    left.set(act.name, actions);
  }
  expect(wrong).toEqual([]);
  return left;
}

/** Sends two acts at once. Gives back what is wrong with the answers and with the log. */
async function race(acts: readonly [Act, Act], left: Map<string, string[]>): Promise<string[]> {
  const sent = await Promise.all(
    acts.map(async (act) => {
      const id = newId();
      return { act, id, answer: await act.send(id) };
    }),
  );
  const entries = await entriesOf(sent.map(({ id }) => id));
  const done = sent.filter(({ answer }) => succeeded(answer)).length;
  counts[done === 2 ? 'both' : done === 1 ? 'one' : 'none']++;
  const faults = sent.flatMap(({ act, id, answer }) => {
    const actions = entries.get(id) ?? [];
    if (!succeeded(answer)) {
      const said = `${act.name} answered ${answer.status} ${JSON.stringify(answer.body)}`;
      const known = answer.status !== 503 && statusesOf(act.op).includes(answer.status);
      return [...(known ? [] : [said]), ...(actions.length > 0 ? [`${act.name} was refused and left ${actions}`] : [])];
    }
    if (act.idle && actions.length === 0) return [];
    const [own = 'none'] = left.get(act.name) ?? [];
    const times = actions.filter((action) => action === own).length;
    return times === (act.unlogged === undefined && own !== 'none' ? 1 : 0) || own === 'none'
      ? []
      : [`${act.name} left ${own} ${times} times`];
  });
  const [first, second] = sent.map(({ act, id }) => (act.once ? left.get(act.name)?.find((a) => entries.get(id)?.includes(a)) : undefined));
  if (first !== undefined && first === second) faults.push(`${first} was done twice`);
  return faults;
}

/** Races two acts of a thing as often as is asked for, each time on a new one. */
async function races(thing: Thing, i: number, j: number, left: Map<string, string[]>): Promise<string[]> {
  let w = await testWorkspace();
  const places = new Set<TestWorkspace>();
  const found: string[] = [];
  for (let t = 0; t < TRIES; t += AT_ONCE) {
    const ready = Array.from({ length: Math.min(AT_ONCE, TRIES - t) }, async (_, n) => {
      if (thing.alone) w = await testWorkspace();
      const place = w;
      places.add(place);
      const acts = await thing.make(place, `k${t + n}`);
      return [acts[i], acts[j]] as [Act, Act];
    });
    const pairs = await Promise.all(ready);
    counts.races += pairs.length;
    found.push(...(await Promise.all(pairs.map((pair) => race(pair, left)))).flat());
  }
  for (const place of places) found.push(...((await thing.faults?.(place)) ?? []));
  return found;
}

it.each(THINGS.map((thing) => [thing.name, thing] as const))(
  '%s: whatever two writes at once do, every rule holds',
  { timeout: 600_000 },
  async (_, thing) => {
    const left = await alone(thing);
    const names = [...left.keys()];
    const faults: string[] = [];
    for (let i = 0; i < names.length; i++) {
      for (let j = i; j < names.length; j++) {
        if ([i, j].every((n) => thing.refused?.includes(names[n] as string))) continue; // neither lets the other happen
        counts.pairs++;
        faults.push(...(await races(thing, i, j, left)).map((fault) => `${names[i]} and ${names[j]}: ${fault}`));
      }
    }
    for (const [rule, sql] of Object.entries(NEVER)) {
      const { rowCount } = await owner.query(sql);
      const more = (rowCount ?? 0) - (told.get(rule) ?? 0);
      if (more > 0) faults.push(`${rule}: ${more} times`);
      told.set(rule, rowCount ?? 0);
    }
    expect([...new Set(faults)]).toEqual([]);
  },
);

/** Writes that change nothing: they ask, with a body. */
const READS = [
  ...[
    'query-meter',
    'query-meters',
    'query-openmeter-meter-post',
    'query-feature-cost',
    'create-invoice-preview',
    'create-price-calculation',
  ],
  ...['create-burn-down-calculation', 'validate-plan', 'review-catalog', 'review-promotion', 'preview-usage-import', 'open-invitation'],
];
/** Writes that are raced elsewhere, and where. */
const ELSEWHERE: Record<string, string> = {
  'set-up': 'lib/server/identity/set-up.test.ts: there is one installation',
  'request-password-link': 'it answers before it works; the link that it makes is raced as it is used',
};

it('every operation that writes is raced with every other of its things', async () => {
  const raced = new Set<string>();
  for (const thing of THINGS) for (const { op } of await thing.make(await testWorkspace(), 'k')) raced.add(op.id);
  const writes = routes.map(({ op }) => op).filter(({ method }) => method !== 'get');
  const known = [...raced, ...READS, ...Object.keys(ELSEWHERE)];
  expect(writes.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual([]);
  expect(known.filter((id) => !writes.some((op) => op.id === id))).toEqual([]);
});
