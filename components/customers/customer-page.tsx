'use client';

import { Ellipsis, Eye, Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { UseFromApi } from '@/components/api/use-from-api';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button, ButtonLink } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { ErrorState } from '@/components/ui/error-state';
import { IconButton } from '@/components/ui/icon-button';
import { lazy } from '@/components/ui/lazy';
import { Menu } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs } from '@/components/ui/tabs';
import { getCustomer } from '@/lib/api/metering/customers';
import type { Customer } from '@/lib/metering/customer';
import { CustomerActivity } from './customer-activity';
import { CustomerEvents } from './customer-events';
import { CustomerOverview } from './customer-overview';
import { type Tab, tabParams } from './customer-tabs';
import { CustomerUsage } from './customer-usage';
import { DeleteCustomer } from './delete-customer';

const EditCustomer = lazy(() => import('./customer-form').then((module) => module.EditCustomer));

const LABEL: Record<Tab, string> = { overview: 'Overview', usage: 'Usage', events: 'Events', activity: 'Activity' };

/** One customer. `today` is a day of the workspace's zone. */
export function CustomerPage({ customerId, today }: { customerId: string; today: string }) {
  const customer = useApi(getCustomer, { params: { customerId } });
  if (customer.error) return <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />;
  if (!customer.data) {
    return (
      <Page>
        <Skeleton className="h-8 w-60" />
        <Skeleton className="h-90" />
      </Page>
    );
  }
  return <Shown customer={customer.data} revision={customer.revision} today={today} />;
}

function Shown({ customer, revision, today }: { customer: Customer; revision: number | undefined; today: string }) {
  const router = useRouter();
  const { timeZone } = useViewer().workspace;
  const mayWrite = useMay('customers:write') && !customer.deletedAt;
  const mayAudit = useMay('audit:read');
  const [{ tab }, setParams] = useQueryStates(tabParams);
  const [act, setAct] = useState<'edit' | 'delete' | null>(null);
  const tabs = (Object.keys(LABEL) as Tab[]).filter((id) => id !== 'activity' || mayAudit);
  const href = (id: Tab) => `/customers/${customer.id}${id === 'overview' ? '' : `?tab=${id}`}`;

  return (
    <Page>
      <PageHeader
        crumbs={[{ label: 'Customers', href: '/customers' }]}
        title={customer.name}
        keyText={<KeyText value={customer.key} />}
        description={customer.deletedAt ? `Deleted on ${customer.deletedAt.slice(0, 10)}.` : customer.description}
        acts={
          <>
            <UseFromApi
              name={customer.name}
              load={async () => (await import('./customer-examples')).customerExamples(customer, today, timeZone)}
            />
            {mayWrite && (
              <>
                <Menu
                  align="end"
                  label={`More on ${customer.name}`}
                  trigger={<IconButton quiet label={`More on ${customer.name}`} icon={<Ellipsis />} />}
                  items={[{ label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setAct('delete') }]}
                />
                <Button icon={<Pencil />} onClick={() => setAct('edit')}>
                  Edit
                </Button>
              </>
            )}
            <ButtonLink variant="primary" icon={<Eye />} href={`/previews?customer=${customer.id}`}>
              Preview an invoice
            </ButtonLink>
          </>
        }
      />
      <Tabs
        label={`Views of ${customer.name}`}
        current={tab}
        tabs={tabs.map((id) => ({ id, label: LABEL[id], href: href(id) }))}
        onSelect={(id) => void setParams({ tab: id }, { history: 'push' })}
      />
      {tab === 'overview' && <CustomerOverview customer={customer} today={today} />}
      {tab === 'usage' && <CustomerUsage customer={customer} today={today} />}
      {tab === 'events' && <CustomerEvents customer={customer} />}
      {tab === 'activity' && mayAudit && <CustomerActivity customer={customer} />}
      {act === 'edit' && <EditCustomer customer={customer} revision={revision} onClose={() => setAct(null)} />}
      {act === 'delete' && <DeleteCustomer customer={customer} onClose={() => setAct(null)} onDeleted={() => router.push('/customers')} />}
    </Page>
  );
}
