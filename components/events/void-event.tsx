'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { LongTextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { toast } from '@/components/ui/toast';
import { getEventLife, searchEvents } from '@/lib/api/metering/event-life';
import { CreateEventVoidRequest, createEventVoid } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';
import { queryMeter } from '@/lib/api/metering/meter-query';
import type { MeteringEvent } from '@/lib/metering/event';

/** Takes an event out of every count, with the reason; it stays visible. */
export function VoidEvent({ event, onClose, onVoided }: { event: MeteringEvent; onClose: () => void; onVoided: () => void }) {
  const create = useApiMutation(createEventVoid, [listEvents, searchEvents, getEventLife, queryMeter]);
  const form = useRequestForm<{ reason: string }, CreateEventVoidRequest>({
    defaultValues: { reason: '' },
    request: ({ reason }) => ({ reason: reason.trim(), selection: { events: [{ source: event.source, id: event.id }] } }),
    schema: CreateEventVoidRequest,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title="Void this event?"
      description="It stays visible but no longer counts. This cannot be undone; to count it, send it with a new ID."
      submit="Void event"
      onClose={onClose}
      onSaved={onVoided}
      onSubmit={async (body) => {
        await create.mutateAsync({ body });
        toast.success('The event is voided');
      }}
    >
      <LongTextField<{ reason: string }> name="reason" label="Reason" required hint="Kept with it, and in the audit log." />
    </FormDialog>
  );
}
