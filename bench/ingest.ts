// npm run bench:ingest: events per second into the store and over HTTP, beside COPY into a table with the same key, in one run.
// BENCH_EVENTS sets how many events each part sends (default 200,000). Server and client are two processes on this machine.
// npm run bench:ingest -- --events 10000000: sends so many in batches of 1,000, and prints the rate and the server's memory at each million.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { api } from '@/lib/server/api/app';
import { closeDatabase, transaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { newApiKeySecret } from '@/lib/server/identity/principal';
import { usageStore } from '@/lib/server/metering/choose-store';
import type { Counted } from '@/lib/server/usage/store';
import { asCloudEvent, figure, type Ground, ground, madeEvent, meterId, perSecond, WORKSPACE } from './ground';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 200_000);
const START = Date.parse('2026-11-01T00:00:00Z');
const SPACING_MS = 5;
const MILLION = 1_000_000;
const MEGABYTE = 1024 * 1024;

interface Load {
  url: string;
  secret: string;
  tag: string;
  events: number;
  batch: number;
  connections: number;
  /** Number of events of the stream before the first. */
  first?: number;
  /** Events per second at most; as fast as it goes when left out. */
  rate?: number;
}

if (process.argv[2] === 'client') await client(JSON.parse(process.argv[3] as string) as Load);
else await bench();

/** Sends events over so many connections, each waiting for its answer, and prints how long it took. */
async function client({ url, secret, tag, events, batch, connections, first = 0, rate }: Load): Promise<void> {
  const bodies = Array.from({ length: Math.ceil(events / batch) }, (_, b) => {
    const items = Array.from({ length: batch }, (_, i) => asCloudEvent(madeEvent(first + b * batch + i, 1_000, START, SPACING_MS, tag)));
    return batch === 1 ? (items[0] as string) : `[${items.join(',')}]`;
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const latencies: number[] = [];
  const send = (body: string) =>
    new Promise<void>((resolve, reject) => {
      const sent = performance.now();
      const req = request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (res) => {
        res.resume().on('end', () => {
          latencies.push(performance.now() - sent);
          if (res.statusCode === 202) resolve();
          else if (res.statusCode === 429) setTimeout(() => resolve(send(body)), 200);
          else reject(new Error(`answered ${res.statusCode}`));
        });
      });
      req.on('error', reject).end(body);
    });
  const started = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < bodies.length) {
        const n = next++;
        const due = rate === undefined ? 0 : started + ((n * batch) / rate) * 1000;
        if (due > performance.now()) await sleep(due - performance.now());
        await send(bodies[n] as string);
      }
    }),
  );
  const ms = performance.now() - started;
  latencies.sort((a, b) => a - b);
  process.send?.({ ms, p50: latencies[Math.floor(latencies.length * 0.5)], p95: latencies[Math.floor(latencies.length * 0.95)] });
  agent.destroy();
  process.disconnect();
}

async function load(options: Load): Promise<{ ms: number; p50: number; p95: number }> {
  const child = fork(process.argv[1] as string, ['client', JSON.stringify(options)], { execArgv: process.execArgv });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the client ended with ${code}`);
  });
  const [result] = (await Promise.race([once(child, 'message'), failed])) as [{ ms: number; p50: number; p95: number }];
  return result;
}

/** COPY of the same events into a table with the same columns and key: what PostgreSQL does when nothing is asked of it. */
async function copyBaseline({ admin }: Ground): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-copy-'));
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'events.tsv');
  const out = createWriteStream(file);
  for (let n = 0; n < EVENTS; n++) {
    const e = madeEvent(n, 1_000, START, SPACING_MS, 'copy');
    out.write(`${[WORKSPACE, e.source, e.id, e.type, e.subject, e.time, e.data, e.ingestedAt].join('\t')}\n`);
  }
  await new Promise((done) => out.end(done));
  await admin.query(`CREATE TABLE copied (workspace_id text, source text, id text, type text, subject text, time timestamptz, data jsonb,
    ingested_at timestamptz, PRIMARY KEY (workspace_id, source, id))`);
  const started = performance.now();
  await admin.query(`COPY copied FROM ${"'"}${file}${"'"}`);
  const ms = performance.now() - started;
  await admin.query('DROP TABLE copied');
  rmSync(folder, { recursive: true });
  return ms;
}

/** Sends one event after another beside a load, and asks what a preview asks until it is in the answer. */
async function whileBusy(busy: Promise<unknown>, { url, secret }: { url: string; secret: string }) {
  let isBusy = true;
  void busy.finally(() => {
    isBusy = false;
  });
  const took: number[] = [];
  const meter: Counted = { id: meterId(0), aggregation: 'count', eventType: 'llm.request', dimensions: { model: '$.model' } };
  const period = { from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z' };
  const question = { key: 'q', meter, filters: {}, subjects: ['watched'], period };
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  while (isBusy) {
    const event = { ...madeEvent(took.length, 1, START, 60_000, 'watched'), subject: 'watched' };
    const started = performance.now();
    const answer = await fetch(url, { method: 'POST', headers, body: asCloudEvent(event) });
    if (answer.status !== 202) throw new Error(`answered ${answer.status}`);
    while ((await usageStore().usage(WORKSPACE, [question])).get('q') !== String(took.length + 1));
    took.push(performance.now() - started);
    await sleep(20);
  }
  await busy;
  took.sort((a, b) => a - b);
  return { count: took.length, p50: took[Math.floor(took.length * 0.5)] ?? 0, p95: took[Math.floor(took.length * 0.95)] ?? 0 };
}

/** Rate and memory of the server while the table grows; the client is another process for each million. */
async function growth(common: { url: string; secret: string }, events: number): Promise<void> {
  console.log(`load ${loadavg()[0]?.toFixed(1)}, two cores for client, server and database`);
  for (let first = 0; first < events; first += MILLION) {
    const { ms, p95 } = await load({ ...common, tag: 'growth', events: MILLION, batch: 1_000, connections: 8, first });
    const [upto, rate, mb] = [figure(first + MILLION), figure(perSecond(MILLION, ms)), Math.round(process.memoryUsage().rss / MEGABYTE)];
    console.log(
      `${upto.padStart(12)} events   ${rate.padStart(7)} events/s   p95 ${p95.toFixed(0)} ms   server ${mb} MB   load ${loadavg()[0]?.toFixed(1)}`,
    );
  }
}

async function bench(): Promise<void> {
  const { values } = parseArgs({ options: { events: { type: 'string' } } });
  const grown = values.events;
  const g = await ground();
  const server = createServer(getRequestListener(api.fetch));
  try {
    const key = newApiKeySecret();
    await transaction({ workspaceId: WORKSPACE }, (tx) =>
      tx.apiKey.create({
        data: { id: newId(), workspaceId: WORKSPACE, name: 'bench', prefix: key.prefix, hash: key.hash, role: 'editor' },
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v3/openmeter/events`;
    const common = { url, secret: key.secret };
    if (grown !== undefined) return await growth(common, Number(grown));
    const copy = perSecond(EVENTS, await copyBaseline(g));
    console.log(`load ${loadavg()[0]?.toFixed(1)}, two cores for client, server and database`);
    console.log(`COPY from a file, same key             ${figure(copy).padStart(9)} events/s   1.00`);
    const line = (name: string, rate: number, more = '') =>
      console.log(`${name.padEnd(38)} ${figure(rate).padStart(9)} events/s   ${(rate / copy).toFixed(2)}${more}`);

    let ms = 0;
    for (let n = 0; n < EVENTS; n += 1_000) {
      const events = Array.from({ length: 1_000 }, (_, i) => madeEvent(n + i, 1_000, START, SPACING_MS, 'store'));
      const started = performance.now();
      await usageStore().insert(WORKSPACE, events);
      ms += performance.now() - started;
    }
    line('store, one writer, batches of 1,000', perSecond(EVENTS, ms));

    const batched = await load({ ...common, tag: 'batch', events: EVENTS, batch: 1_000, connections: 8 });
    line('HTTP, batches of 1,000, 8 connections', perSecond(EVENTS, batched.ms), `   p95 ${batched.p95.toFixed(0)} ms`);
    const again = await load({ ...common, tag: 'batch', events: EVENTS, batch: 1_000, connections: 8 });
    line('the same again (all duplicates)', perSecond(EVENTS, again.ms));
    const singles = Math.min(EVENTS, 50_000);
    const single = await load({ ...common, tag: 'single', events: singles, batch: 1, connections: 64 });
    line('HTTP, single events, 64 connections', perSecond(singles, single.ms), `   p95 ${single.p95.toFixed(0)} ms`);

    const half = perSecond(EVENTS, batched.ms) / 2;
    const seen = await whileBusy(load({ ...common, tag: 'half', events: EVENTS, batch: 1_000, connections: 8, rate: half }), common);
    console.log(
      `event sent → in a customer's month     p50 ${seen.p50.toFixed(0)} ms, p95 ${seen.p95.toFixed(0)} ms (${seen.count} tries, while ${figure(half)} events/s come in)`,
    );

    while (!(await usageStore().derive(WORKSPACE, 1_000_000)));
    const { rows } = await g.admin.query<{ events: string; counted: string }>(
      `SELECT (SELECT count(*) FROM usage_events) AS events, (SELECT sum(v0) FROM usage_rollups WHERE grain = 1440) AS counted`,
    );
    const expected = String(3 * EVENTS + singles + seen.count);
    console.log(
      `stored ${rows[0]?.events}, counted ${rows[0]?.counted}, expected ${expected}; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    );
    if (rows[0]?.events !== expected || rows[0]?.counted !== expected) throw new Error('events were lost or counted twice');
  } finally {
    server.close();
    server.closeAllConnections();
    await closeDatabase();
    await g.stop();
  }
}
