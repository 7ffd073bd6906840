import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '@/lib/api/operation';
import { closeDatabase } from '@/lib/server/core/db';
import { rightBodies } from '@/lib/server/testing/sample-bodies';
import { publishedAddOn } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { api, routes } from './app';

/** A door to the database, which can be shut: then connections end and new ones are refused, as when its server is stopped. */
class Door {
  private server: Server | undefined;
  private readonly open = new Set<Socket>();
  port = 0;

  constructor(private readonly to: { host: string; port: number }) {}

  async unlock(): Promise<void> {
    this.server = createServer((socket) => {
      const inside = connect(this.to);
      for (const end of [socket, inside]) {
        this.open.add(end);
        end.on('error', () => undefined).on('close', () => this.open.delete(end));
      }
      socket.on('close', () => inside.destroy()).pipe(inside);
      inside.on('close', () => socket.destroy()).pipe(socket);
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async shut(): Promise<void> {
    const closed = once(this.server as Server, 'close');
    this.server?.close();
    for (const end of this.open) end.destroy();
    await closed;
  }
}

const real = new URL(process.env.DATABASE_URL ?? '');
const door = new Door({ host: real.hostname, port: Number(real.port) });
const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
const database = real.pathname.slice(1);

let w: TestWorkspace;
let samples: Record<string, object>;
let person: Record<string, string>;
let authorization: string;

beforeAll(async () => {
  await owner.connect();
  await door.unlock();
  const through = new URL(real);
  through.port = String(door.port);
  process.env.DATABASE_URL = through.toString(); // read on first use
  w = await testWorkspace();
  samples = await rightBodies(w, await publishedAddOn(w));
  person = (await testPerson([{ workspaceId: w.id, role: 'owner' }])).headers;
  authorization = `Bearer ${await w.secret('owner')}`;
});
afterAll(async () => {
  await closeDatabase();
  await door.shut();
  await owner.end();
});

const event = () => ({ specversion: '1.0', id: crypto.randomUUID(), source: 's', type: 't', subject: 'x', time: new Date().toISOString() });
const customer = () => ({ key: crypto.randomUUID(), name: 'Acme' });

/** One request of each kind: it stores events, reads, or writes. */
const kinds = (): [kind: string, answer: () => ReturnType<TestWorkspace['call']>][] => [
  ['events', () => w.call('POST', '/events', event(), { headers: { 'content-type': 'application/cloudevents+json' } })],
  ['a list', () => w.call('GET', '/plans')],
  ['a write', () => w.call('POST', '/customers', customer())],
];

async function everyKind(status: (code: number) => boolean, reason?: string) {
  for (const [kind, answer] of kinds()) {
    const { status: code, headers, body } = await answer();
    expect(status(code), `${kind}: ${code} ${JSON.stringify(body)}`).toBe(true);
    if (reason === undefined) continue;
    expect(Number(headers.get('retry-after')), kind).toBeGreaterThan(0);
    expect(body.detail, kind).toContain(reason);
  }
}
const fine = (code: number) => code < 300;
const away = (code: number) => code === 503;

const token = 't'.repeat(43);
const password = 'a long enough pass phrase 17';
/** Bodies of operations that anybody may ask for. */
const OPEN: Record<string, object> = {
  'set-up': { workspace_name: 'W', name: 'N', email: 'a@b.example', password, token: 'x' },
  'reset-password': { token, password },
  'open-invitation': { token },
  'complete-invitation': { token, name: 'N', password },
};
/** Operations that are answered without the database; a link by mail is refused where no mail is set. */
const WITHOUT = ['get-liveness', 'request-password-link'];

async function ask(op: Operation): Promise<Response> {
  const body = samples[op.id] ?? OPEN[op.id];
  const identity: Record<string, string> = op.permission === 'session' ? { ...person, 'x-workspace': w.key } : { authorization };
  const headers = { ...identity, ...(body && { 'content-type': 'application/json' }) };
  const url = `http://localhost:3000${op.path.replace(/\{\w+\}/g, '01ARZ3NDEKTSV4RRFFQ69G5FAV')}`;
  return api.request(new Request(url, { method: op.method.toUpperCase(), headers, ...(body && { body: JSON.stringify(body) }) }));
}

describe('a database that cannot work now', () => {
  it('is stopped: every operation that needs it is 503 with Retry-After, and goes on when it is back', async () => {
    await everyKind(fine);
    await door.shut();
    await everyKind(away, 'cannot be reached');
    const others: string[] = [];
    for (const { op } of routes.filter((route) => !WITHOUT.includes(route.op.id))) {
      const answer = await ask(op);
      await answer.body?.cancel();
      if (answer.status !== 503 || !answer.headers.get('retry-after')) others.push(`${op.id} ${answer.status}`);
    }
    await door.unlock();
    await everyKind(fine);
    expect(others).toEqual([]);
  });

  it('is stopped while it works: the request is 503', async () => {
    await owner.query('BEGIN; LOCK TABLE customers');
    const waiting = w.call('POST', '/customers', customer());
    await expect
      .poll(
        async () =>
          (await owner.query(`SELECT FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'`, [database])).rowCount,
      )
      .toBe(1);
    await door.shut();
    const { status, headers } = await waiting;
    await owner.query('ROLLBACK');
    await door.unlock();
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    await everyKind(fine);
  });

  it('has no connection left', async () => {
    await closeDatabase();
    await owner.query(`ALTER DATABASE ${database} CONNECTION LIMIT 0`);
    await everyKind(away, 'connections to the database are in use');
    await owner.query(`ALTER DATABASE ${database} CONNECTION LIMIT -1`);
    await everyKind(fine);
  });

  it('has no room on its disk: what writes is 503, and reads go on', async () => {
    await owner.query(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`);
    const tables = ['customers', 'usage_ids'];
    for (const table of tables)
      await owner.query(`CREATE TRIGGER no_room BEFORE INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION no_room()`);
    const [events, list, write] = kinds();
    for (const kind of [events, write]) {
      const answer = await kind?.[1]();
      expect(answer?.status, kind?.[0]).toBe(503);
      expect(answer?.headers.get('retry-after')).toBe('2');
      expect(answer?.body.detail).toContain('disk of the database is full');
    }
    expect((await list?.[1]())?.status).toBe(200);
    for (const table of tables) await owner.query(`DROP TRIGGER no_room ON ${table}`);
    await everyKind(fine);
  });
});
