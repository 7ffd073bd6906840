import type { MetersQueryResult } from '@/lib/api/metering/meter-query';
import type { MeterQueryRow } from '@/lib/metering/meter-query';

const NONE: readonly MeterQueryRow[] = [];

/** Returns the rows that a meter has in an answer about all of them: none where it counted nothing, undefined while it is asked. */
export function rowsOf(answer: MetersQueryResult | undefined, meterId: string): readonly MeterQueryRow[] | undefined {
  return answer && (answer.data.find((one) => one.meterId === meterId)?.rows ?? NONE);
}

/** Returns the meters that counted something in one of the answers, in their own order; undefined while nothing is known. */
export function metersWithUsage<Meter extends { id: string }>(
  meters: readonly Meter[] | undefined,
  answers: readonly (MetersQueryResult | undefined)[],
): readonly Meter[] | undefined {
  if (!meters || !answers[0]) return undefined;
  const used = new Set(answers.flatMap((answer) => answer?.data.map(({ meterId }) => meterId) ?? []));
  return meters.filter(({ id }) => used.has(id));
}
