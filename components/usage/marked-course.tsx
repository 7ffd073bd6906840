import clsx from 'clsx';
import { dayWords } from '@/components/ui/calendar';
import { compactWords, exactWords } from '@/components/ui/series';
import type { MeterUsage } from '@/lib/api/metering/usage-overview';

const HEIGHT = 56;

/** A meter's days as bars in the size of a card, the days that stand out in another colour; null is a gap. The same as a list for those who do not see it. */
export function MarkedCourse({ days, anomalies }: Pick<MeterUsage, 'days' | 'anomalies'>) {
  const marked = new Map(anomalies.map((anomaly) => [anomaly.day, anomaly]));
  const most = Math.max(0, ...days.map(({ value }) => Number(value ?? 0)));
  return (
    <>
      <div aria-hidden="true" className="flex items-end gap-px" style={{ height: HEIGHT }}>
        {days.map(({ day, value }) => (
          <span
            key={day}
            title={`${dayWords(day)}: ${value === null ? 'not known' : exactWords(value, {})}`}
            className={clsx('min-w-px flex-1 rounded-t-xs', marked.has(day) ? 'bg-warning' : 'bg-chart-1/70')}
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
