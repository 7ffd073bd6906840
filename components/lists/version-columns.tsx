import type { VersionedRow } from '@/components/catalog/plan-rows';
import { StatusBadge } from '@/components/ui/badge';
import { KeyText } from '@/components/ui/copy';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import type { Plan } from '@/lib/catalog/plan';

type Versioned = Pick<Plan, 'key' | 'name' | 'version' | 'status' | 'updatedAt'>;

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
      compare: (a, b) => a.lead.name.localeCompare(b.lead.name),
      cell: ({ lead, key }) => (
        <span className="flex min-w-0 flex-col">
          <span className="truncate">{lead.name}</span>
          <KeyText value={key} plain className="font-normal" />
        </span>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      width: '15rem',
      compare: (a, b) => a.lead.status.localeCompare(b.lead.status),
      cell: ({ lead, draft, scheduled }) => (
        <span className="flex flex-wrap gap-1">
          <StatusBadge status={lead.status}>
            {VERSION_STATUSES.find(({ value }) => value === lead.status)?.label} v{lead.version}
          </StatusBadge>
          {scheduled && scheduled !== lead && <StatusBadge status="scheduled">Scheduled v{scheduled.version}</StatusBadge>}
          {draft && draft !== lead && <StatusBadge status="draft">Draft v{draft.version}</StatusBadge>}
        </span>
      ),
    },
    {
      id: 'price',
      header: 'Price',
      hideBelow: 'nav',
      cell: ({ lead }) => <span className="line-clamp-2 text-pretty text-muted">{priceOf(lead)}</span>,
    },
    own,
    {
      id: 'updated',
      header: 'Updated',
      width: '8.5rem',
      hideBelow: 'nav',
      compare: (a, b) => a.updatedAt.localeCompare(b.updatedAt),
      cell: ({ updatedAt }) => (
        <span className="text-muted">
          <Ago at={updatedAt} timeZone={timeZone} />
        </span>
      ),
    },
  ];
}
