import type { Instant } from '../time';
import { groupBy } from './group-by';
import type { Pause, RevenueItem } from './item';
import { addMicros, type Micros } from './ratio';
import { type Segment, segmentsOf } from './segments';

/** Recurring revenue by currency. Currencies without any are left out. */
export type Amounts = ReadonlyMap<string, Micros>;

/** The recurring revenue of a customer from an instant on, until the next step. */
export interface Step {
  at: Instant;
  paid: Amounts;
}

/** A customer's recurring revenue over time. */
export interface CustomerTimeline {
  customer: string;
  items: readonly RevenueItem[];
  segments: readonly Segment[];
  steps: readonly Step[];
  /** The first instant with revenue above zero, or null. */
  firstPaid: Instant | null;
}

const NONE: Amounts = new Map();

/** Adds up the segments of one customer into steps. */
function stepsOf(segments: readonly Segment[]): Step[] {
  const deltas = new Map<Instant, Map<string, Micros>>();
  const add = (at: Instant, currency: string, micros: Micros) => {
    const ofInstant = deltas.get(at) ?? new Map<string, Micros>();
    deltas.set(at, ofInstant.set(currency, (ofInstant.get(currency) ?? 0n) + micros));
  };
  for (const { item, from, to, standing, micros } of segments) {
    if (standing !== 'paid' || micros === 0n) continue;
    add(from, item.currency, micros);
    if (to !== null) add(to, item.currency, -micros);
  }
  let paid = new Map<string, Micros>();
  return [...deltas.keys()].sort().map((at) => {
    paid = new Map(paid);
    for (const [currency, delta] of deltas.get(at) ?? []) {
      const micros = (paid.get(currency) ?? 0n) + delta;
      if (micros === 0n) paid.delete(currency);
      else paid.set(currency, micros);
    }
    return { at, paid };
  });
}

/** Timelines of all customers of the items, in the order of their names. Items of a customer may come in any order, whole or in parts. */
export function timelinesOf(items: readonly RevenueItem[], pauses: readonly Pause[] = []): CustomerTimeline[] {
  const byCustomer = groupBy(items, ({ customer }) => customer);
  return [...byCustomer.keys()].sort().map((customer) => {
    const own = byCustomer.get(customer) ?? [];
    const segments = segmentsOf(own, pauses);
    const steps = stepsOf(segments);
    return { customer, items: own, segments, steps, firstPaid: steps.find(({ paid }) => paid.size > 0)?.at ?? null };
  });
}

/** The last step that `until` allows; -1 before the first. */
function lastStep(steps: readonly Step[], until: (at: Instant) => boolean): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (until((steps[middle] as Step).at)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Revenue at an instant: what begins then is counted, what ends then is not. For "now". */
export const paidAt = ({ steps }: CustomerTimeline, at: Instant): Amounts => steps[lastStep(steps, (step) => step <= at)]?.paid ?? NONE;

/** Revenue just before an instant: the state that a period which ends or begins there closes or opens with. */
export const paidBefore = ({ steps }: CustomerTimeline, at: Instant): Amounts => steps[lastStep(steps, (step) => step < at)]?.paid ?? NONE;

/** The states in `[from, to)` after its opening one, each with its instant. */
export function stepsWithin({ steps }: CustomerTimeline, from: Instant, to: Instant): readonly Step[] {
  return steps.slice(lastStep(steps, (step) => step < from) + 1, lastStep(steps, (step) => step < to) + 1);
}

/** True when the customer paid at some instant before. */
export const hasPaidBefore = ({ firstPaid }: CustomerTimeline, at: Instant): boolean => firstPaid !== null && firstPaid < at;

/** Adds amounts up by currency. */
export function sumAmounts(all: Iterable<Amounts>): Map<string, Micros> {
  const sums = new Map<string, Micros>();
  for (const amounts of all) for (const [currency, micros] of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + micros);
  return sums;
}

/** Recurring revenue as a tile shows it at an instant. */
export interface Standings {
  /** By currency, in every currency that has an item. */
  mrr: Map<string, Micros>;
  byCustomer: Map<string, Micros>;
  customersPaying: number;
  /** Revenue of items in trial, as if they were paid. */
  trial: Micros;
  /** Revenue of subscriptions all of whose items have an end. */
  scheduledToEnd: Micros;
}

/** Counts the recurring revenue of an instant. Customers and the parts apart are sums over currencies: ask for one currency at a time to show them. */
export function standingsAt(timelines: readonly CustomerTimeline[], at: Instant): Standings {
  const now = timelines.map((timeline) => ({ timeline, paid: paidAt(timeline, at) }));
  const segments = timelines.flatMap((timeline) => timeline.segments.filter(({ from, to }) => from <= at && (to === null || at < to)));
  const currencies = new Set(timelines.flatMap(({ items }) => items.map(({ currency }) => currency)));
  const paid = sumAmounts(now.map((one) => one.paid));
  const ending = endingSubscriptions(timelines, at);
  const sumOf = (some: (segment: Segment) => boolean) => addMicros(segments.filter(some).map(({ micros }) => micros));
  return {
    mrr: new Map([...currencies].sort().map((currency) => [currency, paid.get(currency) ?? 0n])),
    byCustomer: new Map(now.map((one) => [one.timeline.customer, addMicros(one.paid.values())])),
    customersPaying: now.filter((one) => one.paid.size > 0).length,
    trial: sumOf(({ standing }) => standing === 'trial'),
    scheduledToEnd: sumOf(({ standing, item }) => standing === 'paid' && ending.has(item.subscription)),
  };
}

/** Subscriptions whose recurring items all end, looking from an instant on; a change with a successor that goes on is no end. */
function endingSubscriptions(timelines: readonly CustomerTimeline[], at: Instant): Set<string> {
  const recurring = timelines.flatMap(({ segments }) => segments).filter(({ to }) => to === null || at < to);
  const goingOn = new Set(recurring.filter(({ item }) => item.to === null).map(({ item }) => item.subscription));
  return new Set(recurring.map(({ item }) => item.subscription).filter((subscription) => !goingOn.has(subscription)));
}
