'use client';

import { Archive, CalendarX2, Copy, Ellipsis, FilePlus2, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { UseFromApi } from '@/components/api/use-from-api';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { useMay } from '@/components/shell/viewer';
import { Button, ButtonLink } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { useVersionTab, VersionHead, VersionTabs } from '@/components/versions/version-head';
import { listFeatures } from '@/lib/api/catalog/features';
import { listPlanVersions } from '@/lib/api/catalog/plan-versions';
import { getPlan } from '@/lib/api/catalog/plans';
import type { Plan } from '@/lib/catalog/plan';
import { isEditable } from '@/lib/catalog/version';
import { AsOfPicker } from './as-of-picker';
import { type PlanAct, useNextVersion } from './plan-acts';
import { PlanBilled } from './plan-billed';
import { PlanOverview } from './plan-overview';
import { SubscriberFacts, Subscribers } from './plan-subscribers';

const PlanActDialog = lazy(() => import('./plan-acts').then((module) => module.PlanActDialog));
const PlanVersions = lazy(
  () => import('./plan-versions').then((module) => module.PlanVersions),
  () => <TabSkeleton />,
);
const VersionHistory = lazy(
  () => import('@/components/versions/version-history').then((module) => module.VersionHistory),
  () => <TabSkeleton />,
);

/** One version of a plan: what it is, its sisters, its history, and what can be done with it. */
export function PlanPage({ planId }: { planId: string }) {
  const params = { params: { planId } };
  const plan = useApi(getPlan, params);
  const versions = useApi(listPlanVersions, params);
  const features = useApi(listFeatures, ALL_FEATURES).data?.data;
  const [tab, setTab] = useVersionTab();

  if (plan.error)
    return (
      <Page>
        <PageHeader title="Plan" crumbs={[{ label: 'Plans', href: '/plans' }]} />
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      </Page>
    );
  if (!plan.data) return <PlanSkeleton />;
  const { data } = plan;
  const list = versions.data?.data;
  const cards = data.phases.reduce((count, phase) => count + phase.rateCards.length, 0);
  return (
    <Page>
      <VersionHead
        of={data}
        crumbs={[{ label: 'Plans', href: '/plans' }]}
        facts={
          <>
            <PlanBilled plan={data} />
            <SubscriberFacts plan={data} />
            <Fact label="Contains">
              {data.phases.length > 1 && `${data.phases.length} phases, `}
              {cards} rate {cards === 1 ? 'card' : 'cards'}
            </Fact>
          </>
        }
        acts={!data.deletedAt && <Acts plan={data} draftId={list?.find(({ status }) => status === 'draft')?.id} />}
      />
      <VersionTabs noun="plan" current={tab} onSelect={(id) => void setTab(id)} home={`/plans/${planId}`} versions={list?.length} />
      <Subscribers plan={data} latest={list?.find(({ status }) => status === 'active')?.version} />
      {tab === 'overview' && <PlanOverview plan={data} features={features} />}
      {tab === 'versions' && <PlanVersions plan={data} versions={list} error={versions.error} />}
      {tab === 'history' && <VersionHistory id={planId} />}
    </Page>
  );
}

function Acts({ plan, draftId }: { plan: Plan; draftId: string | undefined }) {
  const mayWrite = useMay('catalog:write');
  const router = useRouter();
  const nextVersion = useNextVersion();
  const [busy, setBusy] = useState(false);
  const [dialog, setDialog] = useState<PlanAct | null>(null);
  const preview = <ButtonLink href={`/previews?plan=${plan.id}`}>Preview invoice</ButtonLink>;
  const fromApi = <UseFromApi name={plan.name} load={async () => (await import('./plan-examples')).planExamples(plan)} />;
  const asOf = <AsOfPicker value={null} onChange={(at) => at && router.push(`/plans/${plan.id}?as_of=${encodeURIComponent(at)}`)} />;
  if (!mayWrite)
    return (
      <>
        {asOf}
        {fromApi}
        {preview}
      </>
    );
  const open = (act: PlanAct['act']) => () => setDialog({ act, plan });
  const items: MenuItem[] = [
    { label: 'Duplicate as new plan', icon: <Copy />, onSelect: open('duplicate') },
    ...(plan.status === 'scheduled' ? [{ label: 'Take back to draft', icon: <CalendarX2 />, onSelect: open('unschedule') }] : []),
    { kind: 'separator' },
    ...(plan.status === 'active' ? [{ label: 'Archive', icon: <Archive />, critical: true, onSelect: open('archive') }] : []),
    ...(plan.status === 'active' ? [] : [{ label: 'Delete this version', icon: <Trash2 />, critical: true, onSelect: open('delete') }]),
  ];
  return (
    <>
      {asOf}
      {fromApi}
      <Menu label="More actions" align="end" items={items} trigger={<IconButton quiet label="More actions" icon={<Ellipsis />} />} />
      {preview}
      {isEditable(plan.status) ? (
        <ButtonLink variant="primary" icon={<Pencil />} href={`/plans/${plan.id}/edit`}>
          {plan.status === 'draft' ? 'Edit and publish' : 'Edit'}
        </ButtonLink>
      ) : draftId ? (
        <ButtonLink variant="primary" icon={<Pencil />} href={`/plans/${draftId}/edit`}>
          Edit the draft
        </ButtonLink>
      ) : (
        <Button
          variant="primary"
          icon={<FilePlus2 />}
          loading={busy}
          onClick={async () => {
            setBusy(true);
            await nextVersion(plan);
            setBusy(false);
          }}
        >
          Make next version
        </Button>
      )}
      {dialog && <PlanActDialog {...dialog} onClose={() => setDialog(null)} onDeleted={() => router.push('/plans')} />}
    </>
  );
}

function TabSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3">
      <Skeleton className="h-6 w-full" />
      <Skeleton className="h-6 w-full" />
      <Skeleton className="h-6 w-2/3" />
    </div>
  );
}

function PlanSkeleton() {
  return (
    <Page>
      <div aria-busy="true" className="flex flex-col gap-4">
        <Skeleton className="h-3 w-16" />
        <Skeleton className="h-6 w-56" />
        <Skeleton className="h-10 w-96 max-w-full" />
      </div>
      <TabSkeleton />
    </Page>
  );
}
