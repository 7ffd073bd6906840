import 'server-only';
import type { Consequences, EntitlementChange, OutcomeInvoice } from '@/lib/api/subscription/acts';
import type { Currency } from '@/lib/currency';
import { decimal, isNegative, isZero, sum, text } from '@/lib/decimal';
import { moneyText } from '@/lib/money';
import { isUsageBased } from '@/lib/pricing/price';
import { rateInvoices } from '@/lib/rating/invoice';
import { billingSchedule, type ScheduledCharge } from '@/lib/rating/schedule';
import type { Ctx } from '@/lib/server/core/ctx';
import { usageReader } from '@/lib/server/metering/usage-by-key';
import { itemChanges } from '@/lib/subscription/item-changes';
import { rhythmOf } from '@/lib/subscription/period';
import type { TimelineItem } from '@/lib/subscription/timeline';
import {
  addDuration,
  billingPeriods,
  compareInstants,
  contains,
  END_OF_TIME,
  epochSeconds,
  fromEpochSeconds,
  type Instant,
} from '@/lib/time';
import type { Decided } from './decided';
import { laneOf } from './ids';
import { mrrAt } from './mrr';
import { type Loaded, secondOf } from './record';
import { currencyOf, wireChange } from './state';
import { cardOf } from './view';

/** A charge of a subscription; keys are told apart by the subscription. */
type Charge = ScheduledCharge & { prorate: boolean };

const nextSecond = (at: Instant): Instant => fromEpochSeconds(epochSeconds(at) + 1);

/** The earliest instant at which something was charged that serves `at`. */
function reachBack({ life, folded }: Loaded, at: Instant): Instant {
  const { anchor, cadence, timeZone } = rhythmOf(life);
  return folded.timeline.items.reduce<Instant>((earliest, item) => {
    if (!contains(item, at) && item.from !== at) return earliest;
    const [period] = billingPeriods(anchor, item.rateCard.billingCadence ?? cadence, at, nextSecond(at), timeZone);
    const from = period && compareInstants(item.from, period.from) < 0 ? period.from : item.from;
    return compareInstants(from, earliest) < 0 ? from : earliest;
  }, at);
}

/** Everything that falls due on a subscription in a span. */
function chargesOf({ row, life, folded }: Loaded, from: Instant, to: Instant): Charge[] {
  const { anchor, cadence, timeZone } = rhythmOf(life);
  if (row.deletedAt !== null) return [];
  const schedule = billingSchedule({ timeline: folded.timeline, anchor, cadence, timeZone, from, to });
  const prorate = folded.course.content.proRatingEnabled;
  return schedule.flatMap(({ charges }) => charges.map((charge) => ({ ...charge, key: `${row.id}/${charge.key}`, prorate })));
}

const isSameCharge = (a: Charge, b: Charge): boolean =>
  a.billedPeriod.to === b.billedPeriod.to &&
  a.servicePeriod.to === b.servicePeriod.to &&
  JSON.stringify(a.rateCard) === JSON.stringify(b.rateCard);

interface Sides {
  /** Charges that were or will have been made without the act, and those that are due with it, at its instant. */
  charged: Charge[];
  due: Charge[];
  /** Charges that fall due first after it. */
  coming: Charge[];
}

/** The charges that an act is about: those that are the same with and without it are left out. */
function sidesOf(decided: Decided, now: Instant): Sides {
  const { at, before, current, next } = decided;
  const isNow = compareInstants(at, now) <= 0;
  const from = before ? earlier(reachBack(before, at), reachBack(current, at)) : at;
  const was = before ? chargesOf(before, from, nextSecond(at)) : [];
  const charged = was.filter(({ invoiceAt }) => (isNow ? compareInstants(invoiceAt, at) <= 0 : compareInstants(invoiceAt, at) < 0));
  const after = [current, ...(next ? [next] : [])];
  const due = after
    .flatMap((loaded) => chargesOf(loaded, from, nextSecond(at)))
    .filter(({ invoiceAt }) => compareInstants(invoiceAt, at) <= 0);
  const standing = new Set(
    charged.filter((one) => due.some((other) => other.key === one.key && isSameCharge(one, other))).map(({ key }) => key),
  );
  return {
    charged: charged.filter(({ key }) => !standing.has(key)),
    due: due.filter(({ key }) => !standing.has(key)),
    coming: comingCharges(after, from, at),
  };
}

const earlier = (a: Instant, b: Instant): Instant => (compareInstants(a, b) < 0 ? a : b);

/** Of all that falls due after an instant, what falls due first. Looked for over two billing periods, then as far as the last phase begins. */
function comingCharges(after: readonly Loaded[], from: Instant, at: Instant): Charge[] {
  for (const until of [...new Set(after.flatMap((loaded) => horizonsOf(loaded, at)))].sort(compareInstants)) {
    const ahead = after.flatMap((loaded) => chargesOf(loaded, from, until)).filter(({ invoiceAt }) => compareInstants(invoiceAt, at) > 0);
    const first = ahead.reduce<Instant>((soonest, { invoiceAt }) => earlier(soonest, invoiceAt), END_OF_TIME);
    if (ahead.length) return ahead.filter(({ invoiceAt }) => invoiceAt === first);
  }
  return [];
}

function horizonsOf({ life, folded }: Loaded, at: Instant): Instant[] {
  const { cadence, timeZone } = rhythmOf(life);
  const begins = folded.timeline.phases.map(({ from }) => from).filter((from) => compareInstants(from, at) > 0);
  return [at, ...begins].map((instant) => addDuration(instant, cadence, 2, timeZone));
}

type Figures = Record<string, string>;

/** Counts what one charge comes to with the usage that is known. */
function totalOf(charge: Charge, figures: Figures, currency: Currency, now: Instant): string {
  const usage = charge.need ? { [charge.need.key]: figures[charge.key] ?? '0' } : {};
  const schedule = [{ phaseKey: charge.phaseKey, period: charge.servicePeriod, charges: [charge] }];
  return rateInvoices({ schedule, currency, usage, prorate: charge.prorate, knownThrough: now }).totals.total;
}

type Line = OutcomeInvoice['lines'][number];

const lineOf = (kind: Line['kind'], charge: Charge, total: string, quantity: string, reason: string): Line => ({
  ...{ kind, quantity, total, reason },
  phaseKey: charge.phaseKey,
  itemKey: laneOf(charge),
  name: charge.rateCard.name,
  servicePeriod: charge.servicePeriod,
});

/** The lines of what changes hands at the instant of an act. */
function linesNow(
  { charged, due }: Sides,
  amount: (charge: Charge) => string,
  quantity: (charge: Charge) => string,
  currency: Currency,
): Line[] {
  const lines: Line[] = [];
  const money = (value: ReturnType<typeof decimal>) => moneyText(value, currency);
  const left = new Map(due.map((charge) => [charge.key, charge]));
  for (const was of charged) {
    const is = left.get(was.key);
    if (is && JSON.stringify(is.rateCard) === JSON.stringify(was.rateCard)) {
      left.delete(was.key);
      const more = decimal(amount(is)).minus(decimal(amount(was)));
      if (isZero(more)) continue;
      const gap = { from: is.billedPeriod.to, to: was.billedPeriod.to };
      const unserved = compareInstants(gap.from, gap.to) < 0 ? { ...was, servicePeriod: gap } : was;
      const isCredit = isNegative(more);
      const reason = isCredit ? 'Paid in advance and no longer served' : 'Served longer than was paid for';
      lines.push(lineOf(isCredit ? 'credit' : 'charge', unserved, money(more), quantity(was), reason));
    } else if (!isZero(decimal(amount(was)))) {
      lines.push(lineOf('credit', was, money(decimal(amount(was)).neg()), quantity(was), 'Paid in advance and no longer served'));
    }
  }
  for (const charge of left.values()) lines.push(lineOf('charge', charge, amount(charge), quantity(charge), whyDue(charge)));
  return lines;
}

const whyDue = (charge: Charge): string =>
  charge.need
    ? 'Used in this period, as far as it is known'
    : charge.invoiceAt === charge.servicePeriod.from
      ? 'In advance'
      : 'For this period';

function invoiceOf(at: Instant, lines: Line[], currency: Currency): OutcomeInvoice | undefined {
  if (lines.length === 0) return undefined;
  return { at, currency: currency.code, lines, total: moneyText(sum(lines.map(({ total }) => decimal(total))), currency) };
}

/** Looks up what the consequences of an act depend on, and returns the function that counts them: it reads usage, and needs no transaction. */
export async function consequencesOf(ctx: Ctx, decided: Decided): Promise<() => Promise<Consequences>> {
  const now = secondOf(ctx);
  const { current, next } = decided;
  const currency = await currencyOf(ctx, next ?? current);
  const sides = sidesOf(decided, now);
  const all = [...sides.charged, ...sides.due, ...sides.coming];
  const usage = await neededUsage(ctx, current.row.customerId, all);
  return async () => {
    const figures = await usage();
    const known = compareInstants(decided.at, now) > 0 ? decided.at : now;
    const amount = (charge: Charge) => totalOf(charge, figures, currency, known);
    const quantity = (charge: Charge) => quantityOf(charge, figures);
    const coming = comingLines(sides.coming, figures, currency, now);
    return {
      invoiceNow: invoiceOf(decided.at, linesNow(sides, amount, quantity, currency), currency),
      nextInvoice: invoiceOf(sides.coming[0]?.invoiceAt ?? decided.at, coming, currency),
      mrr: mrrChange(decided, currency),
      items: changesOf(decided),
      entitlements: entitlementChanges(decided),
      warnings: decided.notices.filter(({ severity }) => severity === 'warning').map(({ code, message }) => ({ code, message })),
    };
  };
}

/** Looks up the usage that charges need; returns the function that reads it, and needs no transaction. */
async function neededUsage(ctx: Ctx, customerId: string, charges: readonly Charge[]): Promise<() => Promise<Figures>> {
  const wanted = new Map(charges.flatMap(({ key, need }) => (need ? [[key, need] as const] : [])));
  const asked = [...wanted].map(([key, { featureId, period }]) => ({ key, customerId, featureId, period }));
  const read = await usageReader(ctx, asked);
  return async () => (wanted.size ? (await read()).figures : {});
}

const quantityOf = (charge: Charge, figures: Figures): string => (charge.need ? (figures[charge.key] ?? '0') : '1');

/** The lines of charges that fall due later, with the usage known at `now`. */
const comingLines = (coming: readonly Charge[], figures: Figures, currency: Currency, now: Instant): Line[] =>
  coming.map((charge) => lineOf('charge', charge, totalOf(charge, figures, currency, now), quantityOf(charge, figures), whyDue(charge)));

/** Looks up what the next invoice of a running subscription depends on, and returns the function that counts it; see `consequencesOf`. */
export async function upcomingOf(ctx: Ctx, loaded: Loaded): Promise<() => Promise<OutcomeInvoice | undefined>> {
  const now = secondOf(ctx);
  const currency = await currencyOf(ctx, loaded);
  const coming = comingCharges([loaded], reachBack(loaded, now), now);
  const usage = await neededUsage(ctx, loaded.row.customerId, coming);
  return async () => invoiceOf(coming[0]?.invoiceAt ?? now, comingLines(coming, await usage(), currency, now), currency);
}

const CAUSES: Partial<Record<Decided['kind'], string>> = {
  create: 'New subscription',
  cancel: 'The subscription ends',
  change: 'Another plan',
  edit: 'Other items',
  addon: 'Add-on',
  pause: 'Pause',
  resume: 'Resumed',
  seats: 'Seats',
  migrate: 'Another version',
  negotiate: 'Negotiated terms',
  continue: 'It goes on',
  restore: 'It goes on',
  unschedule: 'A change was taken back',
};

/** Recurring revenue before and after an act, at the instant it takes effect, with its cause. */
function mrrChange({ kind, at, before, current, next }: Decided, currency: Currency): Consequences['mrr'] {
  const left = current.row.deletedAt ? '0' : mrrAt(current.folded.timeline, at);
  const after = next ? decimal(left).plus(decimal(mrrAt(next.folded.timeline, at))) : decimal(left);
  return {
    currency: currency.code,
    before: before ? mrrAt(before.folded.timeline, at) : '0',
    after: text(after),
    cause: CAUSES[kind] ?? 'Details',
  };
}

function changesOf({ before, current, next }: Decided): Consequences['items'] {
  const was = before?.folded.timeline ?? { items: [] };
  const is = current.row.deletedAt ? { items: [] } : current.folded.timeline;
  return [
    ...itemChanges(was, is).map((change) => wireChange(current.row.id, change)),
    ...(next ? itemChanges({ items: [] }, next.folded.timeline).map((change) => wireChange(next.row.id, change)) : []),
  ];
}

const grantedAt = (loaded: Loaded | null | undefined, at: Instant): TimelineItem[] =>
  loaded && !loaded.row.deletedAt ? loaded.folded.timeline.items.filter((item) => item.rateCard.entitlement && contains(item, at)) : [];

const subjectOf = ({ rateCard }: TimelineItem): string => rateCard.feature?.id ?? rateCard.key;

/** Fate of access at the instant of an act. */
function entitlementChanges({ at, before, current, next }: Decided): EntitlementChange[] {
  const was = grantedAt(before, at);
  const is = [...grantedAt(current, at), ...grantedAt(next, at)];
  const about = (item: TimelineItem) => ({ itemKey: laneOf(item), name: item.rateCard.name, featureId: item.rateCard.feature?.id, at });
  const kept = is.map((item): EntitlementChange => {
    const former = was.find((other) => subjectOf(other) === subjectOf(item));
    const after = cardOf(item).entitlement;
    if (!former) return { ...about(item), effect: 'begin', after, reason: 'It was not there before' };
    const entitlement = cardOf(former).entitlement;
    const isSame = JSON.stringify(entitlement) === JSON.stringify(after);
    const reason = isSame ? 'The same as before' : 'The terms differ';
    return { ...about(item), effect: isSame ? 'carry' : 'change', before: entitlement, after, reason };
  });
  const ended = was.filter((item) => !is.some((other) => subjectOf(other) === subjectOf(item)));
  return [
    ...kept,
    ...ended.map(
      (item): EntitlementChange => ({
        ...{ ...about(item), effect: 'end', before: cardOf(item).entitlement },
        reason: next ? 'The new terms do not include it' : endReason(item, current, at),
      }),
    ),
  ];
}

function endReason(item: TimelineItem, { folded }: Loaded, at: Instant): string {
  const { end, pauses = [] } = folded.timeline;
  if (end !== null && compareInstants(end, at) <= 0) return 'The subscription ends';
  if (pauses.some((pause) => contains(pause, at))) return 'The subscription is paused';
  return isUsageBased(item.rateCard.price) ? 'It is no longer sold to them' : 'It is no longer part of the terms';
}
