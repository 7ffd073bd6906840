'use client';

import Link from 'next/link';
import { countedSearch } from '@/components/events/counted';
import { useViewer } from '@/components/shell/viewer';
import { dayIn } from '@/components/ui/day-instant';
import { Quantity } from '@/components/ui/numbers';
import type { PreviewInvoice } from '@/lib/api/rating/previews';

/** The question to the meter that a line's quantity is the answer to, and the way to the events behind it. */
export function UsageBehind({ usage, customerId }: { usage: PreviewInvoice['usage'][number]; customerId: string }) {
  const { timeZone } = useViewer().workspace;
  const [from, to] = [usage.period.from, usage.period.to].map((instant) => dayIn(instant, timeZone)) as [string, string];
  const days = new URLSearchParams({ from, to });
  return (
    <span>
      <Quantity value={usage.quantity} /> metered by{' '}
      <Link href={`/meters/${usage.meterId}?${days}`} className="text-accent-text hover:underline">
        {usage.meterKey}
      </Link>{' '}
      ·{' '}
      <Link href={`/events?${countedSearch(usage, customerId)}`} className="text-accent-text hover:underline">
        see the events
      </Link>
    </span>
  );
}
