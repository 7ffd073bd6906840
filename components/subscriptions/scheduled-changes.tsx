'use client';

import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { Day } from '@/components/ui/time';
import { cancelScheduledChange } from '@/lib/api/subscription/acts';
import type { ScheduledChange, SubscriptionState } from '@/lib/api/subscription/state';
import { ActDialog } from './act-dialog';

/** Lists what was decided and has not taken effect; each can be taken back. Shows nothing when there is none. */
export function ScheduledChanges({ state, revision }: { state: SubscriptionState; revision: number | undefined }) {
  const { timeZone } = useViewer().workspace;
  const mayWrite = useMay('subscriptions:write');
  const [taking, setTaking] = useState<ScheduledChange | null>(null);
  if (state.scheduledChanges.length === 0) return null;
  return (
    <Section title="Scheduled changes">
      <ul className="flex flex-col divide-y divide-border border-border border-y">
        {state.scheduledChanges.map((change) => (
          <li key={change.id} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <CalendarClock aria-hidden="true" className="size-4 text-muted" />
            <span className="font-medium">
              <Day at={change.at} timeZone={timeZone} />
            </span>
            <span className="min-w-0 flex-1">{change.sentence}</span>
            <span className="text-muted text-sm">by {change.actorName}</span>
            {mayWrite && (
              <Button size="sm" onClick={() => setTaking(change)}>
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
      {taking && (
        <ActDialog
          title="Take back this change?"
          description={taking.sentence}
          verb="Take back"
          act={cancelScheduledChange}
          request={{ params: { subscriptionId: state.subscription.id, changeId: taking.id } }}
          revision={revision}
          incomplete=""
          done="The change was taken back."
          onClose={() => setTaking(null)}
        />
      )}
    </Section>
  );
}
