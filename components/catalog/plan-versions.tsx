'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { DataTable } from '@/components/ui/data-table';
import { Section } from '@/components/ui/section';
import type { Column } from '@/components/ui/table-column';
import { Ago, Day } from '@/components/ui/time';
import type { PlanVersion } from '@/lib/api/plan-versions';
import type { Feature } from '@/lib/catalog/feature';
import type { Plan } from '@/lib/catalog/plan';
import { VersionDiff } from './version-diff';
import { VersionTimeline } from './version-timeline';

type Props = { plan: Plan; versions: readonly PlanVersion[] | undefined; error: unknown; features: readonly Feature[] | undefined };

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

/** The versions of a plan: when which is sold, and what changed between any two. */
export function PlanVersions({ plan, versions, error, features }: Props) {
  const { timeZone } = useViewer().workspace;
  const [choice, choose] = useQueryStates({ from: parseAsString, to: parseAsString }, { history: 'replace' });
  const known = (id: string | null) => (versions?.some((version) => version.id === id) ? id : null);
  // Unless chosen: this version against the one before it; the first against the one after.
  const before = versions?.find(({ version }) => version === plan.version - 1) ?? versions?.find(({ id }) => id !== plan.id);
  const from = known(choice.from) ?? (before && before.version < plan.version ? before.id : plan.id);
  const to = known(choice.to) ?? (before && before.version > plan.version ? before.id : plan.id);
  return (
    <div className="flex flex-col gap-8">
      {versions && <VersionTimeline versions={versions} current={plan.id} timeZone={timeZone} />}
      <DataTable
        label="Versions"
        columns={columns(timeZone)}
        rows={versions}
        rowKey={({ id }) => id}
        rowName={({ version }) => `Version ${version}`}
        rowHref={({ id }) => `/plans/${id}`}
        error={error}
        skeletonRows={2}
        empty={null}
      />
      {versions && versions.length > 1 && (
        <Section title="What changed">
          <VersionDiff versions={versions} from={from} to={to} onChoose={(next) => void choose(next)} features={features} />
        </Section>
      )}
    </div>
  );
}
