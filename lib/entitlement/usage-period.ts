import { addDuration, approximateSeconds, compareInstants, END_OF_TIME, epochSeconds, type Instant, type Period } from '@/lib/time';

/** Rule by which usage periods follow each other from an instant on: from the start of measuring, and from each reset by hand. */
export interface PeriodRule {
  at: Instant;
  /** Periods end at `anchor + n × interval`. */
  anchor: Instant;
  /** ISO duration. */
  interval: string;
}

/** A reset by hand. Without `retainAnchor` periods are counted from it. */
export interface Reset {
  at: Instant;
  retainAnchor: boolean;
  /** Overage is taken along; as the entitlement says when null. */
  preserveOverage: boolean | null;
}

/** Returns the rules of an entitlement, in order: that of its start, and one for each reset. */
export function periodRules(start: PeriodRule, resets: readonly Reset[]): PeriodRule[] {
  const rules = [start];
  for (const { at, retainAnchor } of [...resets].sort((a, b) => compareInstants(a.at, b.at))) {
    const { anchor, interval } = rules.at(-1) ?? start;
    rules.push({ at, anchor: retainAnchor ? anchor : at, interval });
  }
  return rules;
}

/** Returns the usage period an instant lies in. Before the first there is none, and the first is returned. */
export function usagePeriodAt(rules: readonly PeriodRule[], at: Instant, timeZone: string): Period {
  const [first] = rules;
  if (!first) throw new Error('an entitlement without a usage period');
  let place = rules.findLastIndex((rule) => compareInstants(rule.at, at) <= 0);
  if (place < 0) place = 0;
  const rule = rules[place] ?? first;
  const start = compareInstants(at, rule.at) < 0 ? rule.at : at;
  const n = boundariesThrough(rule, start, timeZone);
  const before = addDuration(rule.anchor, rule.interval, n, timeZone);
  const next = addDuration(rule.anchor, rule.interval, n + 1, timeZone);
  const cut = rules[place + 1]?.at;
  return {
    from: compareInstants(before, rule.at) > 0 ? before : rule.at,
    to: cut !== undefined && compareInstants(cut, next) < 0 ? cut : next,
  };
}

/** Returns the n of the last boundary that is not after an instant. */
function boundariesThrough({ anchor, interval }: PeriodRule, at: Instant, timeZone: string): number {
  let n = Math.floor((epochSeconds(at) - epochSeconds(anchor)) / approximateSeconds(interval));
  while (compareInstants(addDuration(anchor, interval, n, timeZone), at) > 0) n--;
  while (compareInstants(addDuration(anchor, interval, n + 1, timeZone), at) <= 0) n++;
  return n;
}

/** Returns every instant in `[from, to]` at which a usage period begins: the start of measuring, boundaries, and resets by hand, each once. */
export function periodStarts(rules: readonly PeriodRule[], from: Instant, to: Instant, timeZone: string): Instant[] {
  const [first] = rules;
  if (!first || compareInstants(to, first.at) < 0) return [];
  const starts: Instant[] = [];
  let at = compareInstants(from, first.at) > 0 ? from : first.at;
  while (compareInstants(at, to) <= 0) {
    const period = usagePeriodAt(rules, at, timeZone);
    if (compareInstants(period.from, from) >= 0) starts.push(period.from);
    if (period.to === END_OF_TIME) break;
    at = period.to;
  }
  return starts;
}
