import 'server-only';
import type { BurnDownCalculation, BurnDownCalculationRequest } from '@/lib/api/rating/burn-down-calculations';
import { durationFault } from '@/lib/catalog/cadence';
import { type Decimal, decimal, isNegative, sum, text } from '@/lib/decimal';
import { Numeric } from '@/lib/pricing/numeric';
import { invalidField } from '@/lib/problem';
import { type Aggregation, type BurnDownRequest, burnDown, type UsageOf } from '@/lib/rating/burn-down';
import { approximateSeconds, compareInstants, contains, isTimeZone, normalizeInstant, secondsIn } from '@/lib/time';
import { snake } from '@/lib/wire';

const RECURRENCES_MAX = 2_000;

/** Burns given usage down over given grants. Reads nothing that is stored. */
export function calculateBurnDown(request: BurnDownCalculationRequest): BurnDownCalculation {
  const [from, to] = [normalizeInstant(request.from), normalizeInstant(request.to)];
  if (compareInstants(from, to) >= 0) throw invalidField('$.to', 'The end must be after the start.');
  if (!isTimeZone(request.timeZone))
    throw invalidField('$.time_zone', `"${request.timeZone}" is no time zone. Give one such as Europe/Berlin.`);
  checkGrants(request, secondsIn({ from, to }));
  const resets = (request.resets ?? []).map(normalizeInstant);
  const outside = resets.findIndex((reset) => compareInstants(reset, from) <= 0 || compareInstants(reset, to) > 0);
  if (outside >= 0) throw invalidField(`$.resets[${outside}]`, 'A reset lies after the start, and not after the end.');
  const grants: BurnDownRequest['grants'] = request.grants;
  const { balance, end, segments } = burnDown(
    {
      aggregation: request.aggregation.toUpperCase() as Aggregation,
      grants,
      start: { at: from, balances: {}, overage: '0', usage: '0', grantUsage: '0' },
      until: to,
      resets,
      preserveOverage: request.preserveOverage,
      timeZone: request.timeZone,
    },
    usageOf(request),
  );
  return { balance, end, segments };
}

function checkGrants({ grants }: BurnDownCalculationRequest, seconds: number): void {
  let recurrences = 0;
  for (const [i, grant] of grants.entries()) {
    const { id, recurrence } = grant;
    if (grants.findIndex((other) => other.id === id) < i) throw invalidField(`$.grants[${i}].id`, `Two grants are called "${id}".`);
    for (const field of ['amount', 'minRollover', 'maxRollover'] as const)
      if (isNegative(decimal(grant[field] ?? '0'))) throw invalidField(`$.grants[${i}].${snake(field)}`, 'This cannot be below zero.');
    if (!recurrence) continue;
    const where = `$.grants[${i}].recurrence.interval`;
    if (durationFault(recurrence.interval)) throw invalidField(where, 'A grant recurs in whole units of an hour or more, such as P1M.');
    recurrences += seconds / approximateSeconds(recurrence.interval);
    if (recurrences > RECURRENCES_MAX)
      throw invalidField(where, `At most ${RECURRENCES_MAX} recurrences can be calculated: choose a shorter span.`);
  }
}

/** The events as the burn-down asks for them. */
function usageOf({ events, aggregation }: BurnDownCalculationRequest): UsageOf {
  const isNumber = aggregation === 'sum' || aggregation === 'latest';
  const known = events
    .map(({ at, value }, i) => {
      const given = value ?? (aggregation === 'count' ? '1' : '');
      if (isNumber && !Numeric.safeParse(given).success) throw invalidField(`$.events[${i}].value`, 'The value must be a decimal number.');
      return { at: normalizeInstant(at), value: given };
    })
    .sort((a, b) => compareInstants(a.at, b.at));
  return (period) => {
    const inside = known.filter(({ at }) => contains(period, at)).map(({ value }) => value);
    return text(aggregated(inside, aggregation));
  };
}

function aggregated(values: readonly string[], aggregation: BurnDownCalculationRequest['aggregation']): Decimal {
  switch (aggregation) {
    case 'sum':
      return sum(values.map(decimal));
    case 'count':
      return decimal(String(values.length));
    case 'unique_count':
      return decimal(String(new Set(values).size));
    case 'latest':
      return decimal(values.at(-1) ?? '0');
  }
}
