import { BellRing } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { Day, DayRange } from '@/components/ui/calendar';
import { Delta, Quantity } from '@/components/ui/numbers';
import { TextLink } from '@/components/ui/text-link';
import type { MeterUsage } from '@/lib/api/metering/usage-overview';
import { speaksForAll } from './aggregation';
import { MarkedCourse } from './marked-course';
import { changeBetween } from './usage-series';
import { KINDS, quietWords } from './usage-words';

/** One meter: its figure, the change, its days, and what is unusual about it. */
export function MeterTile({ usage, range, today }: { usage: MeterUsage; range: DayRange; today: Day }) {
  const { meter, total, previous, anomalies, silence } = usage;
  const speaks = speaksForAll(meter.aggregation);
  const change = total !== null && previous !== null ? changeBetween(total, previous) : null;
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-md border border-border p-4">
      <div className="flex min-w-0 flex-col gap-0.5">
        <div className="flex items-center justify-between gap-2">
          <h3 className="min-w-0 truncate">
            <TextLink quiet href={`/meters/${meter.id}?from=${range.from}&to=${range.to}`} className="font-medium">
              {meter.name}
            </TextLink>
          </h3>
          {speaks && anomalies.length > 0 ? (
            <Badge tone="warning">
              {anomalies.length} unusual {anomalies.length === 1 ? 'day' : 'days'}
            </Badge>
          ) : (
            <span className="text-faint text-sm">{KINDS.find(({ kind }) => kind === usage.kind)?.title}</span>
          )}
        </div>
        <div className="flex min-h-14 flex-col">
          <span className="num font-medium text-2xl">
            <Quantity
              value={speaks ? total : null}
              unknown={speaks ? 'No usage in this range.' : 'This meter has no total over all customers.'}
            />
          </span>
          {!speaks ? (
            <span className="text-muted text-sm">See each customer below</span>
          ) : change ? (
            <Delta value={change.difference} percent={change.percent} moreIs={null} className="text-sm" />
          ) : (
            <span className="text-muted text-sm">{total === null ? 'No usage' : 'No usage in the period before'}</span>
          )}
        </div>
      </div>
      <div className="mt-auto">{speaks && <MarkedCourse {...usage} today={today} />}</div>
      {silence?.isUnusual && (
        <p className="flex items-start gap-1.5 text-sm text-warning">
          <BellRing className="mt-0.5 size-3.5" />
          No events for {quietWords(silence.minutes)}
        </p>
      )}
    </li>
  );
}
