'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { OffersThen } from '@/components/add-ons/plan-offers';
import { useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { ButtonLink } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { Day } from '@/components/ui/time';
import { getPlanAsOf } from '@/lib/api/plan-as-of';
import { cadenceWords } from '@/lib/catalog/cadence';
import type { Plan } from '@/lib/catalog/plan';
import { AsOfBanner } from './as-of';
import { PlanNamedThen } from './plan-named-then';
import { PlanOverview } from './plan-overview';
import { PlanVersionsThen } from './plan-versions-then';
import { VersionHistory } from './version-history';

const TABS = ['overview', 'versions', 'history'] as const;

/** One version of a plan as it stood at an instant, with everything it named then: to look at, and nothing else. */
export function PlanThen({ planId, at }: { planId: string; at: string }) {
  const then = useApi(getPlanAsOf, { params: { planId }, query: { asOf: at } });
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('overview').withOptions({ history: 'push' }));
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
  const tabHref = (id: string) => `/plans/${planId}?as_of=${encodeURIComponent(at)}${id === 'overview' ? '' : `&tab=${id}`}`;
  const past = (
    <>
      <OffersThen plan={plan} assignments={assignments} addOns={addons} />
      <PlanNamedThen then={then.data} />
    </>
  );
  return (
    <Page>
      <Header plan={plan} crumbs={crumbs} />
      {banner}
      <Tabs
        label="Parts of the plan"
        current={tab}
        onSelect={(id) => void setTab(id)}
        tabs={[
          { id: 'overview', label: 'Overview', href: tabHref('overview') },
          { id: 'versions', label: 'Versions', href: tabHref('versions'), count: versions.length },
          { id: 'history', label: 'History', href: tabHref('history') },
        ]}
      />
      {tab === 'overview' && <PlanOverview plan={plan} features={features} past={past} />}
      {tab === 'versions' && <PlanVersionsThen versions={versions} current={plan.id} at={at} />}
      {tab === 'history' && <VersionHistory id={planId} until={at} />}
    </Page>
  );
}

function Header({ plan, crumbs }: { plan: Plan; crumbs: { label: string; href: string }[] }) {
  const { timeZone } = useViewer().workspace;
  return (
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
  );
}
