'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import type { ComponentType } from 'react';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Ago, Day } from '@/components/ui/time';
import type { PlanVersion } from '@/lib/api/catalog/plan-versions';
import { VersionTimeline } from './version-timeline';

/** Shows the changes between two chosen versions. */
export type Comparison = ComponentType<{
  versions: readonly PlanVersion[];
  from: string;
  to: string;
  onChoose: (choice: { from?: string; to?: string }) => void;
}>;

type Props = {
  current: { id: string; version: number };
  versions: readonly PlanVersion[] | undefined;
  error: unknown;
  /** Path of the pages of versions: "/plans". */
  base: string;
  comparison: Comparison;
  /** Running subscriptions by number of version; undefined where nothing is subscribed to. */
  subscribers?: ReadonlyMap<number, number> | undefined;
};

const columns = (timeZone: string): readonly Column<PlanVersion>[] => [
  { id: 'version', header: 'Version', width: '7rem', cell: ({ version }) => <span className="num">Version {version}</span> },
  { id: 'status', header: 'Status', width: '8rem', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    id: 'sold',
    header: 'Sold',
    cell: ({ effectiveFrom, effectiveTo }) =>
      effectiveFrom ? (
        <span>
          <Day at={effectiveFrom} timeZone={timeZone} /> –{' '}
          {effectiveTo ? <Day at={effectiveTo} timeZone={timeZone} /> : 'until further notice'}
        </span>
      ) : (
        <span className="text-muted">Not yet</span>
      ),
  },
  {
    id: 'changed',
    header: 'Last changed',
    width: '16rem',
    hideBelow: 'nav',
    cell: ({ updatedAt, updatedBy }) => (
      <span className="text-muted">
        <Ago at={updatedAt} timeZone={timeZone} /> by {updatedBy}
      </span>
    ),
  },
];

/** The versions of a plan or an add-on: when which is sold, and what changed between any two. */
export function Versions({ current, versions, error, base, comparison: Compared, subscribers }: Props) {
  const { timeZone } = useViewer().workspace;
  const [choice, choose] = useQueryStates({ from: parseAsString, to: parseAsString }, { history: 'replace' });
  const known = (id: string | null) => (versions?.some((version) => version.id === id) ? id : null);
  // Unless chosen: this version against the one before it; the first against the one after.
  const before = versions?.find(({ version }) => version === current.version - 1) ?? versions?.find(({ id }) => id !== current.id);
  const from = known(choice.from) ?? (before && before.version < current.version ? before.id : current.id);
  const to = known(choice.to) ?? (before && before.version > current.version ? before.id : current.id);
  return (
    <div className="flex flex-col gap-8">
      {versions && <VersionTimeline versions={versions} current={current.id} timeZone={timeZone} base={base} subscribers={subscribers} />}
      <DataTable
        label="Versions"
        columns={columns(timeZone)}
        rows={versions}
        rowKey={({ id }) => id}
        rowName={({ version }) => `Version ${version}`}
        rowHref={({ id }) => `${base}/${id}`}
        error={error}
        skeletonRows={2}
        empty={null}
      />
      {versions && versions.length > 1 && (
        <Section title="What changed">
          <Compared versions={versions} from={from} to={to} onChoose={(next) => void choose(next)} />
        </Section>
      )}
    </div>
  );
}
