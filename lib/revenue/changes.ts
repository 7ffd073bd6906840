import type { Instant } from '../time';
import { groupBy } from './group-by';
import { discountsAt, type ItemDiscount, type ItemTerms, isRecurring, monthlyMicros, type Pause, type RevenueItem } from './item';
import type { Micros } from './ratio';
import { holds, type PausesOf, pausesBySubscription, standingAt } from './segments';

/** Why recurring revenue of a customer who goes on paying became more or less. */
export type Cause =
  | 'quantity'
  | 'plan'
  | 'version'
  | 'add_on'
  | 'discount'
  | 'phase'
  | 'minimum'
  | 'subscription'
  | 'price'
  | 'trial'
  | 'pause';

/** One change of a customer's recurring revenue, before any netting: a row of the log "every change". */
export interface Change {
  at: Instant;
  customer: string;
  subscription: string;
  key: string;
  plan: string;
  version: number;
  currency: string;
  cause: Cause;
  /** The difference per month, in millionths. */
  micros: Micros;
}

/** An item as it stands on one side of an instant. */
interface Side {
  item: RevenueItem;
  discounts: ItemDiscount[];
  paid: boolean;
  switchedBy: 'trial' | 'pause' | null;
}

/**
 * Lists the changes of a customer's recurring revenue, in order of time, each with its cause. The amounts of one instant add up to what the
 * customer's revenue rose or fell by.
 */
export function changesOf(customer: string, items: readonly RevenueItem[], pauses: readonly Pause[] = []): Change[] {
  const pausesOf = pausesBySubscription(pauses);
  const recurring = items.filter((item) => isRecurring(item) && (item.to === null || item.from < item.to));
  return instantsOf(recurring, pausesOf).flatMap((at) => {
    const before = sidesAt(recurring, at, pausesOf, 'before');
    const after = sidesAt(recurring, at, pausesOf, 'after');
    return changesAt(before, after).map((change) => ({ at, customer, ...change }));
  });
}

function instantsOf(items: readonly RevenueItem[], pausesOf: PausesOf): Instant[] {
  const instants = items.flatMap((item) => {
    const stretches = [item, ...(item.discounts ?? []), ...pausesOf(item.subscription)];
    return [...stretches.flatMap(({ from, to }) => [from, to]), item.trialUntil];
  });
  return [...new Set(instants.filter((at): at is Instant => Boolean(at)))].sort();
}

/** The items in force just before, or from an instant on. */
function sidesAt(items: readonly RevenueItem[], at: Instant, pausesOf: PausesOf, when: 'before' | 'after'): Side[] {
  // Just before an instant is what holds up to it: each stretch that began earlier and has not ended earlier.
  const isIn = ({ from, to }: { from: Instant; to: Instant | null }) =>
    when === 'after' ? holds({ from, to }, at) : from < at && (to === null || to >= at);
  return items.filter(isIn).map((item) => {
    const inTrial = when === 'after' ? standingAt(item, at, noPauses) === 'trial' : Boolean(item.trialUntil && at <= item.trialUntil);
    const paused = pausesOf(item.subscription).some(isIn);
    const discounts =
      when === 'after'
        ? discountsAt(item, at)
        : (item.discounts ?? []).filter(({ from, to }) => isIn({ from: from ?? item.from, to: to ?? null }));
    return { item, discounts, paid: !inTrial && !paused, switchedBy: inTrial ? 'trial' : paused ? 'pause' : null };
  });
}

const noPauses: PausesOf = () => [];

type ItemChange = Omit<Change, 'at' | 'customer'>;

function changesAt(before: readonly Side[], after: readonly Side[]): ItemChange[] {
  const nameOf = ({ item }: Side) => `${item.subscription}\n${item.key}`;
  const earlier = groupBy(before, nameOf);
  const changes: ItemChange[] = [];
  for (const side of after) {
    const was = earlier.get(nameOf(side))?.shift();
    changes.push(...(was ? pairedChanges(was, side) : unpairedChanges(side, 1n, before)));
  }
  for (const side of [...earlier.values()].flat()) changes.push(...unpairedChanges(side, -1n, after));
  return changes.filter(({ micros }) => micros !== 0n);
}

const changeOf = ({ item }: Side, cause: Cause, micros: Micros): ItemChange => {
  const { subscription, key, plan, version, currency } = item;
  return { subscription, key, plan, version, currency, cause, micros };
};

const priceOf = ({ item, discounts }: Side): Micros => monthlyMicros({ ...item, discounts });

/** Books the difference of an item that goes on: by trial or pause as a whole; else step by step, terms, quantity, discounts, minimum. */
function pairedChanges(was: Side, is: Side): ItemChange[] {
  if (was.item.currency !== is.item.currency) return [...lostAndGained(was, is)];
  if (was.paid !== is.paid) {
    const cause = (is.paid ? was.switchedBy : is.switchedBy) ?? 'price';
    return [changeOf(is, cause, is.paid ? priceOf(is) : -priceOf(was))];
  }
  if (!is.paid || (was.item === is.item && was.discounts.length === is.discounts.length && sameDiscounts(was, is))) return [];
  const { type, amount, interval, zeroUsageCharge, maximum, quantity, minimum } = is.item;
  const steps: { cause: Cause; terms: Partial<ItemTerms> }[] = [
    { cause: termsCause(was.item, is.item), terms: { type, amount, interval, zeroUsageCharge, maximum } },
    { cause: is.item.addOn ? 'add_on' : 'quantity', terms: { quantity } },
    { cause: 'discount', terms: { discounts: is.discounts } },
    { cause: 'minimum', terms: { minimum } },
  ];
  let terms: ItemTerms = { ...was.item, discounts: was.discounts };
  let before = monthlyMicros(terms);
  return steps.flatMap(({ cause, terms: next }) => {
    if (isIn(next, terms)) return [];
    terms = { ...terms, ...next };
    const now = monthlyMicros(terms);
    const change = changeOf(is, cause, now - before);
    before = now;
    return [change];
  });
}

/** True when these terms are there already. */
const isIn = (part: Partial<ItemTerms>, terms: ItemTerms): boolean =>
  Object.entries(part).every(([field, value]) => terms[field as keyof ItemTerms] === value);

const sameDiscounts = (a: Side, b: Side) => a.discounts.every((discount, i) => discount === b.discounts[i]);

/** A card that is priced in another currency from now on: the old price goes, the new one comes. */
function* lostAndGained(was: Side, is: Side): Generator<ItemChange> {
  const cause = termsCause(was.item, is.item);
  if (was.paid) yield changeOf(was, cause, -priceOf(was));
  if (is.paid) yield changeOf(is, cause, priceOf(is));
}

/** Names the difference of two items by the widest thing that differs. */
function termsCause(a: Pick<RevenueItem, 'plan' | 'version' | 'phase'>, b: Pick<RevenueItem, 'plan' | 'version' | 'phase'>): Cause {
  if (a.plan !== b.plan) return 'plan';
  if (a.version !== b.version) return 'version';
  return a.phase !== b.phase ? 'phase' : 'price';
}

/** Books an item that comes or goes. With others of its subscription on the other side it is a change of terms, else of subscriptions. */
function unpairedChanges(side: Side, sign: 1n | -1n, otherSide: readonly Side[]): ItemChange[] {
  if (!side.paid) return [];
  const others = otherSide.filter(({ item }) => item.subscription === side.item.subscription);
  const other = others.find(({ item }) => !item.addOn) ?? others[0];
  const cause = side.item.addOn ? 'add_on' : other ? termsCause(side.item, other.item) : 'subscription';
  return [changeOf(side, cause, sign * priceOf(side))];
}
