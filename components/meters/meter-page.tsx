'use client';

import { Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useApi } from '@/components/api/client';
import { UseFromApi } from '@/components/api/use-from-api';
import { LatestEvents } from '@/components/events/latest-events';
import { filterWords } from '@/components/features/feature-words';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Menu, type MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toast';
import { limitOf, measureOf } from '@/components/usage/aggregation';
import { UsageChart } from '@/components/usage/usage-chart';
import { UsageControls } from '@/components/usage/usage-controls';
import { downloadUsage } from '@/components/usage/usage-csv';
import { rangeOf, stepOf, usageInput, usageParams } from '@/components/usage/usage-range';
import { listFeatures } from '@/lib/api/catalog/features';
import { getMeter } from '@/lib/api/metering/meters';
import type { Meter } from '@/lib/metering/meter';
import { CountingProgress, useCounting } from './meter-counting';
import { TopCustomers } from './top-customers';

const CreateMeter = lazy(() => import('./meter-form').then((module) => module.CreateMeter));
const EditMeter = lazy(() => import('./meter-form').then((module) => module.EditMeter));
const DeleteMeter = lazy(() => import('./delete-meter').then((module) => module.DeleteMeter));

/** One meter: what it counted and for whom, the newest of its events, what sells it. `today` is a day of the workspace's zone. */
export function MeterPage({ meterId, today }: { meterId: string; today: string }) {
  const meter = useApi(getMeter, { params: { meterId } });
  if (meter.error) return <ErrorState error={meter.error} onRetry={() => void meter.refetch()} />;
  if (!meter.data) {
    return (
      <Page>
        <Skeleton className="h-8 w-60" />
        <Skeleton className="h-90" />
      </Page>
    );
  }
  return <Shown meter={meter.data} revision={meter.revision} today={today} />;
}

type Act = 'edit' | 'copy' | 'delete' | null;

function Shown({ meter, revision, today }: { meter: Meter; revision: number | undefined; today: string }) {
  const router = useRouter();
  const { timeZone } = useViewer().workspace;
  const mayWrite = useMay('catalog:write') && !meter.deletedAt;
  const [params] = useQueryStates(usageParams);
  const [act, setAct] = useState<Act>(null);
  const counting = useCounting();
  const close = () => setAct(null);
  const range = useMemo(() => rangeOf({ from: params.from, to: params.to }, today), [params.from, params.to, today]);
  const every = stepOf(range, params.every);
  const dimensions = [...Object.keys(meter.dimensions ?? {}), 'customer_id', 'subject'];
  const asked = usageInput({ meterId: meter.id, range, timeZone, every, by: params.by });
  const download = () =>
    downloadUsage(asked, `${meter.key}.csv`).catch((error: Error) => toast.error('The CSV could not be made', { detail: error.message }));
  const more: MenuItem[] = [
    { label: 'Download usage as CSV', icon: <Download />, onSelect: () => void download() },
    ...(mayWrite
      ? ([
          { label: 'Duplicate', icon: <Copy />, onSelect: () => setAct('copy') },
          { kind: 'separator' },
          { label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setAct('delete') },
        ] satisfies MenuItem[])
      : []),
  ];

  return (
    <Page>
      <PageHeader
        crumbs={[{ label: 'Meters', href: '/meters' }]}
        title={meter.name}
        keyText={<KeyText value={meter.key} />}
        description={meter.deletedAt ? `Deleted on ${meter.deletedAt.slice(0, 10)}.` : (meter.description ?? limitOf(meter.aggregation))}
        facts={
          <>
            <Fact label="Counts">{measureOf(meter)}</Fact>
            <Fact label="Of events">
              <KeyText value={meter.eventType} />
            </Fact>
            <Fact label="Split by">
              <span className="flex flex-wrap gap-1">
                {Object.entries(meter.dimensions ?? {}).map(([key, path]) => (
                  <span key={key} title={path}>
                    <Badge>{key}</Badge>
                  </span>
                ))}
                {Object.keys(meter.dimensions ?? {}).length === 0 && (
                  <span className="font-normal text-muted">Subject and customer only</span>
                )}
              </span>
            </Fact>
          </>
        }
        acts={
          <>
            <UseFromApi name={meter.name} load={async () => (await import('./meter-examples')).meterExamples(meter, asked)} />
            <Menu
              align="end"
              label={`More on ${meter.name}`}
              items={more}
              trigger={<IconButton quiet label={`More on ${meter.name}`} icon={<Ellipsis />} />}
            />
            {mayWrite && (
              <Button icon={<Pencil />} onClick={() => setAct('edit')}>
                Edit
              </Button>
            )}
          </>
        }
      />
      <CountingProgress name={meter.name} course={counting.get(meter.id)} />
      <div className="flex flex-col gap-4">
        <UsageControls range={range} timeZone={timeZone} dimensions={dimensions} compare />
        <UsageChart
          live
          title="Usage"
          meter={meter}
          range={range}
          timeZone={timeZone}
          every={every}
          by={params.by && dimensions.includes(params.by) ? params.by : null}
          compare={params.compare}
        />
      </div>
      <div className="grid items-start gap-6 wide:grid-cols-2">
        <TopCustomers meter={meter} range={range} timeZone={timeZone} />
        <UsedBy meter={meter} />
      </div>
      <LatestEvents eventType={meter.eventType} />
      {act === 'edit' && <EditMeter meter={meter} revision={revision} onClose={close} />}
      {act === 'copy' && <CreateMeter copyOf={meter} onClose={close} onCreated={({ id }) => router.push(`/meters/${id}`)} />}
      {act === 'delete' && <DeleteMeter meter={meter} onClose={close} onDeleted={() => router.push('/meters')} />}
    </Page>
  );
}

function UsedBy({ meter }: { meter: Meter }) {
  const features = useApi(listFeatures, ALL_FEATURES);
  const users = features.data?.data.filter((feature) => feature.meter?.id === meter.id);
  return (
    <Section title="Sold as" card>
      {features.error ? (
        <ErrorState compact error={features.error} onRetry={() => void features.refetch()} />
      ) : !users ? (
        <Skeleton className="w-40" />
      ) : users.length === 0 ? (
        <p className="text-muted">
          No feature uses it yet. <TextLink href="/features">Create one</TextLink> to price its usage.
        </p>
      ) : (
        <ul className="flex flex-col gap-2">
          {users.map((feature) => (
            <li key={feature.id} className="flex flex-col">
              <TextLink quiet href={`/features?feature=${feature.id}`}>
                {feature.name}
              </TextLink>
              <span className="text-muted text-sm">{filterWords(feature).join(' and ') || 'All of its usage'}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
