'use client';

import clsx from 'clsx';
import { type ReactNode, useMemo, useState } from 'react';
import { useCustomerNames } from '@/components/lists/customer-names';
import { Badge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { lazy } from '@/components/ui/lazy';
import type { Column } from '@/components/ui/table-column';
import { TextLink } from '@/components/ui/text-link';
import { Ago } from '@/components/ui/time';
import type { MeteringIngestedEvent } from '@/lib/metering/event';
import { isVoided } from './event-standing';

const EventSheet = lazy(() => import('./event-sheet').then((module) => module.EventSheet));

interface Props {
  label: string;
  events: readonly MeteringIngestedEvent[] | undefined;
  timeZone: string;
  /** Left out where all are of one customer, or of one type. */
  without?: readonly ('customer' | 'type')[];
  /** Which of its two times stands first; rows come in the order of it. */
  order?: 'received' | 'happened';
  empty: ReactNode;
  error?: unknown;
  onRetry?: () => void;
  onClearFilters?: () => void;
  stale?: boolean;
  skeletonRows?: number;
}

const eventKey = ({ event }: MeteringIngestedEvent): string => `${event.source} ${event.id}`;

/** Events as rows, newest first; one opens to all there is to know about it. */
export function EventTable({ events, timeZone, without = [], order = 'happened', ...table }: Props) {
  const names = useCustomerNames(!without.includes('customer'));
  const [open, setOpen] = useState<MeteringIngestedEvent | null>(null);
  const columns = useMemo(
    () => eventColumns(timeZone, names, order).filter(({ id }) => !without.some((left) => left === id)),
    [timeZone, names, without, order],
  );
  return (
    <>
      <DataTable
        dense
        columns={columns}
        rows={events}
        rowKey={eventKey}
        rowName={({ event }) => `event ${event.id}`}
        onRowOpen={setOpen}
        {...table}
      />
      {open && <EventSheet event={open} timeZone={timeZone} onClose={() => setOpen(null)} />}
    </>
  );
}

function eventColumns(
  timeZone: string,
  names: (id: string) => string | undefined,
  order: 'received' | 'happened',
): readonly Column<MeteringIngestedEvent>[] {
  const happened: Column<MeteringIngestedEvent> = {
    id: 'time',
    header: 'Happened',
    width: '9.5rem',
    cell: ({ event, ingestedAt }) => <Ago at={event.time ?? ingestedAt} timeZone={timeZone} className="whitespace-nowrap font-normal" />,
  };
  const received: Column<MeteringIngestedEvent> = {
    id: 'received',
    header: 'Received',
    width: '9.5rem',
    cell: ({ ingestedAt }) => <Ago at={ingestedAt} timeZone={timeZone} className="whitespace-nowrap font-normal" />,
  };
  return [
    ...(order === 'received' ? [received, { ...happened, hideBelow: 'wide' as const }] : [happened]),
    { id: 'type', header: 'Type', width: '15%', belowName: true, cell: (row) => <Mono of={row}>{row.event.type}</Mono> },
    { id: 'subject', header: 'Subject', width: '15%', cell: (row) => <Mono of={row}>{row.event.subject}</Mono> },
    {
      id: 'customer',
      header: 'Customer',
      width: '17%',
      hideBelow: 'nav',
      cell: ({ customer }) =>
        customer ? (
          <TextLink quiet href={`/customers/${customer.id}`}>
            {names(customer.id) ?? '…'}
          </TextLink>
        ) : (
          <span className="text-muted">Unassigned</span>
        ),
    },
    {
      id: 'data',
      header: 'Data',
      hideBelow: 'nav',
      cell: ({ event, validationErrors }) => (
        <span className="flex items-center gap-2">
          <Standing validationErrors={validationErrors} />
          <span
            className={clsx('block max-w-[42ch] truncate font-mono text-muted text-sm wide:max-w-[60ch]', struck({ validationErrors }))}
          >
            {preview(event.data)}
          </span>
        </span>
      ),
    },
  ];
}

/** Voided events stay readable and are marked. */
const struck = (event: Pick<MeteringIngestedEvent, 'validationErrors'>) => isVoided(event) && 'line-through';

const Mono = ({ of, children }: { of: MeteringIngestedEvent; children: string }) => (
  <span className={clsx('block max-w-[28ch] truncate font-mono text-sm', struck(of))}>{children}</span>
);

/** Whether the event counts: quiet where it does. */
function Standing({ validationErrors }: Pick<MeteringIngestedEvent, 'validationErrors'>) {
  if (!validationErrors?.length) return null;
  if (isVoided({ validationErrors })) return <Badge>Voided</Badge>;
  return <Badge tone="warning">{validationErrors.length === 1 ? 'Not counted' : `Not counted by ${validationErrors.length}`}</Badge>;
}

/** The data of an event in a few words: `tokens 374 · model small`. */
function preview(data: Record<string, unknown> | null | undefined): string {
  return Object.entries(data ?? {})
    .slice(0, 6)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ');
}
