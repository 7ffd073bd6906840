import Link from 'next/link';
import { Quantity } from '@/components/ui/numbers';
import type { PreviewInvoice } from '@/lib/api/previews';

/** The question to the meter that a line's quantity is the answer to, and the way to the events behind it. */
export function UsageBehind({ usage, customerId }: { usage: PreviewInvoice['usage'][number]; customerId: string }) {
  const search = new URLSearchParams({ customer: customerId, from: usage.period.from, to: usage.period.to });
  return (
    <span>
      <Quantity value={usage.quantity} /> metered by{' '}
      <Link href={`/meters/${usage.meterId}`} className="text-accent-text hover:underline">
        {usage.meterKey}
      </Link>{' '}
      ·{' '}
      <Link href={`/events?${search}`} className="text-accent-text hover:underline">
        see the events
      </Link>
    </span>
  );
}
