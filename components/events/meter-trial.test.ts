import { describe, expect, test } from 'vitest';
import figures from '@/lib/metering/golden/counted-values.json';
import { matchesFilters, tryMeter } from './meter-trial';

const event = JSON.stringify({
  specversion: '1.0',
  id: '1',
  source: 'test',
  subject: 'acme',
  type: 'llm.request',
  data: { usage: { tokens: 374, text: '12.5' }, model: 'small', user: { id: 7 } },
});
const sum = { aggregation: 'sum', eventType: 'llm.request', valueProperty: '$.usage.tokens', dimensions: {} } as const;

describe('trying a meter on an event', () => {
  test('shows what is added and how it is split, with the dimensions that the event does not carry', () => {
    expect(tryMeter({ ...sum, dimensions: { model: '$.model', region: '$.region' } }, event)).toEqual({
      kind: 'counted',
      counts: 'Adds 374',
      dimensions: [
        { key: 'model', value: 'small' },
        { key: 'region', value: undefined },
      ],
    });
  });

  test.each(figures)('counts $json as the server does', ({ json, counts, apart }) => {
    const written = `{"type":"llm.request","data":{"v":${json}}}`;
    const added = tryMeter({ ...sum, valueProperty: '$.v' }, written);
    if (counts === null) expect(added.kind).toBe('not_counted');
    else expect(added).toMatchObject({ counts: `Adds ${counts}` });
    const told = tryMeter({ ...sum, aggregation: 'unique_count', valueProperty: '$.v' }, written);
    if (apart !== null) expect(told).toMatchObject({ counts: `Counts “${apart}”, once however often it occurs` });
  });

  test('takes a text that is a number for a number', () => {
    expect(tryMeter({ ...sum, valueProperty: '$.usage.text' }, event)).toMatchObject({ counts: 'Adds 12.5' });
  });

  test('counts a number as a value where only its variety matters', () => {
    expect(tryMeter({ ...sum, aggregation: 'unique_count', valueProperty: '$.user.id' }, event)).toMatchObject({
      counts: 'Counts “7”, once however often it occurs',
    });
  });

  test.each([
    ['another type', { ...sum, eventType: 'http.request' }, /Its type is “llm.request”/],
    ['nothing at the path', { ...sum, valueProperty: '$.usage.seconds' }, /No value at \$\.usage\.seconds/],
    ['no number at the path', { ...sum, valueProperty: '$.model' }, /not a number: "small"/],
    ['a path that is none', { ...sum, valueProperty: 'tokens' }, /starts with "\$"/],
  ] as const)('says why it does not count: %s', (_, meter, reason) => {
    expect(tryMeter(meter, event)).toMatchObject({ kind: 'not_counted', reason: expect.stringMatching(reason) });
  });

  test.each([
    ['{', /not JSON/],
    ['[1]', /JSON object/],
    ['{"data": {}}', /no "type"/],
  ])('says what is wrong with %s', (text, reason) => {
    expect(tryMeter(sum, text)).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(reason) });
  });
});

describe('which events a feature sells', () => {
  const at = '2026-11-01T00:00:00Z';
  const received = {
    event: { specversion: '1.0', id: '1', source: 'test', subject: 'acme', type: 'llm.request', data: { model: { name: 'small' } } },
    customer: { id: '01KAV0000000000000000000AB' },
    ingestedAt: at,
    storedAt: at,
  };
  const meter = { dimensions: { model: '$.model.name', region: '$.region' } };

  test('all of the meter’s without filters', () => expect(matchesFilters(meter, undefined, received)).toBe(true));

  test.each([
    [{ model: { in: ['small', 'tiny'] } }, true],
    [{ model: { eq: 'large' } }, false],
    [{ region: { exists: false } }, true],
    [{ model: { eq: 'small' }, region: { eq: 'eu' } }, false],
    [{ subject: { eq: 'acme' }, customer_id: { eq: received.customer.id } }, true],
    [{ subject: { neq: 'acme' } }, false],
  ])('those that satisfy every filter: %j %s', (filters, matches) => {
    expect(matchesFilters(meter, filters, received)).toBe(matches);
  });
});
