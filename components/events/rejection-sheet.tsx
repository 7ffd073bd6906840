'use client';

import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { JsonView } from '@/components/ui/code-block';
import { Sheet } from '@/components/ui/dialog';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { searchEvents } from '@/lib/api/metering/event-life';
import { type EventRejection, listEventRejections, replayEventRejection } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';

interface Props {
  rejection: EventRejection;
  timeZone: string;
  onClose: () => void;
}

/** A refused event: why, how often, all of it as it was sent, and how it can count after all. */
export function RejectionSheet({ rejection, timeZone, onClose }: Props) {
  const mayWrite = useMay('events:write');
  const [replaying, setReplaying] = useState(false);
  const { event } = rejection;
  if (replaying) return <Replay rejection={rejection} onClose={() => setReplaying(false)} onSaved={onClose} />;
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={<span className="break-all font-mono text-md">{event.id}</span>}
      description={
        <>
          Refused {rejection.times === 1 ? 'once' : `${rejection.times} times`}, last <Ago at={rejection.lastAt} timeZone={timeZone} />.
        </>
      }
      footer={
        mayWrite &&
        !rejection.resolvedAt && (
          <Button variant="primary" onClick={() => setReplaying(true)}>
            {isTaken(rejection) ? 'Count with a new ID' : 'Count anyway'}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        <p className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-warning">
          <TriangleAlert />
          <span>{rejection.message}</span>
        </p>
        <p>
          <TextLink href={`/events?subject=${encodeURIComponent(event.subject)}`}>Accepted events of {event.subject}</TextLink>
        </p>
        <JsonView label="The event as it was sent" value={event} />
      </div>
    </Sheet>
  );
}

/** Refused for its id, which another event has; otherwise for its time. */
const isTaken = ({ code }: EventRejection): boolean => code === 'event_conflict';

const ReplayRequest = z.strictObject({ id: z.string().min(1).max(400) });

function Replay({ rejection, onClose, onSaved }: { rejection: EventRejection; onClose: () => void; onSaved: () => void }) {
  const taken = isTaken(rejection);
  const replay = useApiMutation(replayEventRejection, [listEventRejections, listEvents, searchEvents]);
  const form = useRequestForm<{ id: string }, { id: string }>({
    defaultValues: { id: taken ? `${rejection.event.id}-2` : rejection.event.id },
    request: ({ id }) => ({ id: id.trim() }),
    schema: ReplayRequest,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title={taken ? 'Count with a new ID' : 'Count anyway'}
      description={
        taken
          ? 'If both events happened, give this one a new ID. The accepted event stays.'
          : 'It counts in the period of its time. To correct the time, send it again from its source.'
      }
      submit="Send it again"
      onClose={onClose}
      onSaved={onSaved}
      onSubmit={async (body) => {
        await replay.mutateAsync({ params: { rejectionId: rejection.id }, body });
        toast.success(`Event ${body.id} is stored and counts`);
      }}
    >
      <TextField<{ id: string }> name="id" label={taken ? 'New id' : 'Id'} required input={{ mono: true, autoFocus: true }} />
    </FormDialog>
  );
}
