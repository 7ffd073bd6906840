import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { UsageMapping } from '@/lib/metering/usage-mapping';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { importUsage } from './import-file';

const event = (id: string, time: string) => ({ specversion: '1.0', id, source: 's', type: 'call', subject: 'acme', time, data: { v: 1 } });
const counted = { key: 'calls', name: 'Calls', event_type: 'call', aggregation: 'sum', value_property: '$.v' };
const IMPOSSIBLE = [
  '9999-12-31T23:59:59Z',
  '9999-12-31T23:59:59-11:59',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+19:46',
  '1899-12-31T23:59:59Z',
  '2201-01-01T00:00:00Z',
];

it('refuses an event of an impossible year by itself, and stores the rest of its batch', async () => {
  const w = await testWorkspace();
  const meter = await w.call('POST', '/meters', counted);
  for (const [i, time] of IMPOSSIBLE.entries()) {
    const answer = await w.call('POST', '/events', [event(`bad-${i}`, time), event(`good-${i}`, '2026-11-01T00:00:00Z')]);
    expect([time, answer.status, answer.body.stored, answer.body.refused]).toEqual([time, 400, 1, 1]);
    expect(answer.body.detail).toContain('1900 to 2200');
  }
  const { body } = await w.call('POST', `/meters/${meter.body.id}/query`, {});
  expect(body.data.map((row: { value: string }) => row.value)).toEqual([String(IMPOSSIBLE.length)]);
  const rejected = await w.call('GET', '/api/v1/events/rejections');
  expect(rejected.body.data.map((r: { code: string }) => r.code)).toEqual(IMPOSSIBLE.map(() => 'event_time_impossible'));
  const again = await w.call('POST', `/api/v1/events/rejections/${rejected.body.data[0].id}/replay`, { id: 'again' });
  expect([again.status, again.body.detail]).toEqual([400, expect.stringContaining('1900 to 2200')]);
  expect((await w.call('POST', '/api/v1/events/rejections/replay', { filter: {} })).body).toMatchObject({ stored: 0, refused: 0 });
});

it('an import refuses rows of impossible years with their line, keeps the rest, and ends', async () => {
  const w = await testWorkspace();
  const scope = {
    workspace: { id: w.id, key: w.key, name: 'Test', timeZone: 'UTC', sandbox: false, eventHoursAheadMax: 24, eventDaysLateMax: null },
    actor: { type: 'system' as const, id: 'test', name: 'Test' },
    role: 'owner' as const,
    requestId: 'test',
  };
  const take = (format: string, rows: string[]) => {
    const mapping = UsageMapping.parse({
      format: 'csv',
      delimiter: ',',
      type: 'call',
      source: 'file',
      id: '{row}',
      subject: 'acme',
      time: { value: '{at}', format, timeZone: 'UTC' },
      data: {},
    });
    return importUsage(scope, { name: format, stream: Readable.from([Buffer.from(['at', ...rows].join('\n'))]) }, mapping);
  };
  const iso = await take('iso', ['0000-01-01 00:00:00', '2026-11-01 00:00:00', '9999-12-31 00:00:00']);
  expect(iso).toMatchObject({ status: 'finished', rows: 3, accepted: 1, rejected: 2 });
  const { body } = await w.call('GET', `/api/v1/usage-imports/${iso.id}/rejections.csv`);
  expect(body).toMatch(/^2,.*1900 to 2200/m);
  expect(body).toMatch(/^4,.*1900 to 2200/m);
  expect(await take('unix_seconds', ['1793491200000'])).toMatchObject({ status: 'finished', accepted: 0, rejected: 1 });
});
