'use client';

import { useQueryState } from 'nuqs';
import { useState } from 'react';
import { useApi, useApiMutation } from '@/components/api/client';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Delta, Quantity } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { Fact, PageHeader } from '@/components/ui/page-header';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Skeleton } from '@/components/ui/skeleton';
import { Day } from '@/components/ui/time';
import {
  cancelPlanMigration,
  continuePlanMigration,
  getPlanMigration,
  listPlanMigrationEntries,
  type PlanMigration,
  type PlanMigrationAct,
  pausePlanMigration,
  startPlanMigration,
  undoPlanMigration,
} from '@/lib/api/subscription/plan-migrations';
import { EntryTable } from './entry-table';
import { migrationState } from './migration-input';
import { ENTRY_STATE, isUnderWay, MIGRATION_STATUS } from './migration-words';

const POLL_MS = 1_500;

/** One migration: how far it is, what it changes, and each subscription with its state and reason. */
export function MigrationPage({ migrationId }: { migrationId: string }) {
  const migration = useApi(
    getPlanMigration,
    { params: { migrationId } },
    { refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.data.status) ? POLL_MS : false) },
  );
  if (migration.error) return <ErrorState error={migration.error} onRetry={() => void migration.refetch()} />;
  if (!migration.data) {
    return (
      <Page>
        <Skeleton className="h-8 w-60" />
        <Skeleton className="h-90" />
      </Page>
    );
  }
  return <Shown migration={migration.data} />;
}

function Shown({ migration }: { migration: PlanMigration }) {
  const { timeZone } = useViewer().workspace;
  const { status, counts, effects, planName, toVersion } = migration;
  const [state, setState] = useQueryState('state', migrationState);
  const { word, tone } = MIGRATION_STATUS[status];
  const left = status === 'checking' ? counts.unchecked : status === 'undoing' ? counts.applied : counts.pending;
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: 'Subscriptions', href: '/subscriptions' },
          { label: 'Migrations', href: '/plan-migrations' },
        ]}
        title={`${planName} to version ${toVersion}`}
        status={
          <Badge tone={tone} dot>
            {word}
          </Badge>
        }
        description={
          <>
            By {migration.startedBy} on <Day at={migration.createdAt} timeZone={timeZone} />
            {migration.request.timing === 'immediate' ? ', each at once with proration.' : ', each at the end of its billing period.'}
          </>
        }
        facts={
          <>
            <Fact label="Subscriptions">
              <Quantity value={String(counts.total)} />
            </Fact>
            {effects.map(({ currency, expected, realised }) => (
              <Fact key={currency} label={counts.applied > 0 ? 'Recurring per month, so far of expected' : 'Recurring per month, expected'}>
                {counts.applied > 0 && (
                  <>
                    <Delta value={realised} currency={currency} /> <span className="text-muted">of</span>{' '}
                  </>
                )}
                <Delta value={expected} currency={currency} />
              </Fact>
            ))}
            {migration.undoUntil && counts.applied > 0 && (
              <Fact label="Can be undone until">
                <Day at={migration.undoUntil} timeZone={timeZone} />
              </Fact>
            )}
          </>
        }
        acts={<MigrationActs migration={migration} />}
      />
      {isUnderWay(status) && <ProgressBar label={word} share={counts.total === 0 ? 0 : (counts.total - left) / counts.total} />}
      {migration.reason && <p className="rounded-md bg-warning-soft px-4 py-3 text-warning">{migration.reason}</p>}
      <EntryTable
        migrationId={migration.id}
        state={state}
        counts={counts}
        onState={(next) => void setState(next)}
        words={ENTRY_STATE}
        live={isUnderWay(status)}
      />
    </Page>
  );
}

const READS = [getPlanMigration, listPlanMigrationEntries] as const;

/** Shows the actions that a migration allows now. Those without a way back ask first. */
function MigrationActs({ migration }: { migration: PlanMigration }) {
  const mayWrite = useMay('subscriptions:write');
  const acts = {
    start: useApiMutation(startPlanMigration, READS),
    continue: useApiMutation(continuePlanMigration, READS),
    pause: useApiMutation(pausePlanMigration, READS),
    cancel: useApiMutation(cancelPlanMigration, READS),
    undo: useApiMutation(undoPlanMigration, READS),
  };
  const [asking, setAsking] = useState<PlanMigrationAct | null>(null);
  if (!mayWrite) return null;
  const { counts, request } = migration;
  const first = Math.min(request.canarySize || counts.pending, counts.pending);
  const WORDS: Record<PlanMigrationAct, { label: string; variant: 'primary' | 'secondary' | 'ghost'; effect: string }> = {
    cancel: {
      label: 'Cancel',
      variant: 'ghost',
      effect: `${counts.applied} that moved stay on version ${migration.toVersion}. The other ${counts.pending} stay where they are.`,
    },
    undo: { label: 'Undo', variant: 'secondary', effect: `${counts.applied} subscriptions go back to the version they came from.` },
    pause: { label: 'Pause', variant: 'secondary', effect: '' },
    start: {
      label: `Move the first ${first}`,
      variant: 'primary',
      effect: `${first} subscriptions move to version ${migration.toVersion}. Then the migration waits for you.`,
    },
    continue: {
      label: 'Continue',
      variant: 'primary',
      effect: `The other ${counts.pending} subscriptions move to version ${migration.toVersion}.`,
    },
  };
  const run = (act: PlanMigrationAct) =>
    acts[act].mutateAsync({ params: { migrationId: migration.id }, options: { revision: migration.revision } });
  const order: PlanMigrationAct[] = ['cancel', 'undo', 'pause', 'continue', 'start'];
  return (
    <>
      {order
        .filter((act) => migration.allowed.includes(act))
        .map((act) => (
          <Button
            key={act}
            variant={WORDS[act].variant}
            loading={acts[act].isPending}
            onClick={() => (act === 'pause' ? void run(act).catch(() => undefined) : setAsking(act))}
          >
            {WORDS[act].label}
          </Button>
        ))}
      {asking && (
        <ConfirmDialog
          title={`${WORDS[asking].label}?`}
          verb={WORDS[asking].label}
          critical={asking === 'cancel' || asking === 'undo'}
          onConfirm={() => run(asking)}
          onClose={() => setAsking(null)}
        >
          <p>{WORDS[asking].effect}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
