'use client';

import { z } from 'zod';
import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { toast } from '@/components/ui/toast';
import { searchEvents } from '@/lib/api/metering/event-life';
import { listEventRejections, REPLAYS_MAX, replayEventRejections } from '@/lib/api/metering/event-voids';
import { listEvents } from '@/lib/api/metering/events';

const Ending = z.strictObject({ ending: z.string().min(1).max(40) });

interface Props {
  total: number;
  filter: { code?: string | undefined; subject?: string | undefined };
  onClose: () => void;
}

/** All refused events of a filter at once: what will happen to how many, and the ending that taken ids get. */
export function ReplayAll({ total, filter, onClose }: Props) {
  const replay = useApiMutation(replayEventRejections, [listEventRejections, listEvents, searchEvents]);
  const form = useRequestForm<{ ending: string }, { ending: string }>({
    defaultValues: { ending: '-2' },
    request: ({ ending }) => ({ ending: ending.trim() }),
    schema: Ending,
  });
  const count = Math.min(total, REPLAYS_MAX);
  return (
    <FormDialog
      form={form}
      size="sm"
      title={count === 1 ? 'Count it anyway?' : `Count all ${count.toLocaleString('en-US')} events?`}
      description="Events refused for their time are stored unchanged. Events with a used ID get a new ID: the old one plus a suffix."
      submit="Send them again"
      onClose={onClose}
      onSaved={onClose}
      onSubmit={async ({ ending }) => {
        const { data } = await replay.mutateAsync({ body: { filter, ending } });
        toast.success(`${data.stored.toLocaleString('en-US')} ${data.stored === 1 ? 'event is' : 'events are'} stored and count`, {
          ...(data.left > 0 && {
            detail: `${data.left.toLocaleString('en-US')} are left: their IDs with this suffix are used too, or there were more.`,
          }),
        });
      }}
    >
      <TextField<{ ending: string }> name="ending" label="Suffix for used IDs" required input={{ mono: true, autoFocus: true }} />
    </FormDialog>
  );
}
