'use client';

import { Gauge } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApi } from '@/components/api/client';
import { ALL_METERS } from '@/components/lists/catalog-input';
import { useViewer } from '@/components/shell/viewer';
import { Chip } from '@/components/ui/chip';
import { KeyText } from '@/components/ui/copy';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { Day } from '@/components/ui/time';
import { UsageTable } from '@/components/usage/usage-table';
import { listMeters } from '@/lib/api/metering/meters';
import { type Address, type Customer, subjectsOf } from '@/lib/metering/customer';
import { CustomerSubscriptions } from './customer-subscriptions';

/** Shows a customer's details, and usage in the last months. */
export function CustomerOverview({ customer, today }: { customer: Customer; today: string }) {
  const { timeZone } = useViewer().workspace;
  const meters = useApi(listMeters, ALL_METERS);
  return (
    <div className="grid items-start gap-6 wide:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <CustomerSubscriptions customer={customer} />
        <Section
          title="Usage"
          description="The last six whole months, and this one so far."
          acts={<TextLink href={`/customers/${customer.id}?tab=usage`}>Day by day</TextLink>}
        >
          <UsageTable
            today={today}
            timeZone={timeZone}
            meters={meters.data?.data}
            error={meters.error}
            onRetry={() => void meters.refetch()}
            filters={{ customer_id: { eq: customer.id } }}
            href={(meter) => `/customers/${customer.id}?tab=usage&meter=${meter.key}`}
            empty={
              meters.data?.data.length === 0 ? (
                <EmptyState title="Nothing is counted yet" icon={<Gauge />} action={<TextLink href="/meters">Create a meter</TextLink>}>
                  Meters turn events into usage.
                </EmptyState>
              ) : (
                <EmptyState title="No usage in these months" icon={<Gauge />}>
                  Usage is matched by the subject of each event.
                </EmptyState>
              )
            }
          />
        </Section>
      </div>
      <Section title="About" card>
        <dl className="flex flex-col gap-4">
          <Item label="Subjects">
            <span className="flex flex-wrap gap-1">
              {subjectsOf(customer).map((subject) => (
                <Chip key={subject} className="font-mono">
                  {subject}
                </Chip>
              ))}
            </span>
          </Item>
          <Item label="E-mail">{customer.primaryEmail ?? <Missing />}</Item>
          <Item label="Currency">{customer.currency ?? <span className="text-muted">From their plan</span>}</Item>
          <Item label="Billing address">{customer.billingAddress ? <Lines address={customer.billingAddress} /> : <Missing />}</Item>
          {Object.keys(customer.labels ?? {}).length > 0 && (
            <Item label="Labels">
              <span className="flex flex-wrap gap-1">
                {Object.entries(customer.labels ?? {}).map(([key, value]) => (
                  <Chip key={key}>
                    {key}: {value}
                  </Chip>
                ))}
              </span>
            </Item>
          )}
          <Item label="Customer since">
            <Day at={customer.createdAt} timeZone={timeZone} />
          </Item>
          <Item label="Id">
            <KeyText value={customer.id} />
          </Item>
        </dl>
      </Section>
    </div>
  );
}

const Missing = () => <span className="text-muted">Not given</span>;

const Item = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1">
    <dt className="text-muted text-sm">{label}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </div>
);

function Lines({ address }: { address: Address }) {
  const { line1, line2, postalCode, city, state, country, phoneNumber } = address;
  const lines = [line1, line2, [postalCode, city].filter(Boolean).join(' '), state, country, phoneNumber].filter(Boolean);
  return lines.map((line) => <p key={line}>{line}</p>);
}
