import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { problem } from '@/lib/problem';
import { pool, sqlTransaction } from '@/lib/server/core/db';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { HANDLERS } from '@/lib/server/work/handlers';
import { enqueue, enqueueAll } from './enqueue';
import { JobFailure } from './job-run';
import type { Handlers, Steps } from './perform';
import { plainError } from './plain-error';
import { startWorkers, type Work } from './worker';
import { releaseDeadWorkers } from './worker-life';

const works: Work[] = [];
const start = (handlers: Partial<Handlers>, concurrency = 2) => {
  const work = startWorkers({ ...HANDLERS, ...handlers }, concurrency);
  works.push(work);
  return work;
};
afterEach(() => Promise.all(works.splice(0).map((work) => work.stop())));

const rowsOf = (workspaceId: string) =>
  sqlTransaction({ workspaceId }, async (client) => (await client.query('SELECT * FROM jobs ORDER BY id')).rows);

describe('asking for a job', () => {
  test('a rollback takes the job with it', async () => {
    const w = await testWorkspace();
    const done: string[] = [];
    start({ 'usage.count': { inSteps: async ({ workspaceId }) => void done.push(workspaceId) } });
    const refused = w.run(async (ctx) => {
      await enqueue(ctx, 'usage.count', {});
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect(await rowsOf(w.id)).toEqual([]);
    const other = await testWorkspace();
    await other.run((ctx) => enqueue(ctx, 'usage.count', {}));
    await expect.poll(() => done).toEqual([other.id]);
    expect(await rowsOf(other.id)).toEqual([]);
  });

  test('twenty who ask at once for the same work get it done once; who asks while it runs gets it done again', async () => {
    const w = await testWorkspace();
    await Promise.all(Array.from({ length: 20 }, () => w.run((ctx) => enqueue(ctx, 'usage.count', {}))));
    expect(await rowsOf(w.id)).toHaveLength(1);
    let runs = 0;
    let atOnce = 0;
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const handler = async ({ workspaceId }: Steps) => {
      if (workspaceId !== w.id) return;
      runs++;
      atOnce++;
      expect(atOnce).toBe(1);
      await gate;
      atOnce--;
    };
    start({ 'usage.count': { inSteps: handler } });
    await expect.poll(() => runs).toBe(1);
    await w.run((ctx) => enqueueAll(ctx, 'usage.count', [{}, {}]));
    expect((await rowsOf(w.id)).map((row) => row.status)).toEqual(['running', 'waiting']);
    open();
    await expect.poll(() => rowsOf(w.id)).toEqual([]);
    expect(runs).toBe(2);
  });

  test('a workspace that works for long holds up no other', async () => {
    const [slow, other] = [await testWorkspace(), await testWorkspace()];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const begun: string[] = [];
    const handler = async ({ workspaceId }: Steps) => {
      begun.push(workspaceId);
      if (workspaceId === slow.id) await gate;
    };
    start({ 'test_clock.advance': { inSteps: handler }, 'timers.run': { inSteps: handler } });
    await slow.run((ctx) => enqueue(ctx, 'test_clock.advance', {}));
    await expect.poll(() => begun).toEqual([slow.id]);
    await slow.run((ctx) => enqueue(ctx, 'timers.run', {}));
    await other.run((ctx) => enqueue(ctx, 'timers.run', {}));
    await expect.poll(() => rowsOf(other.id)).toEqual([]);
    expect(begun).toEqual([slow.id, other.id]);
    open();
    await expect.poll(() => rowsOf(slow.id)).toEqual([]);
  });

  test('another workspace sees nothing of it', async () => {
    const w = await testWorkspace();
    await w.run((ctx) => enqueue(ctx, 'usage.count', {}));
    expect(await rowsOf((await testWorkspace()).id)).toEqual([]);
  });
});

describe('doing a job', () => {
  test('what fails is tried again later, and kept with its error when it failed for good', async () => {
    const w = await testWorkspace();
    let runs = 0;
    const handler = async ({ workspaceId }: Steps) => {
      if (workspaceId !== w.id) return;
      runs++;
      throw runs === 1 ? new Error('the line is down') : new JobFailure('there is nothing to count');
    };
    start({ 'usage.count': { inSteps: handler } });
    await w.run((ctx) => enqueue(ctx, 'usage.count', {}));
    await expect.poll(async () => (await rowsOf(w.id))[0]?.error).toBe('the line is down');
    const [waiting] = await rowsOf(w.id);
    expect(waiting).toMatchObject({ status: 'waiting', attempts: 1 });
    expect(waiting.due_at.getTime()).toBeGreaterThan(Date.now());
    await expect.poll(async () => (await rowsOf(w.id))[0]?.status).toBe('failed');
    expect((await rowsOf(w.id))[0]).toMatchObject({ attempts: 2, error: 'there is nothing to count' });
  });

  test('a job under way is waited for when the process stops, and one in steps gives itself back', async () => {
    const w = await testWorkspace();
    let begun = 0;
    const first = start({
      'usage.count': {
        inSteps: async ({ signal }) => {
          begun++;
          while (true) {
            await sleep(20);
            signal.throwIfAborted();
          }
        },
      },
    });
    await w.run((ctx) => enqueue(ctx, 'usage.count', {}));
    await expect.poll(() => begun).toBe(1);
    await first.stop();
    expect((await rowsOf(w.id))[0]).toMatchObject({ status: 'waiting', attempts: 0, error: null });
    start({ 'usage.count': { inSteps: async () => void begun++ } });
    await expect.poll(() => rowsOf(w.id)).toEqual([]);
    expect(begun).toBe(2);
  });

  test('the job of a worker that is gone goes to another, and the workers of living processes keep theirs', async () => {
    const w = await testWorkspace();
    await w.run((ctx) => enqueue(ctx, 'usage.count', {}));
    const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
    await owner.connect();
    const taken = `UPDATE graphile_worker._private_jobs SET locked_by = 'pool-gone', locked_at = now() - interval '3 seconds', attempts = 1`;
    await owner.query(`${taken} WHERE payload->>'workspace' = '${w.id}'`);
    const life = new pg.Client(process.env.DATABASE_URL);
    await life.connect();
    await life.query(`SELECT pg_advisory_lock(worker_lock('pool-gone'))`);
    expect(await releaseDeadWorkers()).toBe(0);
    await life.end();
    await expect.poll(releaseDeadWorkers).toBe(1);
    start({ 'usage.count': { inSteps: async () => undefined } });
    await expect.poll(() => rowsOf(w.id)).toEqual([]);
    await owner.end();
  });
});

describe('workers whose connections are cut', () => {
  const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
  beforeAll(() => owner.connect());
  afterAll(() => owner.end());
  const held = async (workspaceId: string) => {
    const { rows } = await owner.query(`SELECT locked_by FROM graphile_worker._private_jobs WHERE payload->>'workspace' = $1`, [
      workspaceId,
    ]);
    return rows.map((row) => row.locked_by as string | null);
  };
  const gate = () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { open, opened };
  };

  test('while they write the ends of three jobs give them up, and others find them done', { timeout: 60_000 }, async () => {
    const workspaces = await Promise.all(Array.from({ length: 4 }, () => testWorkspace()));
    const ids = workspaces.map((w) => w.id);
    const gates = ids.map(gate);
    const begun: string[] = [];
    const done: string[] = [];
    const handler = async ({ workspaceId }: Steps) => {
      begun.push(workspaceId);
      await gates[ids.indexOf(workspaceId)]?.opened;
      done.push(workspaceId);
    };
    start({ 'usage.note_resends': { inSteps: handler } }, 4);
    for (const w of workspaces) await w.run((ctx) => enqueue(ctx, 'usage.note_resends', { events: [] }));
    await expect.poll(() => begun).toHaveLength(4);
    await owner.query('BEGIN');
    await owner.query(`SELECT FROM graphile_worker._private_jobs WHERE payload->>'workspace' = ANY($1) FOR UPDATE`, [ids]);
    const waiting = async () => {
      await owner.query('SELECT pg_stat_clear_snapshot()'); // a transaction sees others as they were at its first look
      const { rows } = await owner.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ratebook workers'
           AND wait_event_type = 'Lock'`,
      );
      return rows.map((row) => row.pid as number);
    };
    for (const [at, { open }] of gates.slice(0, 3).entries()) {
      open();
      await expect.poll(waiting).toHaveLength(at + 1);
    }
    await owner.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [await waiting()]);
    await expect.poll(waiting).toEqual([]);
    await owner.query('ROLLBACK');
    await sleep(500); // until the workers have heard of it, while one of them is at work still
    gates[3]?.open();
    await expect.poll(async () => (await Promise.all(ids.map(held))).flat(), { timeout: 40_000 }).toEqual([]);
    expect(done.toSorted()).toEqual(ids.toSorted());
  });

  test('do not keep a job that the database gave them and they never heard of', { timeout: 60_000 }, async () => {
    const [first, second] = [await testWorkspace(), await testWorkspace()];
    const { open, opened } = gate();
    const done: string[] = [];
    const handler = async ({ workspaceId }: Steps) => {
      if (workspaceId === first.id) await opened;
      done.push(workspaceId);
    };
    start({ 'usage.note_resends': { inSteps: handler } }, 1);
    await first.run((ctx) => enqueue(ctx, 'usage.note_resends', { events: [] }));
    await expect.poll(async () => (await held(first.id))[0]).toMatch('pool-');
    await second.run((ctx) => enqueue(ctx, 'usage.note_resends', { events: [] }));
    await owner.query(
      `UPDATE graphile_worker._private_jobs SET locked_by = $1, locked_at = now() - interval '3 seconds' WHERE payload->>'workspace' = $2`,
      [(await held(first.id))[0], second.id],
    );
    await owner.query(
      `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() AND a.application_name = 'ratebook workers'`,
    );
    open();
    await expect.poll(() => done, { timeout: 40_000 }).toContain(second.id);
    await expect.poll(() => held(second.id)).toEqual([]);
  });
});

describe('the list of jobs', () => {
  const failed = async () => {
    const w = await testWorkspace();
    const work = start({
      'usage.count': {
        inSteps: async ({ workspaceId }) => {
          if (workspaceId === w.id) throw new JobFailure('the disk is full');
        },
      },
    });
    await w.run((ctx) => enqueue(ctx, 'usage.count', {}));
    await expect.poll(async () => (await rowsOf(w.id))[0]?.status).toBe('failed');
    await work.stop();
    return { w, id: (await rowsOf(w.id))[0].id as string };
  };

  test('tells what failed in words, and retries it in the name of whoever asked', async () => {
    const { w, id } = await failed();
    const list = await w.call('GET', '/api/v1/jobs?filter[status]=failed&q=disk');
    expect(list.body.data).toEqual([
      expect.objectContaining({ id, title: 'Count events into meters', status: 'failed', attempts: 1, error: 'the disk is full' }),
    ]);
    expect((await w.call('POST', `/api/v1/jobs/${id}/retry`, undefined, { role: 'analyst' })).status).toBe(403);
    const retried = await w.call('POST', `/api/v1/jobs/${id}/retry`);
    expect(retried).toMatchObject({ status: 200, body: { status: 'waiting', attempts: 0 } });
    start({ 'usage.count': { inSteps: async () => undefined } });
    await expect.poll(() => rowsOf(w.id)).toEqual([]);
    const log = await w.call('GET', `/api/v1/audit-log?filter[resource_id]=${id}`);
    expect(log.body.data).toMatchObject([{ action: 'job.retry', resource: { type: 'job', id }, before: { error: 'the disk is full' } }]);
  });

  test('discards a job for good, and refuses while it runs and from other workspaces', async () => {
    const { w, id } = await failed();
    expect((await (await testWorkspace()).call('DELETE', `/api/v1/jobs/${id}`)).status).toBe(404);
    await sqlTransaction({ workspaceId: w.id }, (client) => client.query(`UPDATE jobs SET status = 'running'`));
    expect((await w.call('DELETE', `/api/v1/jobs/${id}`)).status).toBe(409);
    await sqlTransaction({ workspaceId: w.id }, (client) => client.query(`UPDATE jobs SET status = 'failed'`));
    expect((await w.call('DELETE', `/api/v1/jobs/${id}`)).status).toBe(204);
    expect((await w.call('GET', `/api/v1/jobs/${id}`)).status).toBe(404);
  });
});

test('tells what the database said in plain words', () => {
  const refused = (code: string) => plainError(Object.assign(new Error('relation "secret_table" …'), { code }));
  expect(refused('53100')).toBe('The disk of the database is full.');
  expect(refused('ECONNREFUSED')).toBe('The database could not be reached, or was too busy.');
  expect(refused('42P01')).toBe('The database refused it (code 42P01). The log of the server says more.');
  expect(plainError(problem('conflict', 'It is taken.'))).toBe('It is taken.');
});

test('the role of the app delivers jobs and cannot write them past their door', async () => {
  await expect(pool().query(`INSERT INTO graphile_worker._private_jobs (task_id) VALUES (1)`)).rejects.toThrow('permission denied');
  await expect(sqlTransaction({}, (client) => client.query(`SELECT enqueue_jobs('[]')`))).rejects.toThrow('belongs to a workspace');
});
