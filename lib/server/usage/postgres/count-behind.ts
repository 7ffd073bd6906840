import 'server-only';
import { sqlTransaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { log } from '@/lib/server/core/log';
import { enqueueOn } from '@/lib/server/jobs/enqueue';
import { countingSql, MONTH } from '@/lib/server/usage/counting';
import { type Cut, fixCut } from '@/lib/server/usage/cut';
import { type MeterState, meterStates } from '@/lib/server/usage/meter-state';

// Larger steps touch each rollup less often; a step is one transaction, and its events are read from the events until it is done.
const STEP = 50_000;
const PAUSE_MS = 1_000;

/**
 * Counts events into the rollups of a workspace's meters, in steps that are each one transaction, so that it may be stopped anywhere and
 * goes on where it was. Meters that came or changed later catch up in turn with those that are nearly there. Gives true when nothing that
 * was there at the beginning is left; stops after about `maxEvents`.
 */
export async function countEvents(workspaceId: string, maxEvents = Number.POSITIVE_INFINITY): Promise<boolean> {
  const cut = await writtenUpto(workspaceId);
  for (let done = 0, turn = 0; done < maxEvents; done += STEP, turn++) if (!(await step(workspaceId, cut, turn))) return true;
  return false;
}

/** The last event such that none before it is still being written, and a cut that holds all up to it. */
async function writtenUpto(workspaceId: string): Promise<Cut> {
  const cut = await fixCut(workspaceId);
  const upto = await sqlTransaction({ workspaceId }, async (client) => {
    const { rows } = await client.query<{ upto: string }>(
      'SELECT coalesce(max(seq), 0)::text AS upto FROM usage_events WHERE workspace_id = $1 AND seq <= $2',
      [workspaceId, cut.upto],
    );
    return rows[0]?.upto ?? '0';
  });
  return { at: cut.at, upto };
}

const step = (workspaceId: string, { at, upto }: Cut, turn: number): Promise<boolean> =>
  sqlTransaction({ workspaceId }, async (client) => {
    // One process at a time; the others find the meters counted when they get here.
    const { rows } = await client.query<{ meter_id: string }>(
      `SELECT u.meter_id FROM usage_meters u JOIN meters m ON m.id = u.meter_id AND m.deleted_at IS NULL
       WHERE u.workspace_id = $1 AND u.done_seq < $2 ORDER BY u.meter_id FOR UPDATE OF u`,
      [workspaceId, upto],
    );
    if (!rows.length) return false;
    const ids = rows.map((r) => r.meter_id);
    const { meters, end } = nextMeters(await meterStates(client, workspaceId, ids), upto, turn);
    const from = meters[0]?.doneSeq;
    const { rows: ends } = await client.query<{ last: string | null }>(
      `SELECT max(last)::text AS last, usage_rollup_months(array_agg(month)) FROM (
         SELECT max(seq) AS last, ${MONTH} AS month FROM (
           SELECT seq, time FROM usage_events WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${STEP}) s
         GROUP BY month) m HAVING count(*) > 0`,
      [workspaceId, from, end],
    );
    const last = ends[0]?.last ?? end;
    await client.query(
      `WITH src AS (SELECT type, subject, time, seq, data FROM usage_events
                    WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 AND voided_at IS NULL),
       ${countingSql(workspaceId, meters, 'src')} SELECT 1`,
      [workspaceId, from, last],
    );
    await client.query('UPDATE usage_meters SET done_seq = $2, counted_at = greatest(counted_at, $3) WHERE meter_id = ANY($1)', [
      meters.map((m) => m.id),
      last,
      at,
    ]);
    return true;
  });

/** Meters that are equally far are counted in one go: the foremost and the hindmost in turn, the latter no further than where others wait. */
export function nextMeters(states: readonly MeterState[], upto: string, turn: number): { meters: MeterState[]; end: string } {
  const places = [...new Set(states.map((m) => BigInt(m.doneSeq)))].sort((a, b) => (a < b ? -1 : 1));
  const at = turn % 2 === 0 ? places.length - 1 : 0;
  const meters = states.filter((m) => BigInt(m.doneSeq) === places[at]);
  return { meters, end: String(places[at + 1] ?? upto) };
}

/** Returns the counting progress of each meter, by the numbers of its workspace's events. */
export const countingProgress = (workspaceId: string): Promise<Map<string, number>> =>
  sqlTransaction({ workspaceId, snapshot: true }, async (client) => {
    const { rows } = await client.query<{ first: string | null; last: string | null }>(
      'SELECT min(seq)::text AS first, max(seq)::text AS last FROM usage_events WHERE workspace_id = $1',
      [workspaceId],
    );
    const [first, last] = [Number(rows[0]?.first ?? 1) - 1, Number(rows[0]?.last ?? 0)];
    const share = (m: MeterState) => (m.behind ? Math.max(0, (Number(m.doneSeq) - first) / (last - first)) : 1);
    return new Map((await meterStates(client, workspaceId)).map((m) => [m.id, share(m)]));
  });

// In this process alone: which workspaces were asked for within the pause. Forgetting it costs a question to the queue, no more.
const holder = globalThis as { ratebookCounting?: Set<string> };

/**
 * Asks for the workspace's events to be counted, a moment later and once for all that come meanwhile, by a durable job. The question is
 * asked beside the events' own transaction, since writers of events share no row (decision 0102); should it be lost with the process,
 * whoever looks for what is due (lib/server/work/due.ts), or the next question to a meter, asks again.
 */
export function countSoon(workspaceId: string): void {
  holder.ratebookCounting ??= new Set();
  const asked = holder.ratebookCounting;
  if (asked.has(workspaceId)) return;
  asked.add(workspaceId);
  const system = { actor: { name: 'Ratebook' }, requestId: newId() };
  sqlTransaction({ workspaceId }, (client) => enqueueOn(client, system, 'usage.count', {}, { afterMs: PAUSE_MS }))
    .catch((e) => log().warn({ err: e, workspaceId }, 'counting could not be asked for; the next event or question asks again'))
    .finally(() => setTimeout(() => asked.delete(workspaceId), PAUSE_MS).unref());
}

/** Returns the workspaces with events that some meter has not counted: ids and nothing more, since no workspace is named. */
export const uncountedWorkspaces = (): Promise<string[]> =>
  sqlTransaction({}, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT usage_uncounted_workspaces() AS id');
    return rows.map(({ id }) => id);
  });
