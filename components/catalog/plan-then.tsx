'use client';

import { useApi } from '@/components/api/client';
import { ALL_FEATURES } from '@/components/metering/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import { listPlansAsOf } from '@/lib/api/catalog';
import { listFeatures } from '@/lib/api/features';
import { cadenceWords } from '@/lib/catalog/cadence';
import { AsOfBanner } from './as-of';
import { PlanOverview } from './plan-overview';

/** One version of a plan as it stood at an instant: to look at, and nothing else. */
export function PlanThen({ planId, at }: { planId: string; at: string }) {
  const { timeZone } = useViewer().workspace;
  const plans = useApi(listPlansAsOf, { query: { asOf: at } });
  const features = useApi(listFeatures, ALL_FEATURES).data?.data;
  const plan = plans.data?.data.find(({ id }) => id === planId);
  const crumbs = [{ label: 'Plans', href: `/plans?as_of=${encodeURIComponent(at)}` }];
  const banner = (
    <AsOfBanner
      at={at}
      back={
        <ButtonLink size="sm" href={`/plans/${planId}`}>
          Back to today
        </ButtonLink>
      }
    />
  );
  if (!plan)
    return (
      <Page>
        <PageHeader title="Plan" crumbs={crumbs} />
        {banner}
        {plans.error ? (
          <ErrorState error={plans.error} onRetry={() => void plans.refetch()} />
        ) : plans.data ? (
          <EmptyState title="This version was not there">It was created later, or had been deleted.</EmptyState>
        ) : (
          <Skeleton className="h-64" />
        )}
      </Page>
    );
  return (
    <Page>
      <PageHeader
        crumbs={crumbs}
        title={plan.name}
        status={
          <StatusBadge status={plan.status}>
            {plan.status.charAt(0).toUpperCase() + plan.status.slice(1)}, version {plan.version}
          </StatusBadge>
        }
        keyText={<KeyText value={plan.key} />}
        description={plan.description}
        facts={
          <>
            <Fact label="Billed">
              {plan.currency}, {cadenceWords(plan.billingCadence)}
            </Fact>
            <Fact label={plan.status === 'scheduled' ? 'To be sold from' : 'Sold since'}>
              {plan.effectiveFrom ? <Day at={plan.effectiveFrom} timeZone={timeZone} /> : 'Not yet'}
            </Fact>
          </>
        }
      />
      {banner}
      <PlanOverview past plan={plan} features={features} />
    </Page>
  );
}
