import 'server-only';
import { sqlTransaction } from '../db';
import { log } from '../log';
import { countingSql } from './counting';
import { meterStates } from './meter-state';

const CHUNK = 20_000;

/**
 * Counts earlier events for the meters of a workspace that came, or changed, after them: in steps that are each one transaction, so that
 * it may be stopped anywhere and goes on where it was. Gives true when nothing is left; stops after about `maxEvents`.
 */
export async function deriveMeters(workspaceId: string, maxEvents = Number.POSITIVE_INFINITY): Promise<boolean> {
  for (let done = 0; done < maxEvents; done += CHUNK) {
    const more = await sqlTransaction({ workspaceId }, async (client) => {
      // One process at a time; the others find the meters counted when they get here.
      const { rows } = await client.query<{ meter_id: string }>(
        `SELECT u.meter_id FROM usage_meters u JOIN meters m ON m.id = u.meter_id AND m.deleted_at IS NULL
         WHERE u.workspace_id = $1 AND u.finished_at IS NULL ORDER BY u.meter_id FOR UPDATE OF u`,
        [workspaceId],
      );
      if (!rows.length) return false;
      const states = (
        await meterStates(
          client,
          workspaceId,
          rows.map((r) => r.meter_id),
        )
      ).filter((m) => !m.finished);
      const first = states[0];
      if (!first) return true;
      // Meters that are equally far, such as those made together, are counted in one go.
      const meters = states.filter((m) => m.doneSeq === first.doneSeq && m.uptoSeq === first.uptoSeq);
      const { rows: step } = await client.query<{ upto: string | null }>(
        `SELECT max(seq) AS upto FROM (SELECT seq FROM usage_events WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT ${CHUNK}) s`,
        [workspaceId, first.doneSeq, first.uptoSeq],
      );
      const upto = step[0]?.upto ?? first.uptoSeq;
      await client.query(
        `WITH src AS (SELECT type, subject, time, seq, data FROM usage_events
                      WHERE workspace_id = $1 AND seq > $2 AND seq <= $3 AND voided_at IS NULL),
         ${countingSql(workspaceId, meters, 'src')} SELECT 1`,
        [workspaceId, first.doneSeq, upto],
      );
      await client.query(
        `UPDATE usage_meters SET done_seq = $2, finished_at = CASE WHEN $2::bigint >= upto_seq THEN now() END WHERE meter_id = ANY($1)`,
        [meters.map((m) => m.id), upto],
      );
      return true;
    });
    if (!more) return true;
  }
  return false;
}

const holder = globalThis as { ratebookDeriving?: Set<string> };

/** Starts (or leaves running) the counting of a workspace's earlier events beside other work. Failure is logged; the next call goes on. */
export function deriveInBackground(workspaceId: string): void {
  holder.ratebookDeriving ??= new Set();
  const running = holder.ratebookDeriving;
  if (running.has(workspaceId)) return;
  running.add(workspaceId);
  deriveMeters(workspaceId)
    .catch((e) => log().error({ err: e, workspaceId }, 'counting earlier events stopped; it goes on when the meter is next used'))
    .finally(() => running.delete(workspaceId));
}

/** Goes on, after a start, with what an earlier process left uncounted. Whoever asks a meter before it is done is answered from its events. */
export async function resumeDerivations(): Promise<void> {
  try {
    const { rows } = await sqlTransaction({}, (client) => client.query<{ id: string }>('SELECT usage_uncounted_workspaces() AS id'));
    for (const { id } of rows) deriveInBackground(id);
  } catch (e) {
    log().error({ err: e }, 'could not look for meters that are still to be counted; each goes on when it is next used');
  }
}
