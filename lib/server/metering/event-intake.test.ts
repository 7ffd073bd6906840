import { expect, it } from 'vitest';
import { sqlTransaction } from '@/lib/server/core/db';
import { testWorkspace } from '@/lib/server/testing/workspace';

const event = (id: string, more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id,
  source: 'test',
  type: 'call',
  subject: 'acme',
  time: '2026-11-01T10:00:00Z',
  data: { n: 5 },
  ...more,
});
const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString();

/** Two events compressed by the zstd program. */
const PACKED =
  'KLUv/QRY7QMAAokbHHCJMwYlit8tPpUfg4vtUvwCALIvsUItz9L/LwQFBKNotb5s0tgI0B2ziPaGdPVUMj7I1EzNJEhppGQEkETWlylvfNlS62/twfC4J7HOwZZlfZvFG39u3/ou52luPK0nyngeaZ1pinNWsbZxQ4QDABNSeSwmmEds7gF4ib6c';

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const block = (type: 0 | 1, size: number, last: boolean, content: Uint8Array) => {
  const head = (size << 3) | (type << 1) | (last ? 1 : 0);
  return Buffer.concat([Buffer.from([head & 255, (head >> 8) & 255, head >> 16]), content]);
};
/** A frame by hand: a window of 1 KB × 2^exponent, then blocks as they are told. */
const frame = (exponent: number, ...blocks: Uint8Array[]) => Buffer.concat([Buffer.from([...MAGIC, 0, exponent << 3]), ...blocks]);
const raw = (text: string) => frame(7, block(0, text.length, true, Buffer.from(text)));

it('unpacks Zstandard bodies, also of several frames', async () => {
  const w = await testWorkspace();
  const send = (body: Uint8Array) => w.call('POST', '/events', body, { headers: { 'content-encoding': 'zstd' } });
  expect((await send(Buffer.from(PACKED, 'base64'))).status).toBe(202);
  const text = JSON.stringify(event('3'));
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  expect((await send(Buffer.concat([raw(text.slice(0, 30)), skippable, raw(text.slice(30))]))).status).toBe(202);
  expect((await w.call('GET', '/events')).body.data.map((d: { event: { id: string } }) => d.event.id)).toEqual(['3', '2', '1']);
});

it('refuses Zstandard that is damaged, cut off or a bomb, and other encodings', async () => {
  const w = await testWorkspace();
  const send = async (body: Uint8Array, encoding = 'zstd') =>
    (await w.call('POST', '/events', body, { headers: { 'content-encoding': encoding } })).status;
  const packed = Buffer.from(PACKED, 'base64');
  expect(await send(Buffer.from('not zstd at all'))).toBe(400);
  expect(await send(packed.subarray(0, packed.length - 30))).toBe(400);
  const spaces = (last: boolean) => block(1, 128 * 1024, last, Buffer.from(' '));
  expect(await send(frame(7, ...Array.from({ length: 20_000 }, (_, i) => spaces(i === 19_999))))).toBe(413); // 2.6 GB out of 80 kB
  expect(await send(frame(14, block(0, 2, true, Buffer.from('{}'))))).toBe(400); // asks for a window of 16 MB
  const nothing = (last: boolean) => block(0, 0, last, Buffer.alloc(0));
  expect(await send(frame(13, ...Array.from({ length: 100_000 }, (_, i) => nothing(i === 99_999))))).toBe(400); // all work and no content
  expect(await send(packed, 'br')).toBe(415);
  expect(await send(packed, 'zstd, gzip')).toBe(415);
});

it('refuses events beyond the workspace’s bounds of time, keeps them among the rejected and stores the rest', async () => {
  const w = await testWorkspace();
  expect(
    (await w.call('POST', '/events', [event('old', { time: '2001-01-01T00:00:00Z' }), event('soon', { time: hours(23) })])).status,
  ).toBe(202);
  const refused = await w.call('POST', '/events', [event('1'), event('ahead', { time: hours(25) }), event('2')]);
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 'validation_failed', stored: 2, refused: 1, issues: [{ field: '$[1].time', code: 'event_too_far_ahead' }] },
  });
  const path = `/api/v1/workspaces/${w.id}`;
  expect((await w.call('PATCH', path, { event_hours_ahead_max: 48, event_days_late_max: 30 })).body).toMatchObject({
    event_hours_ahead_max: 48,
    event_days_late_max: 30,
  });
  await expect.poll(async () => (await w.call('POST', '/events', event('ahead', { time: hours(47) }))).status).toBe(202);
  expect((await w.call('POST', '/events', event('late', { time: hours(-31 * 24) }))).body.issues).toMatchObject([
    { code: 'event_too_late' },
  ]);
  const rejections = (await w.call('GET', '/api/v1/events/rejections')).body.data;
  expect(new Set(rejections.map((r: { code: string }) => r.code))).toEqual(new Set(['event_too_far_ahead', 'event_too_late']));
  const late = rejections.find((r: { code: string }) => r.code === 'event_too_late');
  // Someone who looked at it may store it after all, under the id that it has.
  expect((await w.call('POST', `/api/v1/events/rejections/${late.id}/replay`, { id: 'late' })).status).toBe(200);
  expect((await w.call('GET', '/events?filter[id]=late')).body.data).toHaveLength(1);
});

it('answers 429 with Retry-After when more waits than memory should hold, and stores all it acknowledged', async () => {
  const w = await testWorkspace();
  await w.secret(); // made before the lock is held
  const large = (id: number) => event(`large-${id}`, { data: { n: 1, text: 'x'.repeat(9 * 1024 * 1024) } });
  const answers = await sqlTransaction({ workspaceId: w.id }, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(usage_lock($1))', [w.id]); // nobody can write while it is held
    const under = Array.from({ length: 9 }, (_, i) => w.call('POST', '/events', large(i)));
    const first = await Promise.race(under);
    return { first, under };
  });
  expect(answers.first).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(Number(answers.first.headers.get('retry-after'))).toBeGreaterThan(0);
  const statuses = (await Promise.all(answers.under)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([202, 429]));
  const stored = (await w.call('GET', '/events?page[size]=100')).body.data;
  expect(stored).toHaveLength(statuses.filter((status) => status === 202).length);
  expect((await w.call('POST', '/events', event('after'))).status).toBe(202);
});
