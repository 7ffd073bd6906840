'use client';

import { Badge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Quantity } from '@/components/ui/numbers';
import { Fact } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { TextLink } from '@/components/ui/text-link';
import type { CompanyImport } from '@/lib/api/subscription/company-imports';

type Note = CompanyImport['notes'][number];

const COLUMNS: readonly Column<Note>[] = [
  { id: 'subject', header: 'Part', width: '26%', cell: ({ subject }) => <span className="font-mono text-sm">{subject}</span> },
  {
    id: 'effect',
    header: 'Effect',
    width: '7rem',
    cell: ({ effect }) => <Badge tone={effect === 'lost' ? 'critical' : 'warning'}>{effect === 'lost' ? 'Not carried' : 'Changes'}</Badge>,
  },
  { id: 'message', header: 'Reason', cell: ({ message }) => <span className="whitespace-normal">{message}</span> },
  { id: 'line', header: 'Line', width: '5rem', align: 'right', hideBelow: 'nav', cell: ({ line }) => line?.toLocaleString('en') },
];

/** Shows what a file comes to: how many of each, the plans it makes, and what could not be carried. */
export function ImportReport({ report }: { report: CompanyImport }) {
  const { applied, plans, meters, features, customers, subscriptions, notes, moreNotes } = report;
  return (
    <div className="flex flex-col gap-4">
      <p className="font-medium">
        {applied ? 'Brought. ' : 'Nothing has changed yet. '}
        {applied && <TextLink href="/subscriptions">Open subscriptions</TextLink>}
      </p>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        <Fact label={`Customers${customers.known > 0 ? ` (${customers.known} known)` : ''}`}>
          <Quantity value={String(customers.made)} />
        </Fact>
        <Fact label={`Subscriptions${subscriptions.known > 0 ? ` (${subscriptions.known} known)` : ''}`}>
          <Quantity value={String(subscriptions.made)} />
        </Fact>
        <Fact label="Features">
          <Quantity value={String(features)} />
        </Fact>
        <Fact label="Meters">
          <Quantity value={String(meters)} />
        </Fact>
      </dl>
      {plans.length > 0 && (
        <ul className="flex flex-col gap-1">
          {plans.map(({ key, name, subscriptions: count }) => (
            <li key={key}>
              {name}: <span className="num">{count.toLocaleString('en')}</span> {count === 1 ? 'subscription' : 'subscriptions'}
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <DataTable
          label="Parts that change or are not carried"
          columns={COLUMNS}
          rows={notes}
          rowKey={({ subject, message, line }) => `${line ?? ''} ${subject} ${message}`}
          rowName={({ subject }) => subject}
          empty={<EmptyState title="Everything is carried">Nothing is lost or changed.</EmptyState>}
        />
      )}
      {moreNotes !== undefined && <p className="text-muted">And {moreNotes.toLocaleString('en')} more.</p>}
    </div>
  );
}
