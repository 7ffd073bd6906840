'use client';

import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { lazy } from '@/components/ui/lazy';
import { Money, Quantity } from '@/components/ui/numbers';
import { Fact } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { listPlanSubscribers } from '@/lib/api/subscription/plan-subscribers';
import type { Plan } from '@/lib/catalog/plan';

const CreateMigration = lazy(() => import('@/components/plan-migrations/create-migration').then((module) => module.CreateMigration));

const useSubscribers = ({ id }: Pick<Plan, 'id'>) => useApi(listPlanSubscribers, { params: { planId: id } }).data?.data;

/** Shows how many subscriptions run on the version that is shown, and what they pay per month. */
export function SubscriberFacts({ plan }: { plan: Plan }) {
  const own = useSubscribers(plan)?.find(({ version }) => version === plan.version);
  return (
    <>
      <Fact label="Subscribers">
        <TextLink quiet href={`/subscriptions?plan=${encodeURIComponent(plan.key)}`}>
          <Quantity value={String(own?.subscriptions ?? 0)} />
        </TextLink>
      </Fact>
      {own?.mrr.map(({ currency, amount }) => (
        <Fact key={currency} label="Recurring per month">
          <Money value={amount} currency={currency} />
        </Fact>
      ))}
    </>
  );
}

/** Says who is still on earlier versions, and offers to move them. Shows nothing while nobody is. */
export function Subscribers({ plan, latest }: { plan: Plan; latest: number | undefined }) {
  const mayMove = useMay('subscriptions:write');
  const [moving, setMoving] = useState(false);
  const earlier = (useSubscribers(plan) ?? []).filter(({ version }) => latest !== undefined && version < latest);
  if (earlier.length === 0) return null;
  const count = earlier.reduce((total, { subscriptions }) => total + subscriptions, 0);
  const versions = earlier.map(({ version, subscriptions }) => `${subscriptions.toLocaleString('en')} on version ${version}`);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-border px-4 py-3">
      <p>
        <span className="font-medium">
          {count.toLocaleString('en')} {count === 1 ? 'subscriber stays' : 'subscribers stay'} on an earlier version
        </span>
        <span className="text-muted">: {versions.join(', ')}.</span>
      </p>
      {mayMove && (
        <Button size="sm" icon={<ArrowRightLeft />} onClick={() => setMoving(true)}>
          Move subscribers
        </Button>
      )}
      {moving && <CreateMigration plan={plan} toVersion={latest} onClose={() => setMoving(false)} />}
    </div>
  );
}
