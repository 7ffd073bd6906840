import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
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
