import clsx from 'clsx';
import { type Day, dayWords } from '@/components/ui/calendar';
import { compactWords, exactWords } from '@/components/ui/series';
import type { MeterUsage } from '@/lib/api/metering/usage-overview';

const HEIGHT = 56;

/** Draws a meter's days as bars: unusual days in another colour, today pale because it is not over; null is a gap. Says the same in words for screen readers. */
export function MarkedCourse({ days, anomalies, today }: Pick<MeterUsage, 'days' | 'anomalies'> & { today: Day }) {
  const marked = new Map(anomalies.map((anomaly) => [anomaly.day, anomaly]));
  const most = Math.max(0, ...days.map(({ value }) => Number(value ?? 0)));
  return (
    <>
      <div aria-hidden="true" className="flex items-end gap-px" style={{ height: HEIGHT }}>
        {days.map(({ day, value }) => (
          <span
            key={day}
            title={`${dayWords(day)}${day >= today ? ' so far' : ''}: ${value === null ? 'not known' : exactWords(value, {})}`}
            className={clsx(
              'min-w-px flex-1 rounded-t-xs',
              marked.has(day) ? 'bg-warning' : day >= today ? 'bg-chart-1/30' : 'bg-chart-1/70',
            )}
            style={{ height: value === null || most <= 0 ? 0 : Math.max(1, (Math.max(0, Number(value)) / most) * HEIGHT) }}
          />
        ))}
      </div>
      <span className="sr-only">
        {days.length} days, most {compactWords(most)}.
        {anomalies.map((a) => ` ${dayWords(a.day)} stands out with ${exactWords(a.value, {})}.`)}
      </span>
    </>
  );
}
