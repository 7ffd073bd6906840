'use client';

import { BellRing } from 'lucide-react';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { listUsageSenders } from '@/lib/api/metering/usage-senders';
import { QuietSender } from './quiet-sender';

export const SOURCES = { query: { kind: 'source' } } as const;
const LIVE_MS = 60_000;

/** Above a list: regular sources that fell silent. Nothing where all of them are heard of. */
export function QuietSources() {
  const { timeZone } = useViewer().workspace;
  const senders = useApi(listUsageSenders, SOURCES, { refetchInterval: LIVE_MS });
  const quiet = senders.data?.data.filter(({ silence }) => silence.isUnusual) ?? [];
  if (quiet.length === 0) return null;
  return (
    <section aria-label="Silent sources" className="flex items-start gap-2 rounded-md border border-border px-3 py-2">
      <BellRing className="mt-1 text-warning" />
      <ul className="flex min-w-0 flex-col gap-1">
        {quiet.map((sender) => (
          <QuietSender key={sender.name} sender={sender} timeZone={timeZone} />
        ))}
      </ul>
    </section>
  );
}
