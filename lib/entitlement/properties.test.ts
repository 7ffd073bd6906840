import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, isNegative, sum, text } from '../decimal';
import type { Aggregation } from '../rating/burn-down';
import { compareInstants, epochSeconds, fromEpochSeconds, type Instant } from '../time';
import { type AskedCustomer, accessPage, accessTo, featureAccess, matchCustomers } from './access';
import { accessRowAt, isCurrent, withUsage } from './access-row';
import { type Account, rulesOf, stateAt, valueAt } from './account';
import { arbitraryEvents, arbitraryMetering, arbitraryRights, hourOf, LAST_HOUR, usageIn } from './arbitrary-account';
import { balanceHistory } from './history';
import { accountAt, rightAt } from './rights';
import { periodStarts, usagePeriodAt } from './usage-period';

const anyAggregation = fc.constantFrom<Aggregation>('SUM', 'COUNT', 'UNIQUE_COUNT', 'LATEST');
const flows = fc.constantFrom<Aggregation>('SUM', 'COUNT');
const instant = fc.integer({ min: 0, max: LAST_HOUR * 2 }).map((half) => hourOf(half / 2));

describe('a metered balance', () => {
  test('is the same with snapshots and without, and in whatever order usage arrived', () => {
    fc.assert(
      fc.property(
        arbitraryRights,
        arbitraryMetering(anyAggregation),
        arbitraryEvents,
        instant,
        fc.array(instant, { maxLength: 4 }),
        fc.array(fc.boolean()),
        (rights, metering, events, at, earlier, dropped) => {
          const account = accountAt(rights, at, metering);
          if (!account) return;
          const usageOf = usageIn(events, metering.aggregation);
          const whole = valueAt(account, at, usageOf);
          // Each is counted on from those before it, and some are thrown away.
          const snapshots: ReturnType<typeof stateAt>[] = [];
          for (const [i, when] of earlier.sort(compareInstants).entries()) {
            const of = accountAt(rights, when, metering);
            if (!of || of.measureUsageFrom !== account.measureUsageFrom) continue;
            const snapshot = stateAt(of, when, usageOf, snapshots);
            if (!dropped[i]) snapshots.push(snapshot);
          }
          expect(valueAt(account, at, usageOf, snapshots)).toEqual(whole);
          expect(
            valueAt(
              account,
              at,
              usageIn(
                [...events].reverse().sort((a, b) => compareInstants(a.at, b.at)),
                metering.aggregation,
              ),
            ),
          ).toEqual(metering.aggregation === 'LATEST' ? expect.anything() : whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('adds up: usage, and what is left, less the overage, are what was granted in the usage period', () => {
    fc.assert(
      fc.property(
        arbitraryRights,
        arbitraryMetering(fc.constantFrom<Aggregation>('SUM', 'COUNT', 'UNIQUE_COUNT')),
        arbitraryEvents,
        instant,
        (rights, of, events, at) => {
          // While no grant ends or is filled up again, and no overage was carried in.
          const grants = of.grants.map(({ recurrence: _, ...grant }) => ({ ...grant, expiresAt: null, voidedAt: null }));
          const metering = {
            ...of,
            grants,
            preserveOverage: false,
            resets: of.resets.map((reset) => ({ ...reset, preserveOverage: false })),
          };
          const account = accountAt(rights, at, metering);
          if (!account) return;
          const usageOf = usageIn(events, metering.aggregation);
          const { usage, balance, overage, usagePeriod } = valueAt(account, at, usageOf);
          const nothing = () => '0';
          // With nothing used since the period began, there is what was granted in it.
          const atStart = stateAt(stretched(account, at), usagePeriod.from, usageOf).state;
          const begun = valueAt(stretched(account, at), at, nothing, [{ units: limitUnits(account, at), state: atStart }]);
          expect(text(decimal(usage).plus(decimal(balance)).minus(decimal(overage)))).toBe(begun.balance);
          expect(isNegative(decimal(balance)) || isNegative(decimal(overage))).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('windows of its history add up to the usage, and begin with the balance of that instant', () => {
    fc.assert(
      fc.property(arbitraryRights, arbitraryMetering(flows), arbitraryEvents, instant, (rights, metering, events, at) => {
        const account = accountAt(rights, at, metering);
        if (!account) return;
        const usageOf = usageIn(events, metering.aggregation);
        const windows = balanceHistory(account, { windowSize: 'HOUR', from: account.measureUsageFrom, to: at, timeZone: 'UTC' }, usageOf);
        for (const window of windows.slice(0, 5)) expect(window.balanceAtStart).toBe(valueAt(account, window.from, usageOf).balance);
        const span = { from: windows[0]?.from ?? at, to: windows.at(-1)?.to ?? at };
        expect(text(sum(windows.map(({ usage }) => decimal(usage))))).toBe(usageOf(span));
      }),
      { numRuns: 15 },
    );
  });
});

const limitUnits = ({ limits }: Account, at: Instant) => limits.findLast(({ from }) => from <= at)?.units ?? null;
/** The account with the limit of an instant over the whole usage period of that instant. */
function stretched(account: Account, at: Instant): Account {
  const { from } = usagePeriodAt(rulesOf(account), at, account.timeZone);
  const current = account.limits.findLast((limit) => limit.from <= at);
  if (!current) return account;
  return {
    ...account,
    limits: [
      ...account.limits.filter((limit) => limit.from < from),
      { ...current, from: from > account.measureUsageFrom ? from : account.measureUsageFrom },
    ],
  };
}

describe('usage periods', () => {
  test('follow each other without gaps, and begin where the list of their starts says', () => {
    fc.assert(
      fc.property(
        arbitraryMetering(flows),
        fc.constantFrom('PT1H', 'P1D', 'P1W', 'P1M'),
        instant,
        instant,
        (metering, interval, start, at) => {
          const account = {
            ...metering,
            measureUsageFrom: start,
            usagePeriod: { interval, anchor: hourOf(5) },
            limits: [],
            limitPriority: 1,
          };
          const rules = rulesOf({ ...account, resets: metering.resets.filter((reset) => reset.at > start) });
          const starts = periodStarts(rules, hourOf(0), hourOf(LAST_HOUR), metering.timeZone);
          expect(starts[0]).toBe(start);
          for (const [i, from] of starts.entries()) {
            const period = usagePeriodAt(rules, from, metering.timeZone);
            expect(period.from).toBe(from);
            if (starts[i + 1]) expect(period.to).toBe(starts[i + 1]);
          }
          if (at >= start) expect(usagePeriodAt(rules, at, metering.timeZone).from).toBe(starts.findLast((from) => from <= at));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the row that is kept ready', () => {
  test('answers as counting anew does, through usage that comes in, just before and after everything that changes by itself', () => {
    fc.assert(
      fc.property(arbitraryRights, arbitraryMetering(flows), arbitraryEvents, (rights, metering, events) => {
        const seen: typeof events = [];
        const usageOf = usageIn(seen, metering.aggregation);
        let row = accessRowAt(rights, metering, hourOf(-1), usageOf);
        const check = (at: Instant) => {
          const anew = accessRowAt(rights, metering, at, usageOf);
          if (!isCurrent(row, at)) row = anew;
          expect(row.access).toEqual(anew.access);
          expect(row.snapshot?.state.balances).toEqual(anew.snapshot?.state.balances);
          expect(row.snapshot?.state.overage).toEqual(anew.snapshot?.state.overage);
        };
        for (const event of [...events].sort((a, b) => compareInstants(a.at, b.at))) {
          while (row.nextChangeAt !== null && row.nextChangeAt <= event.at) {
            const change = epochSeconds(row.nextChangeAt);
            for (const near of [change - 1, change, change + 1]) if (near < epochSeconds(event.at)) check(fromEpochSeconds(near));
            if (change >= epochSeconds(event.at)) row = accessRowAt(rights, metering, event.at, usageOf);
          }
          seen.push(event);
          const account = accountAt(rights, event.at, metering);
          const quantity = metering.aggregation === 'COUNT' ? '1' : event.value;
          row = (account && withUsage(row, account, { at: event.at, quantity })) ?? accessRowAt(rights, metering, event.at, usageOf);
          // A second later the event lies before the instant that is asked about.
          check(fromEpochSeconds(epochSeconds(event.at) + 1));
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the question about access', () => {
  const customers = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })
    .map((all) =>
      all.map((n): AskedCustomer => ({ id: `c${n}`, key: `k${n}`, subjects: [`s${n}`, `k${n + 1}`], createdAt: hourOf(n % 4) })),
    );
  const keys = fc.array(
    fc.tuple(fc.constantFrom('k', 's', 'x'), fc.integer({ min: 0, max: 31 })).map(([of, n]) => `${of}${n}`),
    { minLength: 1, maxLength: 20 },
  );

  test('page by page is answered as at once, and other orders of the keys change no customer', () => {
    fc.assert(
      fc.property(customers, keys, fc.integer({ min: 1, max: 5 }), (all, asked, size) => {
        const matched = matchCustomers(asked, all);
        const placeOf = (id: string) => all.find((customer) => customer.id === id) as AskedCustomer;
        const pages: string[] = [];
        let page = accessPage(matched, { size }, placeOf);
        pages.push(...page.items.map(({ customer }) => customer.id));
        while (page.hasNext) {
          page = accessPage(matched, { size, after: pages.at(-1) }, placeOf);
          pages.push(...page.items.map(({ customer }) => customer.id));
        }
        expect(pages).toEqual(matched.found.map(({ customer }) => customer.id));
        if (page.hasPrevious) {
          const back = accessPage(matched, { size, before: page.items[0]?.customer.id }, placeOf);
          expect(back.items.at(-1)?.customer.id).toBe(pages.at(-page.items.length - 1));
        }
        const reversed = matchCustomers([...asked].reverse(), all);
        expect(reversed.found.map(({ customer }) => customer)).toEqual(matched.found.map(({ customer }) => customer));
        expect(new Set(reversed.missing)).toEqual(new Set(matched.missing));
        for (const { customer, matched: by } of matched.found)
          for (const key of by) {
            const owner = all.find((one) => one.key === key);
            expect(owner ? owner.id : customer.id).toBe(customer.id);
          }
      }),
      { numRuns: 100 },
    );
  });

  test('what is not there is denied, and said to be not there', () => {
    const access = featureAccess(['here', 'archived', 'unknown'], [{ key: 'here' }, { key: 'archived', archived: true }], () =>
      accessTo(null, true),
    );
    expect(access.here).toEqual({ type: null, hasAccess: false, reason: 'feature_unavailable' });
    expect(access.unknown?.reason).toBe('feature_not_found');
    expect(
      Object.keys(featureAccess(undefined, [{ key: 'here' }, { key: 'archived', archived: true }], () => accessTo(null, true))),
    ).toEqual(['here']);
  });
});

test('an override is above everything while it lasts, to the second', () => {
  fc.assert(
    fc.property(arbitraryRights, instant, (rights, at) => {
      const right = rightAt(rights, at);
      const inForce = rights.overrides.filter(({ effectiveAt, expiresAt }) => effectiveAt <= at && (expiresAt === null || at < expiresAt));
      const sure = inForce.filter(({ expiresAt }) => expiresAt !== null);
      if (sure.length > 0 && sure.length === inForce.length) {
        const newest = sure.sort((a, b) => compareInstants(b.effectiveAt, a.effectiveAt))[0];
        expect(right?.template ?? null).toEqual(newest?.template);
      }
      if (inForce.length === 0) expect(right?.template).toEqual(rights.spans.find((span) => span.from <= at && at < span.to)?.template);
    }),
    { numRuns: 100 },
  );
});
