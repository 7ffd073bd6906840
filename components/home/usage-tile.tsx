import Link from 'next/link';
import { Delta, Quantity } from '@/components/ui/numbers';
import { Sparkline } from '@/components/ui/sparkline';
import { changeBetween } from '@/components/usage/usage-series';
import type { MeterUsage } from '@/lib/api/metering/usage-overview';

/** Shows what a meter counted in the last thirty days, against the thirty before, and its course up to yesterday. Opens the meter. */
export function UsageTile({ usage: { meter, total, previous, days } }: { usage: MeterUsage }) {
  const change = total !== null && previous !== null ? changeBetween(total, previous) : null;
  return (
    <Link
      href={`/meters/${meter.id}`}
      className="group flex min-w-0 flex-col gap-2 rounded-md border border-border p-4 transition-colors hover:bg-surface"
    >
      <span className="truncate font-medium">{meter.name}</span>
      <span className="flex h-9 items-end justify-between gap-3">
        <span className="num truncate font-medium text-2xl">
          <Quantity value={total} unknown="No usage in the last 30 days." />
        </span>
        <span className="shrink-0 text-muted">
          <Sparkline className="h-8 w-24" values={days.slice(0, -1).map(({ value }) => value)} />
        </span>
      </span>
      <span className="h-5 truncate text-sm">
        {change ? (
          <Delta value={change.difference} percent={change.percent} moreIs={null} />
        ) : (
          <span className="text-muted">No usage in the 30 days before</span>
        )}
      </span>
    </Link>
  );
}
