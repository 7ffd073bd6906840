import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pool } from '@/lib/server/core/db';
import { testWorkspace } from '@/lib/server/testing/workspace';
import type { NewEvent } from '@/lib/server/usage/store';
import { ask, command } from './client';
import { insertEvents } from './insert';
import { jsonCells } from './json-cells';
import { quoted } from './literal';
import { clickHouseInstalled, localClickHouse } from './testing';

const event = (id: string, more: Partial<NewEvent> = {}): NewEvent => ({
  source: 'test',
  id,
  type: 'call',
  subject: 'acme',
  time: '2026-10-25T00:30:00.000Z',
  timeGiven: true,
  data: '{"v":1}',
  dataschema: null,
  ingestedAt: '2026-12-01T00:00:00.000Z',
  ...more,
});

describe.skipIf(!clickHouseInstalled())('a writer that stopped between an id and its event', () => {
  let engine: Awaited<ReturnType<typeof localClickHouse>> | undefined;
  beforeAll(async () => {
    engine = await localClickHouse();
  });
  afterAll(() => engine?.stop());

  const rows = (id: string) =>
    ask<{ id: string; seq: string; time: string }>(
      `SELECT id, toString(seq) AS seq, toString(time) AS time FROM usage_events FINAL WHERE workspace_id = ${quoted(id)} ORDER BY seq`,
    );

  it('leaves an event that is written, once and as the id says, when it is sent again', async () => {
    const w = await testWorkspace();
    const timeless = event('2', { timeGiven: false });
    await insertEvents(w.id, [event('1'), timeless]);
    const before = await rows(w.id);
    await command(`DELETE FROM usage_events WHERE workspace_id = ${quoted(w.id)}`);
    const again = [event('1'), { ...timeless, time: '2026-10-26T00:00:00.000Z' }, event('3')];
    expect(await insertEvents(w.id, again)).toEqual({ stored: 3, duplicates: 0, conflicts: [] });
    expect((await rows(w.id)).slice(0, 2)).toEqual(before);
    expect(await insertEvents(w.id, again)).toEqual({ stored: 0, duplicates: 3, conflicts: [] });
  });

  it('whose rows arrive after all, does not double them', async () => {
    const w = await testWorkspace();
    await insertEvents(w.id, [event('1')]);
    await command(`INSERT INTO usage_events SELECT * FROM usage_events WHERE workspace_id = ${quoted(w.id)}`);
    expect(await rows(w.id)).toHaveLength(1);
  });
});

describe('data of an event', () => {
  const text = async (json: string) => {
    const { rows } = await pool().query<{ text: string }>('SELECT $1::jsonb::text AS text', [json]);
    return rows[0]?.text;
  };
  const number = fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.constantFrom('', '.0', '.50', '.125', 'e2', 'E-3', '.10e1', '.5e-2', 'e0'))
    .map(([n, more]) => `${n}${more}`);
  const { json } = fc.letrec<{ json: string; object: string; array: string }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      number,
      fc.string({ unit: 'grapheme' }).map((s) => JSON.stringify(s)),
      fc.constantFrom('true', 'false', 'null', '"\\u0041\\/"'),
      tie('object'),
      tie('array'),
    ),
    array: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[ ${items.join(' ,')}]`),
    object: fc
      .array(fc.tuple(fc.constantFrom('a', 'bb', 'é', '/', '~', 'a"b', 'B', ''), tie('json')), { maxLength: 5 })
      .map((members) => `{${members.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join(', ')} }`),
  }));

  it('is written as jsonb writes it', async () => {
    await fc.assert(
      fc.asyncProperty(
        json.filter((j) => !/\\u0000|\\ud[89a-f]/i.test(j)),
        async (j) => {
          expect(jsonCells(j).text).toBe(await text(j));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the same wherever jsonb says so', () => {
    const same = (a: string, b: string) => jsonCells(a).comparable === jsonCells(b).comparable;
    expect(same('{"a":1.50,"b":[1e2]}', '{"b":[100.0], "a":1.5}')).toBe(true);
    expect(same('{"a":"1.50"}', '{"a":"1.5"}')).toBe(false);
    expect(same('{"a":1}', '{"a":"1"}')).toBe(false);
  });

  it('has its values under their places', () => {
    const { scalars, numbers, nested } = jsonCells(
      '{"a":{"b/c":[10,"x~"],"n":null},"t":" +7.50 ","f":false,"big":1e30,"fine":"0.0000000000000000001"}',
    );
    expect(scalars).toEqual({
      '/a/b~1c/0': '10',
      '/a/b~1c/1': 'x~',
      '/t': ' +7.50 ',
      '/f': 'false',
      '/big': `1${'0'.repeat(30)}`,
      '/fine': '0.0000000000000000001',
    });
    expect(numbers).toEqual({ '/a/b~1c/0': '10', '/fine': '0', '/t': '7.5' });
    expect(nested).toEqual({ '/a': '{"n": null, "b/c": [10, "x~"]}', '/a/b~1c': '[10, "x~"]' });
  });
});
