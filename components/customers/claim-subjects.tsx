'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call, refresh, useApi } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { createCustomer, listCustomers } from '@/lib/api/metering/customers';
import { listEvents } from '@/lib/api/metering/events';
import { NEWEST_EVENTS, unclaimedSubjects } from './unclaimed';

const plural = (n: number) => `${n} ${n === 1 ? 'customer' : 'customers'}`;

/** Makes a customer of each chosen subject that usage has arrived for but nobody owns; the subject becomes key and name. */
export function ClaimSubjects({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const events = useApi(listEvents, NEWEST_EVENTS, { staleTime: 0 });
  const subjects = useMemo(() => events.data && unclaimedSubjects(events.data.data), [events.data]);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState<number | null>(null);
  const [failed, setFailed] = useState<{ subject: string; error: unknown } | null>(null);
  const chosen = subjects?.filter(({ subject }) => picked.has(subject)) ?? [];
  const busy = made !== null;

  const create = async () => {
    setFailed(null);
    let count = 0;
    for (const { subject } of chosen) {
      setMade(count);
      try {
        await call(createCustomer, { body: { key: subject, name: subject } });
        count++;
      } catch (error) {
        setFailed({ subject, error });
        break;
      }
    }
    setMade(null);
    await refresh(client, [listCustomers, listEvents]);
    if (count > 0) toast.success(`${plural(count)} created`);
    if (count === chosen.length) onClose();
  };
  const toggle = (subject: string, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(subject);
    else next.delete(subject);
    setPicked(next);
  };

  return (
    <Dialog
      open
      busy={busy}
      onOpenChange={(open) => !open && onClose()}
      title="Create customers from usage"
      description="Unassigned subjects in the newest 1,000 events. Each one you choose becomes a customer; earlier usage is included."
      footer={
        <>
          {busy && <span className="num mr-auto text-muted">{`${made} of ${chosen.length}`}</span>}
          <Button variant="ghost" disabled={busy} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" loading={busy} disabled={chosen.length === 0} onClick={create}>
            {chosen.length === 0 ? 'Create customers' : `Create ${plural(chosen.length)}`}
          </Button>
        </>
      }
    >
      {failed && (
        <div className="mb-3 rounded-md bg-critical-soft">
          <p className="px-3 pt-3 text-critical">It stopped at {failed.subject}. Earlier ones are created.</p>
          <ErrorState compact error={failed.error} />
        </div>
      )}
      {events.error ? (
        <ErrorState compact error={events.error} onRetry={() => void events.refetch()} />
      ) : !subjects ? (
        <Skeleton className="h-60" />
      ) : subjects.length === 0 ? (
        <EmptyState title="All recent usage has a customer">There is no subject without a customer.</EmptyState>
      ) : (
        <>
          <div className="mb-1 flex h-8 items-center border-border border-b">
            <Checkbox
              checked={chosen.length === subjects.length}
              disabled={busy}
              onCheckedChange={(on) => setPicked(new Set(on ? subjects.map(({ subject }) => subject) : []))}
            >
              All {subjects.length.toLocaleString('en-US')} subjects
            </Checkbox>
          </div>
          <ul className="grid gap-x-6 sm:grid-cols-2">
            {subjects.map(({ subject, events: count }) => (
              <li key={subject} className="flex h-8 items-center justify-between gap-3">
                <Checkbox checked={picked.has(subject)} disabled={busy} onCheckedChange={(on) => toggle(subject, on)}>
                  <span className="truncate font-mono text-sm leading-5">{subject}</span>
                </Checkbox>
                <span className="num shrink-0 text-muted text-sm">{count === 1 ? '1 event' : `${count} events`}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
