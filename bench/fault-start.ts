// For npm run fault:ingest -- ROUNDS SEED --start: what npm start runs is killed, and nothing but npm start brings it back.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, adminOf } from './fault-admin';
import { askMeters, bodyOf, numbersOf, post, prepare, randomOf, type Sent, total } from './fault-traffic';

const READY_MS = 120_000;

interface StartGround {
  port: number;
  admin: Admin;
  killPostgres(): void;
  killServer(): void;
  /** Waits until it serves again by itself; gives how long that took, in milliseconds. */
  untilServing(): Promise<number>;
  stop(): Promise<void>;
}

/** Ratebook as npm start runs it, empty, in a folder of its own. It must be built: npm run build. */
async function startGround(port: number): Promise<StartGround> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-fault-start-'));
  const { DATABASE_URL: _, DATABASE_APP_URL: __, ...env } = process.env;
  const child: ChildProcess = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...env, NODE_OPTIONS: '', DATA_DIR: folder, PORT: String(port), SEED: 'none', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  const serves = () =>
    fetch(`http://127.0.0.1:${port}/api/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
  const untilServing = async () => {
    const began = performance.now();
    while (!(await serves())) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`npm start ended with ${child.exitCode ?? child.signalCode}`);
      if (performance.now() - began > READY_MS) throw new Error('npm start did not bring it back');
      await sleep(50);
    }
    return performance.now() - began;
  };
  await untilServing();
  const { ownerUrl, appUrl } = JSON.parse(readFileSync(path.join(folder, 'instance.json'), 'utf8')) as { ownerUrl: string; appUrl: string };
  process.env.DATABASE_URL = appUrl;
  process.env.NEXTAUTH_SECRET ||= 'a secret for faults only';
  process.env.LOG_LEVEL ||= 'silent';
  /** Of the children of npm start, which are ours to kill, the one that runs this. */
  const kill = (program: string) => {
    const pids = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    const pid = pids.find((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes(program));
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  };
  return {
    port,
    admin: adminOf(() => ownerUrl),
    killPostgres: () => kill('bin/postgres'),
    killServer: () => kill('dist/server.mjs'),
    untilServing,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PORT = 3257;
const WORKERS = 8;
const KINDS = ['server', 'postgres', 'both'] as const;
// Five ends of one of them in a minute are a defect to npm start, which gives up: a killer by hand is slower than that.
const APART_MS = 13_000;

/** Kills the server, PostgreSQL and both in turn while events come in; what npm start brings back must have every acknowledged event once. */
export async function faultsUnderStart(rounds: number, seed: number): Promise<void> {
  const random = randomOf(seed);
  const ground = await startGround(PORT);
  const sums = { acknowledged: 0, lost: 0, doubled: 0, wrong: 0, refused: 0, kills: 0 };
  const backAfter: number[] = [];
  try {
    const { mine } = await prepare();
    let next = 1;
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const kind = KINDS[round % KINDS.length];
      const [all, acknowledged]: [Sent[], Sent[]] = [[], []];
      let on = true;
      const worker = async () => {
        while (on) {
          const batch = { first: next, count: 1 + Math.floor(random() * 40) };
          next += batch.count;
          all.push(batch);
          if ((await post(PORT, mine.secret, bodyOf(batch))) === 202) acknowledged.push(batch);
          else {
            sums.refused++;
            await sleep(50);
          }
        }
      };
      const workers = Array.from({ length: WORKERS }, worker);
      await sleep(500 + 500 * random());
      if (kind !== 'postgres') ground.killServer();
      if (kind !== 'server') ground.killPostgres();
      sums.kills += kind === 'both' ? 2 : 1;
      await sleep(100); // it is gone
      backAfter.push(100 + (await ground.untilServing()));
      await sleep(300);
      on = false;
      await Promise.all(workers);
      const ids = acknowledged.flatMap(numbersOf).map(String);
      sums.acknowledged += ids.length;
      const [there] = await ground.admin<{ n: string }>('SELECT count(*) AS n FROM usage_events WHERE workspace_id = $1 AND id = ANY($2)', [
        mine.id,
        ids,
      ]);
      sums.lost += ids.length - Number(there?.n);
      for (const batch of all)
        for (let attempt = 1; (await post(PORT, mine.secret, bodyOf(batch))) !== 202; attempt++) {
          if (attempt === 100) throw new Error(`events from ${batch.first} on are refused for ever`);
          await sleep(100);
        }
      const first = all[0]?.first ?? next;
      const [kept] = await ground.admin<{ n: string; ids: string; sum: string }>(
        `SELECT count(*) AS n, count(DISTINCT id) AS ids, sum((data->>'v')::numeric) AS sum FROM usage_events WHERE workspace_id = $1 AND id::bigint >= $2`,
        [mine.id, first],
      );
      const expected = all.flatMap(numbersOf);
      sums.doubled += Number(kept?.n) - Number(kept?.ids);
      if (Number(kept?.n) !== expected.length || BigInt(kept?.sum ?? 0) !== total(expected)) sums.wrong++;
      await sleep(Math.max(0, APART_MS * (kind === 'both' ? 1 : 0.7) - (performance.now() - began)));
    }
    const asked = await askMeters(PORT, mine.secret);
    const [plain] = await ground.admin<{ n: string; sum: string }>(
      `SELECT count(*) AS n, sum((data->>'v')::numeric) AS sum FROM usage_events WHERE workspace_id = $1`,
      [mine.id],
    );
    if (asked.count !== plain?.n || asked.sum !== plain.sum) sums.wrong++;
    backAfter.sort((a, b) => a - b);
    const at = (share: number) =>
      `${((backAfter[Math.min(backAfter.length - 1, Math.floor(share * backAfter.length))] ?? 0) / 1000).toFixed(1)} s`;
    console.log(
      `${rounds} rounds under npm start, ${sums.kills} kills; it served again by itself after ${at(0.5)} (median), ${at(1)} (longest)`,
    );
    console.log(`${plain?.n} events kept; meters say ${asked.count} events, sum ${asked.sum}; counted apart: ${plain?.sum}`);
    console.log(
      `acknowledged ${sums.acknowledged}, lost ${sums.lost}, doubled ${sums.doubled}, rounds with a wrong sum ${sums.wrong}; ${sums.refused} requests failed and were sent again; seed ${seed}`,
    );
    if (sums.lost || sums.doubled || sums.wrong) process.exitCode = 1;
  } finally {
    const { closeDatabase } = await import('@/lib/server/core/db');
    await closeDatabase();
    await ground.stop();
  }
}
