import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, meter, voidIn } from '@/lib/server/testing/usage-store';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { clickHouseInstalled } from '@/lib/server/usage/clickhouse/testing';
import { postgresStore } from '@/lib/server/usage/postgres/store';

const EVENTS = 45_000;
const node = (...args: string[]) => ['--conditions=react-server', '--import', 'tsx', ...args];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(!clickHouseInstalled())('npm run usage:migrate', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ratebook-migrate-'));
  let port = 0;
  let engine: ChildProcess | undefined;
  const startEngine = async () => {
    engine = spawn(process.execPath, node('scripts/test/clickhouse-server.ts', folder, String(port)), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(engine.stdout as NodeJS.ReadableStream, 'data');
  };
  const kill = async (child: ChildProcess | undefined) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const address = () => `http://127.0.0.1:${port}`;
  /** Runs the command; `during` is called with what it has said whenever it says more. */
  const migrate = async (key: string, during: (said: string, child: ChildProcess) => void = () => {}) => {
    const env = { ...process.env, CLICKHOUSE_URL: address() };
    const child = spawn(process.execPath, node('scripts/usage-migrate.ts', '--to', 'clickhouse', '--workspace', key), { env });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (d) => {
        said += d;
        during(said, child);
      });
    const [code] = await once(child, 'close');
    return { code, said };
  };
  const copied = (said: string) => Number(/(\d+) events copied;/.exec(said)?.[1]);

  beforeAll(async () => {
    port = await freePort();
    await startEngine();
  });
  afterAll(async () => {
    await kill(engine);
    rmSync(folder, { recursive: true, force: true });
  });

  it('goes on where it was killed, survives the death of the engine, and says what differs', { timeout: 240_000 }, async () => {
    const w = await testWorkspace();
    for (const aggregation of ['sum', 'unique_count']) await meter(w, { aggregation });
    for (let from = 0; from < EVENTS; from += 5_000) {
      const some = Array.from({ length: 5_000 }, (_, i) => from + i).map((n) =>
        event(String(n), {
          subject: `s${n % 50}`,
          time: new Date(Date.parse('2026-07-01') + n * 90_000).toISOString(),
          data: `{"v":0.${n}}`,
        }),
      );
      await postgresStore.insert(w.id, some);
    }
    await voidIn(postgresStore, w, { events: [{ source: 'test', id: '3' }] });

    let killed = false;
    const first = await migrate(w.key, (said, child) => {
      if (!said.includes('20000 events copied') || killed) return;
      killed = child.kill('SIGKILL');
    });
    expect([first.code, killed]).toEqual([null, true]);

    let dead = false;
    const second = await migrate(w.key, (said) => {
      if (!said.includes('20000 events copied') || dead) return;
      dead = engine?.kill('SIGKILL') ?? false;
    });
    expect([second.code, dead]).toEqual([1, true]);
    expect(second.said).toContain('The usage store cannot be reached');
    await kill(engine);
    await startEngine();

    const third = await migrate(w.key);
    expect(third.said).toMatch(/ 0 differ/);
    expect(third.code).toBe(0);
    expect(copied(third.said)).toBeGreaterThan(0);
    expect(copied(third.said)).toBeLessThanOrEqual(EVENTS - 20_000);

    const client = createClient({ url: address() });
    await client.command({ query: "DELETE FROM usage_events WHERE id = '30000'" });
    await client.close();
    const fourth = await migrate(w.key);
    expect([fourth.code, copied(fourth.said)]).toEqual([1, 0]);
    expect(fourth.said).toMatch(/2026-08-\d\d events of type call: 960 events, 0 void in PostgreSQL, 959 events, 0 void in ClickHouse/);
  });
});
