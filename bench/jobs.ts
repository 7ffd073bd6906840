// npm run bench:jobs [-- JOBS]: jobs that each write one row, per second and from asking to beginning; beside the same work on graphile-worker
// alone, in one run on one database with its ordinary settings.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { closeDatabase, sqlTransaction } from '@/lib/server/core/db';
import { jobSpec } from '@/lib/server/jobs/enqueue';
import { startWorkers } from '@/lib/server/jobs/worker';
import { HANDLERS } from '@/lib/server/work/handlers';
import { APP_ROLE } from '../scripts/db/roles.mjs';
import { figure, ground, perSecond, WORKSPACE } from './ground';

const JOBS = Number(process.argv[2] ?? 3_000);
const SINGLE = 200;
const CONCURRENCY = 4;
const by = { actor: { name: 'bench' }, requestId: 'bench' };

interface Side {
  name: string;
  add: (numbers: number[]) => Promise<unknown>;
  stop: () => Promise<unknown>;
}

/** Condition to wait for: how many effects are written, and when the latest began. */
const seen = { count: 0, at: 0 };
const begun = () => {
  seen.count++;
  seen.at = performance.now();
};
const upto = async (count: number) => {
  while (seen.count < count) await sleep(1);
};

async function measure({ name, add, stop }: Side): Promise<{ jobs: number; p50: number; p95: number }> {
  await sleep(500); // until the workers listen
  seen.count = 0;
  const numbers = Array.from({ length: JOBS }, (_, i) => i);
  const asked = performance.now();
  await add(numbers);
  const adding = performance.now() - asked;
  await upto(JOBS);
  const jobs = perSecond(JOBS, performance.now() - asked);
  const waits: number[] = [];
  for (let i = 0; i < SINGLE; i++) {
    const from = performance.now();
    await add([i]);
    await upto(JOBS + i + 1);
    waits.push(seen.at - from);
    await sleep(5);
  }
  await stop();
  waits.sort((a, b) => a - b);
  const [p50, p95] = [waits[SINGLE / 2] ?? 0, waits[Math.floor(SINGLE * 0.95)] ?? 0];
  const words = `${figure(jobs)} jobs/s (asked for in ${adding.toFixed(0)} ms), from asking to doing p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  console.log(`${name.padEnd(28)} ${words}`);
  return { jobs, p50, p95 };
}

async function alone(connectionString: string): Promise<Side> {
  const pool = new pg.Pool({ connectionString, max: CONCURRENCY + 6 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const runner = await run({
    pgPool: pool,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: new Logger(() => () => {}),
    taskList: {
      alone: async (payload, helpers) => {
        begun();
        await helpers.query('INSERT INTO effects (number) VALUES ($1)', [(payload as { number: number }).number]);
      },
    },
  });
  const add = (numbers: number[]) =>
    pool.query(
      `SELECT count(*) FROM graphile_worker.add_jobs((SELECT array_agg(('alone', json_build_object('number', n), NULL, now(), 25, NULL, 0, NULL)::graphile_worker.job_spec) FROM unnest($1::int[]) AS n))`,
      [numbers],
    );
  return { name: 'graphile-worker alone', add, stop: () => runner.stop().then(() => pool.end()) };
}

function ours(): Side {
  const work = startWorkers(
    {
      ...HANDLERS,
      'usage.note_resends': {
        inTransaction: async (ctx, { events: [first] }) => {
          begun();
          await ctx.tx.$executeRaw`INSERT INTO effects (number) VALUES (${Number(first?.[1])})`;
        },
      },
    },
    CONCURRENCY,
  );
  const add = (numbers: number[]) => {
    const specs = numbers.map((n) => jobSpec(by, 'usage.note_resends', { events: [['bench', String(n), '']] }));
    return sqlTransaction({ workspaceId: WORKSPACE }, (client) => client.query('SELECT enqueue_jobs($1::jsonb)', [JSON.stringify(specs)]));
  };
  return { name: 'jobs of a workspace', add, stop: work.stop };
}

const g = await ground();
try {
  await g.admin.query(`CREATE TABLE effects (number int); GRANT INSERT ON effects TO ${APP_ROLE}`);
  const owner = new URL(String(process.env.DATABASE_URL));
  const { user, password } = g.admin;
  owner.username = String(user);
  owner.password = String(password);
  const plain = await measure(await alone(owner.toString()));
  const own = await measure(ours());
  const times = (a: number, b: number) => (a / b).toFixed(2);
  console.log(
    `of graphile-worker alone: ${times(own.jobs, plain.jobs)} of its jobs/s, ${times(own.p50, plain.p50)} times its p50, ` +
      `${times(own.p95, plain.p95)} times its p95; each job also has a row that people see, begins and ends in a transaction of its own, once (load ${loadavg()[0]?.toFixed(1)})`,
  );
} finally {
  await closeDatabase();
  await g.stop();
}
