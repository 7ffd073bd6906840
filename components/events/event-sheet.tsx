'use client';

import { type ReactNode, useState } from 'react';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { JsonView } from '@/components/ui/code-block';
import { KeyText } from '@/components/ui/copy';
import { Sheet } from '@/components/ui/dialog';
import { exactText } from '@/components/ui/time-text';
import type { MeteringIngestedEvent } from '@/lib/metering/event';
import { EventLife } from './event-life';
import { isVoided } from './event-standing';
import { VoidEvent } from './void-event';

interface Props {
  event: MeteringIngestedEvent;
  timeZone: string;
  onClose: () => void;
}

/** One event: its names, its life from arrival to bill, and all of it as it was sent. */
export function EventSheet({ event: stored, timeZone, onClose }: Props) {
  const { event, ingestedAt } = stored;
  const mayWrite = useMay('events:write');
  const [voiding, setVoiding] = useState(false);
  if (voiding) return <VoidEvent event={event} onClose={() => setVoiding(false)} onVoided={onClose} />;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={<span className="font-mono text-md">{event.type}</span>}
      description={exactText(event.time ?? ingestedAt, timeZone)}
      footer={
        mayWrite &&
        !isVoided(stored) && (
          <Button variant="ghost" onClick={() => setVoiding(true)}>
            Void this event
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          <Item label="Subject">
            <KeyText value={event.subject} />
          </Item>
          <Item label="Source">
            <KeyText value={event.source} />
          </Item>
          <Item label="Id">
            <KeyText value={event.id} />
          </Item>
        </dl>
        <EventLife event={event} timeZone={timeZone} />
        <JsonView label="The event" value={event} />
      </div>
    </Sheet>
  );
}

function Item({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
