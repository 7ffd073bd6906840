import 'server-only';
import type { PoolClient } from 'pg';
import type { Principal, WorkspaceRef } from '@/lib/server/core/ctx';
import { sqlTransaction } from '@/lib/server/core/db';
import { kindOf, waitAfter } from './kinds';
import { plainError } from './plain-error';

/** Fields of a job in the queue; everything else stands in its row. */
export interface Delivery {
  workspace: string;
  job: string;
  delivery: number;
}

/** A job whose attempt has begun. */
export interface RunningJob {
  id: string;
  workspaceId: string;
  workspace: WorkspaceRef;
  kind: string;
  payload: unknown;
  /** The number of this attempt, from 1; also the fence by which an attempt that was given up cannot end the job. */
  attempt: number;
  maxAttempts: number;
  requestId: string;
}

/** Thrown by a handler when trying again is of no use: the job has failed for good. The message is shown to people. */
export class JobFailure extends Error {}

/** Another attempt of the same job began, or it was discarded: what this one did is rolled back. */
export class JobLost extends Error {
  constructor() {
    super('another attempt of this job has begun');
  }
}

const WORKSPACE = `id, key, name, time_zone AS "timeZone", sandbox, event_hours_ahead_max AS "eventHoursAheadMax", event_days_late_max AS "eventDaysLateMax"`;

/**
 * Begins an attempt. Gives undefined when the delivery is of no account: the job is done, was moved or discarded. An attempt that was cut
 * off (its worker was killed) is begun anew by the same delivery. The beginning alone need not outlive a crash of the database: the
 * delivery does, and begins again.
 */
export const beginJob = ({ workspace, job, delivery }: Delivery): Promise<RunningJob | undefined> =>
  sqlTransaction({ workspaceId: workspace }, async (client) => {
    const { rows } = await client.query<RunningJob>(
      `WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)), place AS (SELECT ${WORKSPACE} FROM workspaces WHERE id = $3)
       UPDATE jobs SET status = 'running', attempts = attempts + 1, started_at = now() FROM quick, place
       WHERE jobs.id = $1 AND delivery = $2 AND status IN ('waiting', 'running')
       RETURNING jobs.id, workspace_id AS "workspaceId", row_to_json(place) AS workspace, kind, payload, attempts AS attempt,
         max_attempts AS "maxAttempts", request_id AS "requestId"`,
      [job, delivery, workspace],
    );
    return rows[0];
  });

/** Ends a job whose work is done and committed. */
export const endJob = (job: RunningJob): Promise<void> =>
  sqlTransaction({ workspaceId: job.workspaceId }, async (client) => {
    await client.query('DELETE FROM jobs WHERE id = $1 AND attempts = $2', [job.id, job.attempt]);
  });

/** Notes how far an attempt is, in the units of its kind. */
export const noteJobProgress = (job: RunningJob, done: number, total?: number): Promise<void> =>
  sqlTransaction({ workspaceId: job.workspaceId }, async (client) => {
    await client.query('UPDATE jobs SET progress_done = $3, progress_total = $4 WHERE id = $1 AND attempts = $2', [
      job.id,
      job.attempt,
      Math.round(done),
      total === undefined ? null : Math.round(total),
    ]);
  });

/** Gives back an attempt that ends only because its process does: another process goes on at once, and it counts for nothing. */
export const putBackJob = (job: RunningJob): Promise<void> =>
  sqlTransaction({ workspaceId: job.workspaceId }, async (client) => {
    await client.query(`UPDATE jobs SET status = 'waiting', attempts = attempts - 1 WHERE id = $1 AND attempts = $2`, [
      job.id,
      job.attempt,
    ]);
    await client.query('SELECT redeliver_job($1, now())', [job.id]);
  });

/** Notes that an attempt failed: the job waits for its next one, or has failed for good. Gives when it is tried again. */
export const failJob = (job: RunningJob, error: unknown): Promise<Date | undefined> =>
  sqlTransaction({ workspaceId: job.workspaceId }, async (client) => {
    const words = plainError(error);
    const kind = kindOf(job.kind);
    if (error instanceof JobFailure || job.attempt >= job.maxAttempts || !kind) {
      await client.query(`UPDATE jobs SET status = 'failed', error = $3, failed_at = now() WHERE id = $1 AND attempts = $2`, [
        job.id,
        job.attempt,
        words,
      ]);
      return undefined;
    }
    return again(client, job, words, waitAfter(kind, job.attempt));
  });

/** A job of the same key that was asked for meanwhile does the same work, with newer knowledge: one of them is enough. */
async function again(client: PoolClient, job: RunningJob, error: string, seconds: number): Promise<Date | undefined> {
  const { rowCount } = await client.query(
    `DELETE FROM jobs j USING jobs twin WHERE j.id = $1 AND j.attempts = $2
       AND twin.kind = j.kind AND twin.key = j.key AND twin.status = 'waiting' AND twin.id <> j.id`,
    [job.id, job.attempt],
  );
  if (rowCount) return undefined;
  const { rows } = await client.query<{ due: Date }>(
    `UPDATE jobs SET status = 'waiting', error = $3 WHERE id = $1 AND attempts = $2
     RETURNING date_trunc('milliseconds', now() + make_interval(secs => $4)) AS due`,
    [job.id, job.attempt, error, seconds],
  );
  if (rows[0]) await client.query('SELECT redeliver_job($1, $2)', [job.id, rows[0].due]);
  return rows[0]?.due;
}

/** Returns the product itself as whoever does this job. */
export const actorOf = ({ workspace }: RunningJob): Principal => ({
  actor: { type: 'system', id: 'jobs', name: 'Ratebook' },
  role: 'owner',
  workspace,
});
