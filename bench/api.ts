// npm run bench:api: an authenticated GET of one plan, answered in front of Next (npm start) and by Next's route handler (next start),
// in one run on one database. Figures of a busy machine are not worth keeping: it says how busy the machine was.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { buildIfStale } from '../scripts/start/build.mjs';
import { ground, METERS, meterId, WORKSPACE } from './ground';

const CONNECTIONS = 16;
const SECONDS = Number(process.env.SECONDS ?? 8);
const PORT = Number(process.env.PORT ?? 3200);

async function main() {
  await buildIfStale();
  const { stop } = await ground();
  process.env.LOG_LEVEL = 'warn';
  const servers: ChildProcess[] = [];
  try {
    const headers = { authorization: `Bearer ${await makeKey()}` };
    const start = (args: string[], port: number) => {
      const env = { ...process.env, NODE_ENV: 'production' as const, PORT: String(port) };
      servers.push(spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }));
      return `http://127.0.0.1:${port}`;
    };
    const front = start(['dist/server.mjs'], PORT);
    const inside = start(['node_modules/next/dist/bin/next', 'start', '-p', String(PORT + 1), '-H', '127.0.0.1'], PORT + 1);
    for (const host of [front, inside]) await untilReady(host);
    const path = `/api/v3/openmeter/plans/${await makePlan(front, headers)}`;
    const load = loadavg()[0]?.toFixed(1);
    const inFront = await measure('in front of Next', front + path, headers);
    const throughNext = await measure("through Next's route handler", inside + path, headers);
    console.log(
      `ratio ${(inFront / throughNext).toFixed(1)} (${CONNECTIONS} connections, ${SECONDS} s each, client on the same machine, load before ${load})`,
    );
  } finally {
    for (const server of servers) server.kill('SIGTERM');
    await Promise.all(servers.map((server) => server.exitCode ?? once(server, 'exit')));
    await stop();
  }
}

async function makeKey(): Promise<string> {
  const { createApiKey } = await import('@/lib/server/identity/api-keys');
  const { closeDatabase } = await import('@/lib/server/core/db');
  const { run } = await import('@/lib/server/core/run');
  const bounds = { eventHoursAheadMax: 24, eventDaysLateMax: null };
  const workspace = { id: WORKSPACE, key: 'bench', name: 'Bench', timeZone: 'UTC', sandbox: false, ...bounds };
  const actor = { type: 'system' as const, id: 'bench', name: 'Bench' };
  const { secret } = await run({ workspace, actor, role: 'owner' }, {}, (ctx) => createApiKey(ctx, { name: 'Bench', role: 'admin' }));
  await closeDatabase();
  return secret;
}

/** A published plan of four rate cards. */
async function makePlan(host: string, headers: Record<string, string>): Promise<string> {
  const post = async (path: string, body: unknown = {}) => {
    const response = await fetch(`${host}/api/v3/openmeter${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer as { id: string };
  };
  const cards: object[] = [{ key: 'fee', name: 'Platform fee', billing_cadence: 'P1M', price: { type: 'flat', amount: '49' } }];
  for (const [i, { key }] of METERS.slice(0, 3).entries()) {
    const feature = await post('/features', { key, name: key, meter: { id: meterId(i) } });
    const tier = (amount: string, upTo?: string) => ({ ...(upTo && { up_to_amount: upTo }), unit_price: { type: 'unit', amount } });
    const tiers = [tier('0', '300'), tier('0.003', '550'), tier('0.0025')];
    cards.push({ key, name: key, feature: { id: feature.id }, billing_cadence: 'P1M', price: { type: 'graduated', tiers } });
  }
  const phases = [{ key: 'main', name: 'Main', rate_cards: cards }];
  const { id } = await post('/plans', { key: 'bench', name: 'Bench', currency: 'USD', billing_cadence: 'P1M', phases });
  await post(`/plans/${id}/publish`);
  return id;
}

async function untilReady(host: string) {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${host}/api/health/ready`).catch((error: unknown) => error as Error);
    if (response instanceof Response && response.ok) return;
    if (attempt === 150) throw new Error(`${host} does not get ready`, { cause: response });
    await sleep(200);
  }
}

/** Requests per second after a warm-up, printed with the 95th percentile of the latency. */
async function measure(name: string, url: string, headers: Record<string, string>): Promise<number> {
  await autocannon({ url, headers, connections: CONNECTIONS, duration: 3 });
  const times: number[] = [];
  const run = autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS });
  run.on('response', (_client, _status, _bytes, ms) => times.push(ms));
  const result = await run;
  if (result.non2xx || result.errors) throw new Error(`${name}: ${result.non2xx} answers were refusals, ${result.errors} failed`);
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)] ?? 0;
  const perSecond = times.length / result.duration;
  console.log(`${name.padEnd(30)} ${Math.round(perSecond).toLocaleString('en').padStart(8)} req/s   p95 ${p95.toFixed(1)} ms`);
  return perSecond;
}

await main();
