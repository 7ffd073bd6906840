'use client';

import { useApi } from '@/components/api/client';
import { ButtonLink } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { useVersionTab, VersionHead, VersionTabs } from '@/components/versions/version-head';
import { VersionHistory } from '@/components/versions/version-history';
import { getPlanAsOf } from '@/lib/api/catalog/plan-as-of';
import { AsOfBanner } from './as-of-picker';
import { PlanNamedThen } from './plan-as-of-names';
import { PlanVersionsThen } from './plan-as-of-versions';
import { PlanBilled } from './plan-billed';
import { OffersThen } from './plan-offers';
import { PlanOverview } from './plan-overview';

/** One version of a plan as it stood at an instant, with everything it named then: to look at, and nothing else. */
export function PlanThen({ planId, at }: { planId: string; at: string }) {
  const then = useApi(getPlanAsOf, { params: { planId }, query: { asOf: at } });
  const [tab, setTab] = useVersionTab();
  const crumbs = [{ label: 'Plans', href: `/plans?as_of=${encodeURIComponent(at)}` }];
  const banner = (
    <AsOfBanner
      at={at}
      back={
        <ButtonLink size="sm" href={`/plans/${planId}${tab === 'overview' ? '' : `?tab=${tab}`}`}>
          Back to today
        </ButtonLink>
      }
    />
  );
  if (!then.data)
    return (
      <Page>
        <PageHeader title="Plan" crumbs={crumbs} />
        {banner}
        {then.error ? <ErrorState error={then.error} onRetry={() => void then.refetch()} /> : <Skeleton className="h-64" />}
      </Page>
    );
  const { plan, assignments, addons, features, versions } = then.data;
  const past = (
    <>
      <OffersThen plan={plan} assignments={assignments} addOns={addons} />
      <PlanNamedThen then={then.data} />
    </>
  );
  return (
    <Page>
      <VersionHead of={plan} crumbs={crumbs} facts={<PlanBilled plan={plan} />} />
      {banner}
      <VersionTabs
        noun="plan"
        current={tab}
        onSelect={(id) => void setTab(id)}
        home={`/plans/${planId}?as_of=${encodeURIComponent(at)}`}
        versions={versions.length}
      />
      {tab === 'overview' && <PlanOverview plan={plan} features={features} past={past} />}
      {tab === 'versions' && <PlanVersionsThen versions={versions} current={plan.id} at={at} />}
      {tab === 'history' && <VersionHistory id={planId} until={at} />}
    </Page>
  );
}
