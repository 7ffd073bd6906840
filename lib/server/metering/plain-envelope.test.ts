import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MeteringEvent } from '@/lib/metering/event';
import { toMicroseconds } from './ingest-body';
import { isPlainEnvelope } from './plain-envelope';

const text = fc.oneof(fc.constantFrom('', 'a', '1.0', 'application/json'), fc.string());
const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
const wild = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }),
    two(13),
    two(32),
    two(25),
    two(61),
    fc.constantFrom('', '.1', '.123456', '.1234567'),
    fc.constantFrom('Z', '+01:00', ''),
  )
  .map(([y, m, d, h, s, fraction, zone]) => `${String(y).padStart(4, '0')}-${m}-${d}T${h}:${s}:${s}${fraction}${zone}`);
const good = fc.constantFrom('2026-01-31T10:00:00Z', '2024-02-28T23:59:59.123456Z', '1999-11-30T00:00:00.5Z');
const time = fc.oneof(good, wild);
const odd = fc.oneof(fc.constant(null), fc.integer(), fc.constant([]), fc.constant({}), fc.constant({ a: [1] }), text, wild);
const envelope = fc.record(
  {
    id: fc.oneof({ weight: 60, arbitrary: fc.constant('x') }, odd),
    source: fc.oneof({ weight: 60, arbitrary: fc.constant('x') }, odd),
    type: fc.oneof({ weight: 60, arbitrary: fc.constant('x') }, odd),
    subject: fc.oneof({ weight: 60, arbitrary: fc.constant('x') }, odd),
    specversion: fc.oneof({ weight: 60, arbitrary: fc.constant('1.0') }, odd),
    time: fc.oneof({ weight: 60, arbitrary: time }, odd),
    data: fc.oneof({ weight: 60, arbitrary: fc.constant({ v: 1 }) }, odd),
    datacontenttype: fc.oneof({ weight: 60, arbitrary: fc.constant('application/json') }, odd),
    dataschema: fc.oneof({ weight: 60, arbitrary: fc.constant('https://schemas.example/v1') }, odd),
    other: odd,
  },
  { requiredKeys: [] },
);

test('what is taken for a plain envelope is one to the schema too, with the same time', () => {
  let plain = 0;
  fc.assert(
    fc.property(envelope, (item) => {
      if (!isPlainEnvelope(item)) return;
      plain++;
      expect(MeteringEvent.safeParse({ specversion: '1.0', ...(item as object) })).toMatchObject({ success: true });
      if (item.time) expect(toMicroseconds(item.time)).toBe(item.time);
    }),
    { numRuns: 5_000 },
  );
  expect(plain).toBeGreaterThan(50);
});

test('an ordinary event is plain', () => {
  const e = { specversion: '1.0', id: '1', source: 's', type: 't', subject: 'x', time: '2026-01-31T10:00:00.5Z', data: { v: 1 } };
  expect(isPlainEnvelope(e)).toBe(true);
  for (const more of [{ time: '2026-02-30T10:00:00Z' }, { data: [] }, { id: '' }, { other: 1 }, { specversion: '0.3' }]) {
    expect(isPlainEnvelope({ ...e, ...more })).toBe(false);
  }
});
