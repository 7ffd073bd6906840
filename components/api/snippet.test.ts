import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { queryMeter } from '@/lib/api/metering/meter-query';
import { getMeter } from '@/lib/api/metering/meters';
import { exampleCall, snippet } from './snippet';

const meterId = '01KAV0000000000000000000AB';
const origin = 'http://localhost:3000';

describe('an example for programs', () => {
  test('a read is one line of curl with the key from the environment', () => {
    expect(snippet('curl', exampleCall('Read', getMeter, { params: { meterId } }), origin)).toBe(
      `curl 'http://localhost:3000/api/v3/openmeter/meters/${meterId}' \\\n  -H "Authorization: Bearer $RATEBOOK_API_KEY"`,
    );
  });

  test('names are the wire’s, and a quote in a value does not end the command', () => {
    const call = exampleCall('Query', queryMeter, {
      params: { meterId },
      body: { groupByDimensions: ['model'], filters: { dimensions: { model: { eq: "o'hara; true" } } } },
    });
    const command = snippet('curl', call, origin).replace(/^curl/, 'printf "%s\\n"');
    const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8', env: { ...process.env, RATEBOOK_API_KEY: 'k' } });
    const body = printed.slice(printed.indexOf('{'));
    expect(JSON.parse(body)).toEqual({ group_by_dimensions: ['model'], filters: { dimensions: { model: { eq: "o'hara; true" } } } });
  });

  test('Python has its own names for true and null, and strings that say so stay', () => {
    const call = { title: '', method: 'POST', url: '/x', body: { a: true, b: null, c: 'true, "null"' }, answers: true };
    expect(snippet('python', call, origin)).toContain('"a": True,\n      "b": None,\n      "c": "true, \\"null\\""');
  });

  test('JavaScript runs as it stands', async () => {
    const call = exampleCall('Query', queryMeter, { params: { meterId }, body: { groupByDimensions: ['model'] } });
    const asked: unknown[] = [];
    const fetched = async (...args: unknown[]) => {
      asked.push(args);
      return { ok: true, json: async () => ({}) };
    };
    const AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<void>;
    await new AsyncFunction('fetch', snippet('javascript', call, origin))(fetched);
    expect(asked).toEqual([
      [
        `${origin}/api/v3/openmeter/meters/${meterId}/query`,
        expect.objectContaining({ method: 'POST', body: JSON.stringify({ group_by_dimensions: ['model'] }) }),
      ],
    ]);
  });
});
