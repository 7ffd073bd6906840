// npm run fault:ingest [-- ROUNDS [SEED] [--start]]: numbered events are sent to two servers on one database while one thing after another is broken.
// Every acknowledged event must be there, once, after every round; everything is then sent twice more, and must still be there once.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { type FaultGround, faultGround, type Server } from './fault-ground';
import { faultsUnderStart } from './fault-start';
import { askMeters, bodyOf, eventOf, numbersOf, post, prepare, randomOf, type Sent, type Tenant, total } from './fault-traffic';

const [given, seed] = process.argv.slice(2).filter((word) => word !== '--start');
const ROUNDS = Number(given === 'server' ? 0 : (given ?? 100));
const SEED = Number(seed ?? Date.now() % 100_000);
const PORTS = [3258, 3259];
const WORKERS = 8;
const TRAFFIC_MS = 700;
const FAULTS = ['server', 'postgres', 'cut', 'disk', 'clock', 'poison', 'stranger', 'both'] as const;

/** A server whose clock its parent may set back. */
async function serve(port: number): Promise<void> {
  let behind = 0;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given: []) {
      super(...((given.length ? given : [RealDate.now() - behind]) as []));
    }
    static override now = () => RealDate.now() - behind;
  } as DateConstructor;
  process.on('message', (ms: number) => {
    behind = ms;
  });
  process.on('disconnect', () => process.exit(0));
  const { api } = await import('@/lib/server/api/app');
  const server = createServer(getRequestListener(api.fetch)).listen(port, '127.0.0.1');
  await once(server, 'listening');
  process.send?.('listening');
}

async function main(): Promise<void> {
  const g = await faultGround();
  const servers: Server[] = [];
  const started = performance.now();
  const random = randomOf(SEED);
  const tally = { rounds: 0, serverKills: 0, postgresKills: 0, cuts: 0, disksFilled: 0, clocksSetBack: 0, poisoned: 0, stranger: 0 };
  const sums = { acknowledged: 0, lost: 0, doubled: 0, wrong: 0, refused: 0 };
  try {
    if (!g.hasDisk) console.log('No small disk can be mounted here: a full disk is not tried.');
    const { mine, other } = await prepare();
    for (const port of PORTS) servers.push(await g.startServer(port));
    let next = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const wanted = FAULTS[round % FAULTS.length] as (typeof FAULTS)[number];
      const fault = wanted === 'disk' && !g.hasDisk ? 'server' : wanted;
      const first = next;
      const acknowledged: Sent[] = [];
      const all: Sent[] = [];
      let on = true;
      const worker = async () => {
        while (on) {
          const batch = { first: next, count: 1 + Math.floor(random() * 40) };
          next += batch.count;
          all.push(batch);
          const cut = fault === 'cut' && random() < 0.3;
          if (cut) tally.cuts++;
          const status = await post(pick(random), mine.secret, bodyOf(batch), cut);
          if (status === 202) acknowledged.push(batch);
          else {
            sums.refused++;
            await sleep(20);
          }
        }
      };
      const workers = Array.from({ length: WORKERS }, worker);
      await sleep(TRAFFIC_MS * (0.2 + 0.5 * random()));
      if (fault === 'server' || fault === 'both') {
        (servers[round % 2] as Server).child.kill('SIGKILL');
        tally.serverKills++;
      }
      if (fault === 'postgres' || fault === 'both') {
        g.killPostgres();
        tally.postgresKills++;
      }
      if (fault === 'disk') {
        g.fillDisk();
        tally.disksFilled++;
      }
      if (fault === 'clock') {
        for (const { child } of servers) child.send(3_600_000);
        tally.clocksSetBack++;
      }
      if (fault === 'poison' && all[0]) {
        tally.poisoned++;
        const batch = { first: next, count: 9 };
        next += batch.count;
        await poison(g, mine, batch, acknowledged, all);
      }
      if (fault === 'stranger' && all[0]) {
        tally.stranger++;
        await post(pick(random), other.secret, bodyOf(all[0], '1000000000'));
      }
      await sleep(TRAFFIC_MS * 0.5);
      on = false;
      if (fault === 'disk') g.emptyDisk();
      await g.revivePostgres();
      for (const [i, server] of servers.entries())
        if (server.child.exitCode !== null || server.child.signalCode !== null) servers[i] = await g.startServer(server.port);
      await Promise.all(workers);
      if (fault === 'clock') for (const { child } of servers) child.send(0);

      const numbers = acknowledged.flatMap(numbersOf);
      sums.acknowledged += numbers.length;
      const there = await g.admin<{ n: string }>('SELECT count(*) AS n FROM usage_events WHERE workspace_id = $1 AND id = ANY($2)', [
        mine.id,
        numbers.map(String),
      ]);
      sums.lost += numbers.length - Number(there[0]?.n);
      for (let twice = 0; twice < 2; twice++) for (const batch of all) await untilAccepted(random, mine.secret, batch);
      const kept = await g.admin<{ n: string; ids: string; sum: string }>(
        `SELECT count(*) AS n, count(DISTINCT id) AS ids, sum((data->>'v')::numeric) AS sum FROM usage_events WHERE workspace_id = $1 AND id::bigint >= $2`,
        [mine.id, first],
      );
      const expected = all.flatMap(numbersOf);
      sums.doubled += Number(kept[0]?.n) - Number(kept[0]?.ids);
      if (Number(kept[0]?.n) !== expected.length || BigInt(kept[0]?.sum ?? 0) !== total(expected)) sums.wrong++;
      tally.rounds++;
      if (tally.rounds % 10 === 0)
        console.log(`round ${tally.rounds}: ${sums.acknowledged} acknowledged, ${sums.lost} lost, ${sums.doubled} doubled`);
    }
    const asked = await Promise.all(PORTS.map((port) => askMeters(port, mine.secret)));
    const [plain] = await g.admin<{ n: string; sum: string }>(
      `SELECT count(*) AS n, sum((data->>'v')::numeric) AS sum FROM usage_events WHERE workspace_id = $1`,
      [mine.id],
    );
    for (const answer of asked) if (answer.count !== plain?.n || answer.sum !== plain.sum) sums.wrong++;
    const seconds = (performance.now() - started) / 1000;
    console.log(
      Object.entries(tally)
        .map(([what, n]) => `${what} ${n}`)
        .join(', '),
    );
    console.log(
      `${plain?.n} events kept; meters of both servers say ${asked.map((a) => `${a.count} events, sum ${a.sum}`).join(' and ')}; counted apart: ${plain?.sum}`,
    );
    console.log(
      `acknowledged ${sums.acknowledged}, lost ${sums.lost}, doubled ${sums.doubled}, rounds with a wrong sum ${sums.wrong}; ${sums.refused} requests failed and were sent again`,
    );
    console.log(`${seconds.toFixed(0)} s, seed ${SEED}, load ${loadavg()[0]?.toFixed(1)}`);
    if (sums.lost || sums.doubled || sums.wrong) process.exitCode = 1;
  } finally {
    for (const { child } of servers) child.kill('SIGKILL');
    const { closeDatabase } = await import('@/lib/server/core/db');
    await closeDatabase();
    await g.stop();
  }
}

const pick = (random: () => number) => PORTS[random() < 0.5 ? 0 : 1] as number;

async function untilAccepted(random: () => number, secret: string, batch: Sent): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const status = await post(pick(random), secret, bodyOf(batch));
    if (status === 202) return;
    if (attempt === 100) throw new Error(`events ${batch.first} to ${batch.first + batch.count - 1} are answered ${status} for ever`);
    await sleep(100);
  }
}

/** Among good batches one with a broken envelope, of which nothing may be kept, and one that reuses an id, of which the rest must be. */
async function poison(g: FaultGround, mine: Tenant, batch: Sent, acknowledged: Sent[], all: Sent[]): Promise<void> {
  const good = bodyOf(batch).slice(1, -1);
  const broken = await post(PORTS[0] as number, mine.secret, `[${good},{"id":"x","source":"fault","subject":"s"}]`);
  const kept = await g.admin('SELECT id FROM usage_events WHERE workspace_id = $1 AND id = ANY($2)', [
    mine.id,
    numbersOf(batch).map(String),
  ]);
  if (broken !== 400 || kept.length) throw new Error(`a broken batch is answered ${broken}, and ${kept.length} of it are kept`);
  const stored = acknowledged[0];
  if (!stored) return;
  const reused = await post(PORTS[1] as number, mine.secret, `[${eventOf(stored.first, '-5')},${good}]`);
  if (reused !== 409) throw new Error(`a reused id is answered ${reused}`);
  acknowledged.push(batch);
  all.push(batch);
}

if (process.argv[2] === 'server') await serve(Number(process.argv[3]));
else if (process.argv.includes('--start')) await faultsUnderStart(ROUNDS, SEED);
else await main();
