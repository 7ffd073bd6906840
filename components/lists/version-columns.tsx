import { StatusBadge } from '@/components/ui/badge';
import { KeyText } from '@/components/ui/copy';
import { Unknown } from '@/components/ui/numbers';
import type { Column } from '@/components/ui/table-column';
import { Ago, Day } from '@/components/ui/time';
import type { PlanByKey } from '@/lib/api/catalog/version-lists';
import type { Plan } from '@/lib/catalog/plan';

/** All versions of one plan or add-on, led by the one that matters most. */
export type VersionedRow<T> = Omit<PlanByKey, 'lead'> & { lead: T };
type Versioned = Pick<Plan, 'name' | 'version' | 'effectiveFrom'>;

/** The statuses of what is sold in versions, as a list filters by them. */
export const VERSION_STATUSES = [
  { value: 'active', label: 'Active' },
  { value: 'scheduled', label: 'Scheduled' },
  { value: 'draft', label: 'Draft' },
  { value: 'archived', label: 'Archived' },
] as const;

/** The columns of a list of what is sold in versions. `noun` heads the first; `own` is the one that only this list has. */
export function versionColumns<T extends Versioned>(options: {
  noun: string;
  nameWidth: string;
  timeZone: string;
  priceOf: (lead: T) => string;
  own: Column<VersionedRow<T>>;
}): readonly Column<VersionedRow<T>>[] {
  const { noun, nameWidth, timeZone, priceOf, own } = options;
  return [
    {
      id: 'name',
      header: noun,
      width: nameWidth,
      sortable: true,
      cell: ({ lead, key }) => (
        <span className="flex min-w-0 flex-col">
          <span className="line-clamp-2 break-words">{lead.name}</span>
          <KeyText value={key} plain className="font-normal" />
        </span>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      width: '15rem',
      sortable: true,
      cell: Statuses,
    },
    {
      id: 'price',
      header: 'Price',
      belowName: true,
      cell: ({ lead }) => <span className="line-clamp-2 text-pretty text-muted">{priceOf(lead)}</span>,
    },
    own,
    {
      id: 'from',
      header: 'Available from',
      width: '7rem',
      hideBelow: 'wide',
      sortable: true,
      cell: ({ lead }) =>
        lead.effectiveFrom ? (
          <span className="text-muted">
            <Day at={lead.effectiveFrom} timeZone={timeZone} />
          </span>
        ) : (
          <Unknown reason="No version was published or scheduled." />
        ),
    },
    {
      id: 'updated',
      header: 'Updated',
      width: '8.5rem',
      hideBelow: 'nav',
      sortable: true,
      cell: ({ updatedAt }) => (
        <span className="text-muted">
          <Ago at={updatedAt} timeZone={timeZone} />
        </span>
      ),
    },
  ];
}

/** Shows the status of the version that leads, and of a draft or a scheduled version beside it. */
function Statuses<T extends Versioned>({ lead, status, draft, scheduled }: VersionedRow<T>) {
  return (
    <span className="flex flex-wrap gap-1">
      <StatusBadge status={status}>
        {VERSION_STATUSES.find(({ value }) => value === status)?.label} v{lead.version}
      </StatusBadge>
      {scheduled && status !== 'scheduled' && <StatusBadge status="scheduled">Scheduled v{scheduled.version}</StatusBadge>}
      {draft && status !== 'draft' && <StatusBadge status="draft">Draft v{draft.version}</StatusBadge>}
    </span>
  );
}
