export type DurationUnit = 'hour' | 'day' | 'week' | 'month' | 'year';
export type SimpleDuration = { count: number; unit: DurationUnit };

const LETTERS: Record<string, DurationUnit> = { D: 'day', W: 'week', M: 'month', Y: 'year' };

/** An ISO 8601 duration of one unit: P3M is 3 months, PT1H an hour. Null for the empty text and for those of several units (P1Y6M). */
export function simpleDuration(iso: string): SimpleDuration | null {
  const hours = /^PT(\d{1,4})H$/.exec(iso);
  if (hours) return { count: Number(hours[1]), unit: 'hour' };
  const match = /^P(\d{1,4})([DWMY])$/.exec(iso);
  const unit = match?.[2] && LETTERS[match[2]];
  return match && unit ? { count: Number(match[1]), unit } : null;
}

export function isoDuration({ count, unit }: SimpleDuration): string {
  return unit === 'hour' ? `PT${count}H` : `P${count}${unit[0]?.toUpperCase()}`;
}

/** "P1M" → "1 month", "P3M" → "3 months"; what is not of one unit stays as written. */
export function durationWords(iso: string): string {
  const simple = simpleDuration(iso);
  return simple ? `${simple.count} ${simple.unit}${simple.count === 1 ? '' : 's'}` : iso;
}

const ADVERBS: Record<string, string> = {
  PT1H: 'hourly',
  P1D: 'daily',
  P1W: 'weekly',
  P1M: 'monthly',
  P3M: 'quarterly',
  P6M: 'half-yearly',
  P1Y: 'yearly',
};

/** Returns a cadence in words: "P1M" → "monthly", "P2M" → "every 2 months". */
export function cadenceWords(iso: string): string {
  return ADVERBS[iso] ?? `every ${durationWords(iso)}`;
}
