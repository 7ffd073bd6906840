'use client';

import { Archive, CalendarX2, Ellipsis, FilePlus2, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { UseFromApi } from '@/components/api/use-from-api';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { useMay } from '@/components/shell/viewer';
import { Button, ButtonLink } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { VersionDiff } from '@/components/versions/version-diff';
import { useVersionTab, VersionHead, VersionTabs } from '@/components/versions/version-head';
import { type Comparison, Versions } from '@/components/versions/versions';
import { listAddOnVersions } from '@/lib/api/catalog/add-on-versions';
import { getAddOn } from '@/lib/api/catalog/add-ons';
import { listFeatures } from '@/lib/api/catalog/features';
import { isEditable } from '@/lib/catalog/version';
import { type AddOnAct, useNextAddOn } from './add-on-acts';
import { addOnDifferences } from './add-on-diff';
import { AddOnOverview } from './add-on-overview';
import { takenWords } from './instance-types';
import { type ListedAddOn, listed } from './live-status';

const AddOnActDialog = lazy(() => import('./add-on-acts').then((module) => module.AddOnActDialog));
const VersionHistory = lazy(() => import('@/components/versions/version-history').then((module) => module.VersionHistory));

/** One version of an add-on: what it is, who offers it, its sisters, its history, and what can be done with it. */
export function AddOnPage({ addOnId }: { addOnId: string }) {
  const params = { params: { addonId: addOnId } };
  const addOn = useApi(getAddOn, params);
  const versions = useApi(listAddOnVersions, params);
  const features = useApi(listFeatures, ALL_FEATURES).data?.data;
  const [tab, setTab] = useVersionTab();
  const clock = useClock();
  const [now] = useState(() => new Date(clock()).toISOString());

  if (addOn.error)
    return (
      <Page>
        <PageHeader title="Add-on" crumbs={[{ label: 'Add-ons', href: '/add-ons' }]} />
        <ErrorState error={addOn.error} onRetry={() => void addOn.refetch()} />
      </Page>
    );
  if (!addOn.data)
    return (
      <Page>
        <div aria-busy="true" className="flex flex-col gap-4">
          <Skeleton className="h-8 w-72" />
          <Skeleton className="h-40 w-full" />
        </div>
      </Page>
    );
  const data = listed(addOn.data, now);
  const list = versions.data?.data;
  return (
    <Page>
      <VersionHead
        of={data}
        crumbs={[{ label: 'Add-ons', href: '/add-ons' }]}
        facts={
          <Fact label="Quantity">
            {takenWords(data.instanceType)}, in {data.currency}
          </Fact>
        }
        acts={!data.deletedAt && <Acts addOn={data} draftId={list?.find(({ status }) => status === 'draft')?.id} />}
      />
      <VersionTabs noun="add-on" current={tab} onSelect={(id) => void setTab(id)} home={`/add-ons/${addOnId}`} versions={list?.length} />
      {tab === 'overview' && <AddOnOverview addOn={addOn.data} features={features} />}
      {tab === 'versions' && (
        <Versions current={data} versions={list} error={versions.error} base="/add-ons" comparison={AddOnComparison} />
      )}
      {tab === 'history' && <VersionHistory id={addOnId} />}
    </Page>
  );
}

const AddOnComparison: Comparison = (chosen) => {
  const before = useApi(getAddOn, { params: { addonId: chosen.from } });
  const after = useApi(getAddOn, { params: { addonId: chosen.to } });
  const features = useApi(listFeatures, ALL_FEATURES).data?.data;
  const changes = useMemo(
    () => (before.data && after.data ? addOnDifferences(before.data, after.data, features) : undefined),
    [before.data, after.data, features],
  );
  return <VersionDiff {...chosen} changes={changes} error={before.error ?? after.error} />;
};

function Acts({ addOn, draftId }: { addOn: ListedAddOn; draftId: string | undefined }) {
  const mayWrite = useMay('catalog:write');
  const router = useRouter();
  const nextVersion = useNextAddOn();
  const [busy, setBusy] = useState(false);
  const [dialog, setDialog] = useState<AddOnAct | null>(null);
  const fromApi = <UseFromApi name={addOn.name} load={async () => (await import('./add-on-examples')).addOnExamples(addOn)} />;
  if (!mayWrite) return fromApi;
  const open = (act: AddOnAct['act']) => () => setDialog({ act, addOn });
  const items: MenuItem[] = [
    ...(addOn.status === 'scheduled' ? [{ label: 'Take back to draft', icon: <CalendarX2 />, onSelect: open('unschedule') }] : []),
    addOn.status === 'active'
      ? { label: 'Archive', icon: <Archive />, critical: true, onSelect: open('archive') }
      : { label: 'Delete this version', icon: <Trash2 />, critical: true, onSelect: open('delete') },
  ];
  return (
    <>
      {fromApi}
      <Menu label="More actions" align="end" items={items} trigger={<IconButton quiet label="More actions" icon={<Ellipsis />} />} />
      {isEditable(addOn.status) ? (
        <ButtonLink variant="primary" icon={<Pencil />} href={`/add-ons/${addOn.id}/edit`}>
          {addOn.status === 'draft' ? 'Edit and publish' : 'Edit'}
        </ButtonLink>
      ) : draftId ? (
        <ButtonLink variant="primary" icon={<Pencil />} href={`/add-ons/${draftId}/edit`}>
          Edit the draft
        </ButtonLink>
      ) : (
        <Button
          variant="primary"
          icon={<FilePlus2 />}
          loading={busy}
          onClick={async () => {
            setBusy(true);
            await nextVersion(addOn.id);
            setBusy(false);
          }}
        >
          Make next version
        </Button>
      )}
      {dialog && <AddOnActDialog {...dialog} onClose={() => setDialog(null)} onDeleted={() => router.push('/add-ons')} />}
    </>
  );
}
