import { describe, expect, test } from 'vitest';
import { countedEvents, countedSearch, countedWords } from './counted';
import { eventInput, loadEventParams } from './event-input';

const meter = { eventType: 'llm.usage', dimensions: { model: '$.model', region: '$.region' } };

describe('the events that were counted for a feature', () => {
  test('are those of its meter, with its condition', () => {
    expect(countedEvents(meter, undefined)).toEqual({ type: 'llm.usage', data: undefined, isWider: false });
    expect(countedEvents(meter, { model: { eq: 'large' } })).toEqual({
      type: 'llm.usage',
      data: { path: '$.model', eq: 'large' },
      isWider: false,
    });
  });

  test('are more than are counted where a condition cannot be asked for, and that is said', () => {
    expect(countedEvents(meter, { model: { in: ['large', 'small'] } })).toMatchObject({ data: undefined, isWider: true });
    expect(countedEvents(meter, { model: { eq: 'large' }, region: { eq: 'eu' } })).toMatchObject({
      data: { path: '$.model', eq: 'large' },
      isWider: true,
    });
    expect(countedEvents(meter, { model: { eq: 'large', neq: 'small' } }).isWider).toBe(true);
  });

  test('lie in the period to the second, and are asked for as they stand in the address', () => {
    const search = countedSearch({ featureId: 'f', period: { from: '2026-10-01T22:00:00Z', to: '2026-11-01T23:00:00Z' } }, 'c');
    const params = loadEventParams(new URLSearchParams(search));
    const { query } = eventInput(params, 'UTC', countedEvents(meter, { model: { eq: 'large' } }));
    expect(query).toMatchObject({
      sort: 'time desc',
      data: { path: '$.model', eq: 'large' },
      filter: { customerId: 'c', type: { oeq: 'llm.usage' }, time: { gte: '2026-10-01T22:00:00Z', lt: '2026-11-01T23:00:00Z' } },
    });
  });
});

test('what the events come to stands under the list', () => {
  expect(countedWords(2, true, '115,772,721', 'tokens')).toBe('2 events = 115,772,721 tokens');
  expect(countedWords(1, true, '5', 'units')).toBe('1 event = 5 units');
  expect(countedWords(50, false, '9', 'units')).toBe('All events of this period together = 9 units');
});
