import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, sum, text, ZERO } from '../decimal';
import { fromEpochSeconds, type Period } from '../time';
import { type Aggregation, type BalanceSnapshot, type BurnDownRequest, burnDown, burnDownNeeds } from './burn-down';
import type { Grant } from './grant';

const START = Date.UTC(2026, 0, 1) / 1000;
const at = (hour: number) => fromEpochSeconds(START + hour * 3600);
const LAST = 200;

interface Event {
  hour: number;
  value: string;
  user: number;
}

/** Answers as a usage store would. */
function usageOf(events: readonly Event[], aggregation: Aggregation): (period: Period) => string {
  return ({ from, to }) => {
    const inside = events.filter(({ hour }) => at(hour) >= from && at(hour) < to);
    if (aggregation === 'UNIQUE_COUNT') return String(new Set(inside.map(({ user }) => user)).size);
    if (aggregation === 'COUNT') return String(inside.length);
    if (aggregation === 'LATEST') return inside.at(-1)?.value ?? '0';
    return text(sum(inside.map(({ value }) => decimal(value))));
  };
}

const opening = (grants: readonly Grant[]): BalanceSnapshot => ({
  at: at(0),
  balances: Object.fromEntries(grants.map((grant) => [grant.id, grant.effectiveAt === at(0) ? grant.amount : '0'])),
  overage: '0',
  usage: '0',
  grantUsage: '0',
});

const hour = fc.integer({ min: 0, max: LAST });
const amount = fc.integer({ min: 1, max: 40_000 }).map((n) => text(decimal(String(n)).div(decimal('8'))));
const events = fc
  .array(fc.record({ hour, value: amount, user: fc.integer({ min: 1, max: 6 }) }), { maxLength: 25 })
  .map((given) => given.sort((a, b) => a.hour - b.hour));
const grants = (recurring: boolean) =>
  fc
    .array(
      fc.record({
        amount,
        priority: fc.integer({ min: 1, max: 3 }),
        effective: hour,
        lasts: fc.option(fc.integer({ min: 0, max: 150 })),
        voided: fc.option(fc.integer({ min: 0, max: 150 })),
        every: fc.option(fc.constantFrom('P1D', 'PT7H', 'P2D')),
        minRollover: fc.option(fc.constantFrom('0', '3.5'), { nil: undefined }),
        maxRollover: fc.option(fc.constantFrom('0', '10', '100'), { nil: undefined }),
      }),
      { maxLength: 5 },
    )
    .map((given) =>
      given.map(
        ({ effective, lasts, voided, every, ...grant }, i): Grant => ({
          ...grant,
          id: `grant-${i}`,
          effectiveAt: at(effective),
          createdAt: at(i),
          expiresAt: lasts === null ? null : at(effective + lasts),
          voidedAt: voided === null ? null : at(effective + voided),
          ...(recurring && every && { recurrence: { interval: every, anchor: at(3) } }),
        }),
      ),
    );
const aggregation = fc.constantFrom<Aggregation>('SUM', 'COUNT', 'UNIQUE_COUNT');
const request = (given: Grant[], counted: Aggregation, more: Partial<BurnDownRequest> = {}): BurnDownRequest => ({
  aggregation: counted,
  grants: given,
  start: opening(given),
  until: at(LAST),
  timeZone: 'UTC',
  ...more,
});
const figures = (values: Iterable<string>): Decimal[] => [...values].map(decimal);

describe('burning down', () => {
  test('A balance does not depend on how time is cut into runs.', () => {
    fc.assert(
      fc.property(
        grants(true),
        events,
        aggregation,
        fc.uniqueArray(hour, { maxLength: 4 }),
        fc.uniqueArray(fc.integer({ min: 1, max: LAST }), { maxLength: 3 }),
        fc.boolean(),
        (given, used, counted, cuts, resets, preserveOverage) => {
          const usage = usageOf(used, counted);
          const ends = resets.sort((a, b) => a - b).map(at);
          const whole = burnDown(request(given, counted, { resets: ends, preserveOverage }), usage);
          let start = opening(given);
          for (const cut of [...cuts.sort((a, b) => a - b), LAST]) {
            const inside = ends.filter((reset) => reset > start.at && reset <= at(cut));
            start = burnDown(request(given, counted, { start, until: at(cut), resets: inside, preserveOverage }), usage).end;
          }
          expect(start).toEqual(whole.end);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('What a grant gave, what was lost when it ended and what is left of it are what was granted.', () => {
    fc.assert(
      fc.property(grants(false), events, aggregation, (given, used, counted) => {
        const { end, segments } = burnDown(request(given, counted), usageOf(used, counted));
        for (const grant of given) {
          const burned = sum(
            segments.flatMap((segment) => segment.burned.filter(({ id }) => id === grant.id)).map((part) => decimal(part.amount)),
          );
          const left = decimal(end.balances[grant.id] ?? '0');
          const ends = [grant.expiresAt, grant.voidedAt].flatMap((instant) => instant ?? []).sort()[0];
          const running = ends === undefined || ends > at(LAST);
          if (running) expect(text(burned.plus(left))).toBe(grant.amount);
          else expect([burned.lte(decimal(grant.amount)), text(left)]).toEqual([true, '0']);
        }
      }),
    );
  });

  test('Usage is covered or overage, and nothing is ever below zero.', () => {
    fc.assert(
      fc.property(grants(true), events, aggregation, (given, used, counted) => {
        const usage = usageOf(used, counted);
        const { end, segments } = burnDown(request(given, counted), usage);
        expect(end.usage).toBe(text(decimal(usage({ from: at(0), to: at(LAST) }))));
        expect(text(decimal(end.grantUsage).plus(decimal(end.overage)))).toBe(end.usage);
        for (const segment of segments)
          for (const balance of figures(Object.values(segment.balanceAtStart))) expect(balance.gte(ZERO)).toBe(true);
        for (const value of figures([...Object.values(end.balances), end.overage])) expect(value.gte(ZERO)).toBe(true);
      }),
    );
  });

  test('The order in which events arrive is irrelevant, also when they are late.', () => {
    fc.assert(
      fc.property(grants(true), events, (given, used) => {
        const shuffled = [...used].reverse();
        const run = (these: Event[]) => burnDown(request(given, 'SUM'), usageOf(these, 'SUM'));
        expect(run(shuffled)).toEqual(run(used));
      }),
    );
  });

  test('A correction undoes what it corrects.', () => {
    const given: Grant[] = [
      { id: 'first', amount: '10', priority: 1, effectiveAt: at(0) },
      { id: 'second', amount: '10', priority: 2, effectiveAt: at(0) },
    ];
    const used = (...values: string[]) => values.map((value, i) => ({ hour: i * 10, value, user: 1 }));
    const run = (these: Event[], cut = LAST) => {
      const usage = usageOf(these, 'SUM');
      const half = burnDown(request(given, 'SUM', { until: at(cut) }), usage).end;
      return burnDown(request(given, 'SUM', { start: half }), usage).end;
    };
    expect(run(used('14', '-9'), 5).balances).toEqual({ first: '5', second: '10' });
    expect(run(used('14', '-14'), 5)).toMatchObject({ balances: { first: '10', second: '10' }, overage: '0', grantUsage: '0' });
    // More given back than was used waits for the next usage.
    expect(run(used('-4', '5'), 5)).toMatchObject({ balances: { first: '9', second: '10' }, overage: '0' });
  });

  test('Needs are the periods that are asked for, from the start of the usage period for distinct counts.', () => {
    const given: Grant[] = [{ id: 'late', amount: '10', priority: 1, effectiveAt: at(50) }];
    expect(burnDownNeeds(request(given, 'SUM'))).toEqual([
      { from: at(0), to: at(50) },
      { from: at(50), to: at(LAST) },
    ]);
    expect(burnDownNeeds(request(given, 'UNIQUE_COUNT')).map(({ from }) => from)).toEqual([at(0), at(0)]);
  });

  test('A reset may not lie outside the run.', () => {
    expect(() => burnDown(request([], 'SUM', { resets: [at(0)] }), () => '0')).toThrow('after_start');
    expect(() => burnDown(request([], 'SUM', { resets: [at(LAST + 1)] }), () => '0')).toThrow('after_end');
  });
});
