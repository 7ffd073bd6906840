import fc from 'fast-check';
import { decimal, text } from '../decimal';
import type { Aggregation, UsageOf } from '../rating/burn-down';
import type { Grant } from '../rating/grant';
import { compareInstants, contains, fromEpochSeconds, type Instant } from '../time';
import type { EntitlementSpan } from './from-subscription';
import type { Metering, Override, Rights } from './rights';

const START = Date.UTC(2026, 0, 1) / 1000;
export const LAST_HOUR = 100;

/** Returns the instant so many hours into a life; a half hour is one, too. */
export const hourOf = (hour: number): Instant => fromEpochSeconds(START + hour * 3600);

const hour = fc.integer({ min: 0, max: LAST_HOUR });
const units = fc.integer({ min: 1, max: 400 }).map((n) => text(decimal(String(n)).div(decimal('4'))));

export interface Event {
  at: Instant;
  value: string;
}

/** Usage in the order in which it arrives, which is not the order in which it happened. */
export const arbitraryEvents: fc.Arbitrary<Event[]> = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: LAST_HOUR * 2 }).map((half) => hourOf(half / 2)), value: units }),
  { maxLength: 20 },
);

/** Answers as a usage store would. */
export function usageIn(events: readonly Event[], aggregation: Aggregation): UsageOf {
  return (period) => {
    const inside = [...events].sort((a, b) => compareInstants(a.at, b.at)).filter(({ at }) => contains(period, at));
    if (aggregation === 'COUNT') return String(inside.length);
    if (aggregation === 'UNIQUE_COUNT') return String(new Set(inside.map(({ value }) => value)).size);
    if (aggregation === 'LATEST') return inside.at(-1)?.value ?? '0';
    return text(inside.reduce((total, { value }) => total.plus(decimal(value)), decimal('0')));
  };
}

const limit = fc.option(units);
const template = (limitOf: string | null, isSoftLimit: boolean) => ({
  type: 'metered' as const,
  limit: limitOf,
  isSoftLimit,
  usagePeriod: 'P1D',
});

/** The items of a subscription for one feature: phases one behind the other, each with versions of the item, now and then a gap. */
const spans: fc.Arbitrary<EntitlementSpan[]> = fc
  .tuple(
    fc.uniqueArray(hour, { minLength: 1, maxLength: 6 }),
    fc.array(fc.tuple(limit, fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 6 }),
  )
  .map(([hours, gives]) => {
    const cuts = [...hours].sort((a, b) => a - b);
    let phaseFrom = hourOf(cuts[0] ?? 0);
    return cuts.flatMap((from, i) => {
      const [limitOf, soft, phase] = gives[i] ?? [null, false, false];
      // A phase begins, or the item changes within the one that runs.
      if (phase) phaseFrom = hourOf(from);
      const to = cuts[i + 1] === undefined ? '9999-12-31T23:59:59Z' : hourOf(cuts[i + 1] as number);
      const given = template(limitOf, soft && i % 3 === 2);
      if (phase && i % 2 === 1) return [];
      const parts = [{ kind: 'plan' as const, source: 'Pro', template: given, quantity: 1 }];
      const dates = { from: hourOf(from), to, measureUsageFrom: phaseFrom, anchor: hourOf(5) };
      return [{ ...dates, featureKey: 'calls', template: given, phase: phaseFrom, parts }];
    });
  });

const override: fc.Arbitrary<Override> = fc
  .record({ from: hour, lasts: fc.option(fc.integer({ min: 1, max: 40 })), removes: fc.boolean(), limitOf: limit, soft: fc.boolean() })
  .map(({ from, lasts, removes, limitOf, soft }) => ({
    id: `override at ${from}`,
    featureKey: 'calls',
    mode: removes ? 'remove' : 'replace',
    template: removes ? null : template(limitOf, soft),
    reason: 'promised',
    owner: 'Ann',
    effectiveAt: hourOf(from),
    expiresAt: lasts === null ? null : hourOf(from + lasts),
    reviewAt: null,
  }));

export const arbitraryRights: fc.Arbitrary<Rights> = fc.record({ spans, overrides: fc.array(override, { maxLength: 2 }) });

const grants: fc.Arbitrary<Grant[]> = fc
  .array(
    fc.record({
      amount: units,
      priority: fc.integer({ min: 1, max: 2 }),
      from: hour,
      lasts: fc.option(fc.integer({ min: 1, max: 60 })),
      voided: fc.option(fc.integer({ min: 1, max: 60 })),
      every: fc.option(fc.constantFrom('PT7H', 'P1D'), { nil: undefined }),
      minRollover: fc.constantFrom('0', '2.5'),
      maxRollover: fc.constantFrom('3', '100'),
    }),
    { maxLength: 3 },
  )
  .map((given) =>
    given.map(({ from, lasts, voided, every, ...grant }, i) => ({
      ...grant,
      id: `grant ${i}`,
      createdAt: hourOf(i),
      effectiveAt: hourOf(from),
      expiresAt: lasts === null ? null : hourOf(from + lasts),
      voidedAt: voided === null ? null : hourOf(from + voided),
      ...(every && { recurrence: { interval: every, anchor: hourOf(3) } }),
    })),
  );

export const arbitraryMetering = (aggregation: fc.Arbitrary<Aggregation>): fc.Arbitrary<Metering> =>
  fc.record({
    aggregation,
    grants,
    resets: fc
      .uniqueArray(fc.record({ hour, retainAnchor: fc.boolean(), keeps: fc.option(fc.boolean()) }), {
        maxLength: 2,
        selector: (reset) => reset.hour,
      })
      .map((all) => all.map(({ hour: at, retainAnchor, keeps }) => ({ at: hourOf(at), retainAnchor, preserveOverage: keeps }))),
    preserveOverage: fc.boolean(),
    timeZone: fc.constantFrom('UTC', 'America/New_York'),
  });
