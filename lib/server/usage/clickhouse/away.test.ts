import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { closeClickHouse, setClickHouse } from './client';
import { clickHouseInstalled, localClickHouse } from './testing';

const events = [1, 2].map((v) => ({
  specversion: '1.0',
  id: String(v),
  source: 'test',
  type: 'call',
  subject: 'acme',
  time: '2026-10-25T00:30:00Z',
  data: { v },
}));

describe('a ClickHouse that cannot answer', () => {
  let server: Server;
  let said: { status: number; body: string } | 'nothing';
  beforeAll(async () => {
    process.env.CLICKHOUSE_URL = 'http://127.0.0.1:9';
    server = createServer((request, response) => {
      if (said === 'nothing') request.socket.destroy();
      else response.writeHead(said.status).end(said.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.close();
    await closeClickHouse();
  });

  const at = (port: number) => setClickHouse(createClient({ url: `http://127.0.0.1:${port}`, log: { level: ClickHouseLogLevel.OFF } }));
  const silenced = () => at((server.address() as AddressInfo).port);

  it('is 503 with Retry-After for whoever sends or asks, and the same events sent again count once', async () => {
    const w = await testWorkspace();
    const definition = { key: 'calls', name: 'Calls', event_type: 'call', aggregation: 'sum', value_property: '$.v' };
    const made = await w.call('POST', '/meters', definition);
    const query = () => w.call('POST', `/meters/${made.body.id}/query`, { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' });
    const voiding = { selection: { events: [{ source: 'test', id: '1' }] }, reason: 'a mistake' };
    const all = () => [
      w.call('POST', '/events', events),
      query(),
      w.call('GET', '/events'),
      w.call('POST', '/api/v1/events/voids', voiding),
    ];
    const states: (() => void)[] = [
      () => at(1), // nobody listens there
      () => {
        said = 'nothing';
        silenced();
      },
      () => {
        said = { status: 503, body: 'no healthy upstream' };
        silenced();
      },
      () => {
        said = { status: 500, body: 'Code: 252. DB::Exception: Too many parts (300). (TOO_MANY_PARTS) (version 26.7.2.1)' };
        silenced();
      },
    ];
    for (const become of states) {
      become();
      for (const answer of await Promise.all(all())) {
        expect(answer.status).toBe(503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(answer.body.code).toBe('unavailable');
      }
    }
    if (!clickHouseInstalled()) return;
    const engine = await localClickHouse();
    for (let i = 0; i < 2; i++) expect((await w.call('POST', '/events', events)).status).toBe(202);
    expect((await query()).body.data[0].value).toBe('3');
    await engine.stop();
  });

  it('is our fault, and told as such, when it does not understand the question', async () => {
    const w = await testWorkspace();
    said = { status: 400, body: 'Code: 62. DB::Exception: Syntax error. (SYNTAX_ERROR) (version 26.7.2.1)' };
    silenced();
    expect((await w.call('GET', '/events')).status).toBe(500);
  });
});
