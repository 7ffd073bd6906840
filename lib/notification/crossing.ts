import { type Decimal, decimal, divide, isPositive, round, sum, text } from '@/lib/decimal';

/** Figures that an alert is about: passed upwards by usage, downwards by a balance. Decimal strings. */
export interface Alert {
  direction: 'increasing' | 'decreasing';
  thresholds: readonly string[];
  /** A further figure every so much beyond the last. */
  recurring?: string | null | undefined;
}

/** A long jump over a short step is told by its last steps. */
const STEPS_MAX = 1000;

/** Returns the figures that were passed between two readings, in ascending order: not the one before, but the one now. */
export function crossed({ direction, thresholds, recurring }: Alert, previous: string, current: string): string[] {
  // Downwards is upwards with the signs turned.
  const sign = direction === 'increasing' ? decimal('1') : decimal('-1');
  const [before, now] = [decimal(previous).times(sign), decimal(current).times(sign)];
  const figures = thresholds.map((threshold) => decimal(threshold).times(sign)).sort((a, b) => a.cmp(b));
  const steps = recurring && figures.length > 0 ? stepsBeyond(figures.at(-1) as Decimal, decimal(recurring), before, now) : [];
  const found = [...figures, ...steps].filter((figure) => figure.gt(before) && figure.lte(now));
  return found
    .map((figure) => figure.times(sign))
    .sort((a, b) => a.cmp(b))
    .map(text);
}

/** Returns the figures that are no more passed: the balance has risen above them again, or the usage fallen below. */
export function recovered({ direction, thresholds }: Alert, previous: string, current: string): string[] {
  const [before, now] = [decimal(previous), decimal(current)];
  const isBeyond = (value: Decimal, figure: Decimal) => (direction === 'increasing' ? value.gte(figure) : value.lte(figure));
  const found = thresholds.map(decimal).filter((figure) => isBeyond(before, figure) && !isBeyond(now, figure));
  return found.sort((a, b) => a.cmp(b)).map(text);
}

function stepsBeyond(last: Decimal, step: Decimal, before: Decimal, now: Decimal): Decimal[] {
  if (!isPositive(step) || now.lte(last)) return [];
  const count = (to: Decimal) => round(divide(to.minus(last), step), 0, 'floor');
  const end = count(now);
  const room = decimal(String(STEPS_MAX));
  const first = before.gt(last) ? count(before) : decimal('0');
  let n = end.minus(first).gt(room) ? end.minus(room) : first;
  const steps: Decimal[] = [];
  for (; n.lte(end); n = n.plus(decimal('1'))) if (isPositive(n)) steps.push(sum([last, n.times(step)]));
  return steps;
}
