'use client';

import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Ago, Day } from '@/components/ui/time';
import { type HistoryEntry, listSubscriptionHistory } from '@/lib/api/subscription/state';
import { changeSentence } from './change-words';

/** Shows who did what to a subscription and when, with the items before and after. */
export function SubscriptionHistory({ subscriptionId, currency }: { subscriptionId: string; currency: string }) {
  const { timeZone } = useViewer().workspace;
  const history = useApi(listSubscriptionHistory, { params: { subscriptionId } });
  if (history.error) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <Skeleton className="h-40" />;
  if (history.data.data.length === 0)
    return <EmptyState title="Nothing has happened yet">Changes of this subscription appear here.</EmptyState>;
  return (
    <ol className="flex flex-col divide-y divide-border border-border border-y">
      {history.data.data.map((entry) => (
        <Entry key={entry.id} entry={entry} currency={currency} timeZone={timeZone} />
      ))}
    </ol>
  );
}

/** Items up to which an entry shows its changes at once. */
const OPEN_MAX = 3;

function Entry({ entry, currency, timeZone }: { entry: HistoryEntry; currency: string; timeZone: string }) {
  return (
    <li className="flex flex-col gap-1 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium">{entry.sentence}</span>
        {entry.withdrawn && <Badge tone="warning">Taken back by {entry.withdrawn.actorName}</Badge>}
        <span className="ml-auto text-muted text-sm">
          {entry.actor.name}, <Ago at={entry.recordedAt} timeZone={timeZone} />
        </span>
      </div>
      <p className="text-muted text-sm">
        Takes effect <Day at={entry.at} timeZone={timeZone} />
        {entry.note && <>. “{entry.note}”</>}
      </p>
      {entry.changes.length > 0 && (
        <details className="text-sm" open={entry.changes.length <= OPEN_MAX}>
          <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-text">
            {entry.changes.length === 1 ? '1 item' : `${entry.changes.length} items`}
          </summary>
          <ul className="flex flex-col gap-0.5 pt-1 pl-4">
            {entry.changes.map((change) => (
              <li key={`${change.itemId} ${change.kind}`}>{changeSentence(change, currency, timeZone)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
