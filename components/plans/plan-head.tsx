import type { ReactNode } from 'react';
import { StatusBadge } from '@/components/ui/badge';
import { KeyText } from '@/components/ui/copy';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { cadenceWords } from '@/lib/catalog/cadence';
import type { Plan } from '@/lib/catalog/plan';

export const PLAN_TABS = ['overview', 'versions', 'history'] as const;
type PlanTab = (typeof PLAN_TABS)[number];

type HeadProps = {
  plan: Plan;
  crumbs: { label: string; href: string }[];
  /** Facts shown beside the billing cadence. */
  facts: ReactNode;
  acts?: ReactNode;
};

/** The head of a version's page, as it is now or was. */
export function PlanHead({ plan, crumbs, facts, acts }: HeadProps) {
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
          {facts}
        </>
      }
      acts={acts}
    />
  );
}

type TabsProps = {
  current: PlanTab;
  onSelect: (tab: PlanTab) => void;
  /** The overview's address, to which the others add theirs. */
  home: string;
  versions: number | undefined;
};

export function PlanTabs({ current, onSelect, home, versions }: TabsProps) {
  const href = (id: PlanTab) => (id === 'overview' ? home : `${home}${home.includes('?') ? '&' : '?'}tab=${id}`);
  return (
    <Tabs
      label="Parts of the plan"
      current={current}
      onSelect={onSelect}
      tabs={[
        { id: 'overview', label: 'Overview', href: href('overview') },
        { id: 'versions', label: 'Versions', href: href('versions'), count: versions },
        { id: 'history', label: 'History', href: href('history') },
      ]}
    />
  );
}
