import { expect, it } from 'vitest';
import { meterKind } from './meter-kind';

const meter = (key: string, eventType: string, labels?: Record<string, string>) => ({
  key,
  name: key,
  eventType,
  ...(labels && { labels }),
});

it('tells AI from API by what a meter is called, then by its events', () => {
  expect(meterKind(meter('output_tokens', 'kong.ai'))).toBe('ai');
  expect(meterKind(meter('requests', 'llm.usage'))).toBe('api');
  expect(meterKind(meter('total', 'gen_ai.client.token.usage'))).toBe('ai');
  expect(meterKind(meter('total', 'kong.request'))).toBe('api');
  expect(meterKind(meter('seats', 'seats.reading'))).toBe('other');
});

it('believes a label before words', () => {
  expect(meterKind(meter('requests', 'kong.request', { kind: 'ai' }))).toBe('ai');
  expect(meterKind(meter('requests', 'kong.request', { kind: 'unknown' }))).toBe('api');
});
