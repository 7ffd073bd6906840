'use client';

import { Layers } from 'lucide-react';
import { useApi } from '@/components/api/client';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { listFeatures } from '@/lib/api/catalog/features';
import type { PlanByKey } from '@/lib/api/catalog/version-lists';
import { EntitlementCell } from './entitlement-matrix';

/** Shows entitlements by plan: a row for each feature that any plan entitles to, a column for each plan, as its customers have it in the last phase. */
export function PlanMatrix({ rows }: { rows: readonly PlanByKey[] | undefined }) {
  const features = useApi(listFeatures, ALL_FEATURES);
  if (!rows || (!features.data && !features.error)) return <Skeleton className="h-80 w-full" />;
  const plans = rows.map(({ lead }) => ({ plan: lead, cards: lead.phases.at(-1)?.rateCards ?? [] }));
  const entitled = new Set(
    plans.flatMap(({ cards }) => cards.flatMap(({ entitlement, feature }) => (entitlement && feature ? [feature.id] : []))),
  );
  const known = features.data?.data ?? [];
  const shown = [...entitled]
    .map((id) => ({ id, name: known.find((feature) => feature.id === id)?.name ?? id }))
    .sort((a, b) => a.name.localeCompare(b.name));
  if (shown.length === 0)
    return (
      <EmptyState title="No entitlements in these plans" icon={<Layers />}>
        Entitlements grant access to features. Add one to a rate card of a plan.
      </EmptyState>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="overflow-x-auto rounded-md border border-border" aria-label="Entitlements by plan" tabIndex={0}>
      <table className="w-full border-separate border-spacing-0 text-left">
        <thead>
          <tr className="text-sm [&>th]:border-border [&>th]:border-b [&>th]:px-4 [&>th]:py-2 [&>th]:align-bottom [&>th]:font-medium">
            <th scope="col" className="sticky left-0 z-1 bg-bg text-muted">
              Feature
            </th>
            {plans.map(({ plan }) => (
              <th key={plan.id} scope="col" className="min-w-36">
                <TextLink href={`/plans/${plan.id}`}>{plan.name}</TextLink>
                <span className="block font-normal text-muted text-xs">
                  v{plan.version} {plan.status}
                  {plan.phases.length > 1 && `, ${plan.phases.at(-1)?.name}`}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, name }) => (
            <tr key={id} className="[&>*]:h-9 [&>*]:border-border [&>*]:border-b [&>*]:px-4 last:[&>*]:border-b-0">
              <th scope="row" className="sticky left-0 z-1 max-w-60 truncate bg-bg font-normal">
                {name}
              </th>
              {plans.map(({ plan, cards }) => (
                <td key={plan.id}>
                  <EntitlementCell card={cards.find((card) => card.feature?.id === id && card.entitlement)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
