import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { subjectsOfCustomers } from '@/lib/server/usage/attribution';
import { fixCut } from '@/lib/server/usage/cut';
import { type MeterState, meterStates } from '@/lib/server/usage/meter-state';
import type { ReadAt, UsageReading } from '@/lib/server/usage/store';
import { usageOfCustomers } from './customers-usage';
import { queryMeter } from './query';
import type { Snapshot } from './snapshot';

/**
 * Reads usage in one snapshot. With a cut, the writers of the moment are waited for and nobody is held up; rollups answer where all that
 * they hold had happened by then, and events elsewhere.
 */
export async function readUsage<T>(workspaceId: string, work: (reading: UsageReading) => Promise<T>, at: ReadAt = 'snapshot'): Promise<T> {
  const cut = at === 'snapshot' ? undefined : (await fixCut(workspaceId, at === 'cut' ? undefined : at.asOf)).at;
  return sqlTransaction({ workspaceId, snapshot: true, pool: 'reads' }, async (client) => {
    const states = await meterStates(client, workspaceId);
    const asOf = at === 'cut' ? latest([cut, ...states.map((s) => s.countedAt)]) : cut;
    const usable = (s: MeterState) => asOf === undefined || (s.countedAt !== undefined && s.countedAt <= asOf);
    const meters = new Map(states.map((s) => [s.id, usable(s) ? s : { ...s, doneSeq: '0' }]));
    const snapshot: Snapshot = { client, workspaceId, asOf, meters };
    return work({
      asOf,
      subjectsOf: (customerIds) => subjectsOfCustomers(client, workspaceId, customerIds, asOf),
      query: (question) => queryMeter(snapshot, question),
      usage: (questions) => usageOfCustomers(snapshot, questions),
    });
  });
}

/** The latest of some instants; those that are not there count for nothing. */
const latest = (instants: readonly (string | undefined)[]): string | undefined =>
  instants
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
