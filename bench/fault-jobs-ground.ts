// Shared ground of npm run fault:jobs and its short form in the suite: numbered jobs run while workers and the database are killed.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { deploy } from '../scripts/db/deploy.mjs';
import { ensureDatabase, startPostgres } from '../scripts/db/postgres.mjs';
import { APP_ROLE, appUrl, ensureAppRole, grant } from '../scripts/db/roles.mjs';

const WORKSPACE = '01K00000000000000000000000';
const PROCESSES = 2;
const CHUNK = 1_000;
const PATIENCE_MS = 120_000;

export interface FaultReport {
  jobs: number;
  workersKilled: number;
  databaseKilled: number;
  /** Numbers whose effect is not there, and those whose effect is there more than once. */
  lost: number;
  doubled: number;
  seconds: number;
}

/** Runs `jobs` jobs in two processes and kills a process, or the database, `kills` times at even shares of the work, in turn. */
export async function killWhileJobsRun(jobs: number, kills: number): Promise<FaultReport> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-fault-jobs-'));
  chmodSync(folder, 0o711); // PostgreSQL's account walks through it
  const data = path.join(folder, 'pg');
  let postgres = await startPostgres({ data });
  const port = postgres.port;
  const started = performance.now();
  const workers: ChildProcess[] = [];
  try {
    const owner = await prepare(postgres.url());
    const env = { ...process.env, DATABASE_URL: appUrl(owner, 'fault'), NEXTAUTH_SECRET: 'a secret for faults only', LOG_LEVEL: 'silent' };
    await enqueueNumbers(env.DATABASE_URL, jobs);
    for (let i = 0; i < PROCESSES; i++) workers.push(startWorker(env));
    const report: FaultReport = { jobs, workersKilled: 0, databaseKilled: 0, lost: 0, doubled: 0, seconds: 0 };
    for (let kill = 0; kill < kills; kill++) {
      await doneUpto(owner, Math.floor((jobs * (kill + 1)) / (kills + 1)));
      if (kill % 2 === 0) {
        workers.shift()?.kill('SIGKILL');
        workers.push(startWorker(env));
        report.workersKilled++;
      } else {
        const ended = once(postgres.process, 'exit');
        postgres.process.kill('SIGKILL');
        await ended;
        postgres = await startPostgres({ data, port });
        report.databaseKilled++;
      }
    }
    await doneUpto(owner, jobs);
    await emptied(owner);
    const [counted] = await ask<{ all: string; different: string }>(
      owner,
      'SELECT count(*) AS all, count(DISTINCT number) AS different FROM effects',
    );
    report.lost = jobs - Number(counted?.different);
    report.doubled = Number(counted?.all) - Number(counted?.different);
    report.seconds = (performance.now() - started) / 1000;
    return report;
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(server: string): Promise<string> {
  await ensureDatabase(server, 'fault');
  const url = new URL(server);
  url.pathname = '/fault';
  const owner = url.toString();
  await deploy(owner);
  const db = new pg.Client(owner);
  await db.connect();
  await ensureAppRole(db, 'fault');
  await grant(db);
  await db.query(`CREATE TABLE effects (number int); GRANT INSERT ON effects TO ${APP_ROLE}`);
  await db.query('INSERT INTO workspaces (id, key, name) VALUES ($1, $2, $2)', [WORKSPACE, 'fault']);
  await db.end();
  return owner;
}

/** Asked for as the application does, a thousand to a transaction. */
async function enqueueNumbers(url: string, jobs: number): Promise<void> {
  const { jobSpec } = await import('@/lib/server/jobs/enqueue');
  const by = { actor: { name: 'fault' }, requestId: 'fault' };
  const client = new pg.Client(url);
  await client.connect();
  for (let first = 0; first < jobs; first += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, jobs - first) }, (_, i) => first + i);
    const specs = numbers.map((n) => jobSpec(by, 'usage.note_resends', { events: [['fault', String(n), '']] }));
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.workspace_id', $1, true)`, [WORKSPACE]);
    await client.query('SELECT enqueue_jobs($1::jsonb)', [JSON.stringify(specs)]);
    await client.query('COMMIT');
  }
  await client.end();
}

function startWorker(env: NodeJS.ProcessEnv): ChildProcess {
  const execArgv = ['--conditions=react-server', '--import', 'tsx'];
  return fork(path.join(import.meta.dirname, 'fault-jobs-worker.ts'), [], {
    execArgv,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url);
  client.on('error', () => {}); // a lost connection fails the query under way, which is where it is reported
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows as T[];
}

const doneUpto = (owner: string, number: number) =>
  until(
    `${number} jobs are done`,
    async () => Number((await ask<{ n: string }>(owner, 'SELECT count(*) AS n FROM effects'))[0]?.n) >= number,
  );

/** Nothing waits, runs or failed, and nothing is left to deliver. */
const emptied = (owner: string) =>
  until('nothing is left', async () => {
    const sql = 'SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM graphile_worker._private_jobs) AS n';
    return Number((await ask<{ n: string }>(owner, sql))[0]?.n) === 0;
  });

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`waited ${PATIENCE_MS / 1000} s, and it is not so: ${what}`);
    await sleep(100);
  }
}
