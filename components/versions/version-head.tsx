import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { KeyText } from '@/components/ui/copy';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { Day } from '@/components/ui/time';
import type { PlanStatus } from '@/lib/catalog/plan';

const TABS = ['overview', 'versions', 'history'] as const;
type VersionTab = (typeof TABS)[number];

/** Reads the tab of a version's page from its address, and opens another one. */
export function useVersionTab() {
  return useQueryState('tab', parseAsStringLiteral(TABS).withDefault('overview').withOptions({ history: 'push' }));
}

/** A version of a plan or an add-on, as much of it as its head shows. */
interface Headed {
  name: string;
  key: string;
  version: number;
  status: PlanStatus;
  description?: string | undefined;
  effectiveFrom?: string | undefined;
  effectiveTo?: string | undefined;
  deletedAt?: string | undefined;
}

type HeadProps = {
  of: Headed;
  crumbs: { label: string; href: string }[];
  /** Facts shown before the times. */
  facts: ReactNode;
  acts?: ReactNode;
};

/** The head of a version's page: what it is called, how it stands, and from when to when it is sold. */
export function VersionHead({ of, crumbs, facts, acts }: HeadProps) {
  return (
    <PageHeader
      crumbs={crumbs}
      title={of.name}
      status={
        <StatusBadge status={of.status}>
          {of.status.charAt(0).toUpperCase() + of.status.slice(1)}, version {of.version}
        </StatusBadge>
      }
      keyText={<KeyText value={of.key} />}
      description={of.description}
      facts={
        <>
          {facts}
          <Times of={of} />
        </>
      }
      acts={acts}
    />
  );
}

function Times({ of }: { of: Headed }) {
  const { timeZone } = useViewer().workspace;
  return (
    <>
      <Fact label={of.status === 'scheduled' ? 'Available from' : 'Available since'}>
        {of.effectiveFrom ? <Day at={of.effectiveFrom} timeZone={timeZone} /> : 'Not yet'}
      </Fact>
      {of.deletedAt && (
        <Fact label="Deleted">
          <Day at={of.deletedAt} timeZone={timeZone} />
        </Fact>
      )}
      {of.effectiveTo && (
        <Fact label="Available until">
          <Day at={of.effectiveTo} timeZone={timeZone} />
        </Fact>
      )}
    </>
  );
}

type TabsProps = {
  /** Noun of the thing that has versions. */
  noun: 'plan' | 'add-on';
  current: VersionTab;
  onSelect: (tab: VersionTab) => void;
  /** The overview's address, to which the others add theirs. */
  home: string;
  versions: number | undefined;
};

export function VersionTabs({ noun, current, onSelect, home, versions }: TabsProps) {
  const href = (id: VersionTab) => (id === 'overview' ? home : `${home}${home.includes('?') ? '&' : '?'}tab=${id}`);
  return (
    <Tabs
      label={`Parts of the ${noun}`}
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
