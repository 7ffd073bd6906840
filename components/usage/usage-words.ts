import type { MeterUsage } from '@/lib/api/metering/usage-overview';

/** "1 hour 20 minutes", "3 days 4 hours": the two largest units that say something. */
export function quietWords(minutes: number): string {
  const parts: [number, string][] = [
    [Math.floor(minutes / 1440), 'day'],
    [Math.floor((minutes % 1440) / 60), 'hour'],
    [minutes % 60, 'minute'],
  ];
  const said = parts.filter(([n]) => n > 0).slice(0, 2);
  if (said.length === 0) return 'less than a minute';
  return said.map(([n, unit]) => `${n} ${unit}${n === 1 ? '' : 's'}`).join(' ');
}

/** The kinds of meters in the order in which they are shown. */
export const KINDS = [
  { kind: 'ai', title: 'AI' },
  { kind: 'api', title: 'API' },
  { kind: 'other', title: 'Other' },
] as const;

/** Meters of a kind, those with usage first. */
export const metersOf = (meters: readonly MeterUsage[], kind: MeterUsage['kind']): readonly MeterUsage[] =>
  meters.filter((meter) => meter.kind === kind).sort((a, b) => Number(a.total === null) - Number(b.total === null));
