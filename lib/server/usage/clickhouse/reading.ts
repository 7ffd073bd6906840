import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { subjectsOfCustomers } from '@/lib/server/usage/attribution';
import { fixCut } from '@/lib/server/usage/cut';
import type { ReadAt, UsageReading } from '@/lib/server/usage/store';
import { usageOfCustomers } from './customers-usage';
import { queryMeter } from './query';

/** Reads usage as of one instant, however many statements that takes: the engine has no transactions, but every event knows since when it is there. */
export async function readUsage<T>(workspaceId: string, work: (reading: UsageReading) => Promise<T>, at: ReadAt = 'snapshot'): Promise<T> {
  const { at: asOf } = await fixCut(workspaceId, typeof at === 'object' ? at.asOf : undefined);
  return work({
    asOf,
    subjectsOf: (customerIds) => sqlTransaction({ workspaceId }, (client) => subjectsOfCustomers(client, workspaceId, customerIds, asOf)),
    query: (question) => queryMeter(workspaceId, question, asOf),
    usage: (questions) => usageOfCustomers(workspaceId, questions, asOf),
  });
}
