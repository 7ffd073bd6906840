'use client';

import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Day } from '@/components/ui/time';
import { type AddOnOffer, listAddOnOffers } from '@/lib/api/catalog/add-on-versions';

const columns = (timeZone: string): readonly Column<AddOnOffer>[] => [
  {
    id: 'plan',
    header: 'Plan',
    cell: ({ plan }) => (
      <span className="truncate">
        {plan.name} <span className="num font-normal text-muted">v{plan.version}</span>
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '13rem',
    cell: ({ plan }) => (
      <StatusBadge status={plan.status}>
        {plan.status === 'scheduled' && plan.effectiveFrom ? (
          <span>
            From <Day at={plan.effectiveFrom} timeZone={timeZone} />
          </span>
        ) : undefined}
      </StatusBadge>
    ),
  },
  { id: 'version', header: 'Add-on', width: '7rem', cell: ({ addOn }) => <span className="num text-muted">Version {addOn.version}</span> },
  {
    id: 'phase',
    header: 'From phase',
    width: '9rem',
    hideBelow: 'nav',
    cell: ({ fromPlanPhase }) => <span className="font-mono text-sm">{fromPlanPhase}</span>,
  },
  {
    id: 'limit',
    header: 'At most',
    width: '6rem',
    align: 'right',
    hideBelow: 'nav',
    cell: ({ maxQuantity }) => <span className="num">{maxQuantity ?? 'No limit'}</span>,
  },
];

/** The plan versions that offer any version of this add-on. */
export function AddOnOffers({ addOnId }: { addOnId: string }) {
  const { timeZone } = useViewer().workspace;
  const offers = useApi(listAddOnOffers, { params: { addonId: addOnId } });
  return (
    <Section title="Offered with" description="Plan versions that offer any version of this add-on.">
      <DataTable
        label="Plans that offer this add-on"
        columns={columns(timeZone)}
        rows={offers.data?.data}
        rowKey={({ assignment }) => assignment}
        rowName={({ plan }) => `${plan.name}, version ${plan.version}`}
        rowHref={({ plan }) => `/plans/${plan.id}`}
        error={offers.error}
        onRetry={() => void offers.refetch()}
        skeletonRows={2}
        empty={<p className="py-2 text-muted">No plan offers it yet. Offer it in a draft of a plan.</p>}
      />
    </Section>
  );
}
