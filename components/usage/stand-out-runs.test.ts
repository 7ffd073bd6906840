import { expect, it } from 'vitest';
import { runsOf } from './stand-out-runs';

const meter = { id: '01J', key: 'tokens', name: 'Tokens', aggregation: 'sum', eventType: 'llm.usage' } as const;
const day = (at: string, score: string, direction: 'above' | 'below' = 'above') =>
  ({ day: at, value: '9', expected: '3', score, direction, against: 8 }) as const;

it('tells days in a row on the same side as one, by the farthest of them, newest first', () => {
  const anomalies = [
    day('2026-10-31', '4.0'),
    day('2026-11-01', '9.1'),
    day('2026-11-02', '5.0'),
    day('2026-11-03', '-4.2', 'below'),
    day('2026-11-09', '4.1'),
  ];
  expect(runsOf([{ meter, anomalies }]).map(({ from, to, days, worst }) => [from, to, days, worst.score])).toEqual([
    ['2026-11-09', '2026-11-09', 1, '4.1'],
    ['2026-11-03', '2026-11-03', 1, '-4.2'],
    ['2026-10-31', '2026-11-02', 3, '9.1'],
  ]);
  expect(runsOf([])).toEqual([]);
});
