import { expect, test } from 'vitest';
import type { UsageImport } from '@/lib/api/metering/usage-imports';
import type { Plan } from '@/lib/catalog/plan';
import type { MeteringIngestedEvent } from '@/lib/metering/event';
import { attention } from './attention';

const now = Date.parse('2026-11-23T12:00:00Z');
const plan = (part: Partial<Plan>) =>
  ({ id: 'p', name: 'Pro', version: 2, status: 'active', updatedAt: '2026-11-20T00:00:00Z', ...part }) as Plan;
const event = (part: Partial<MeteringIngestedEvent>) =>
  ({ event: { id: '1', source: 's', type: 't', subject: 'acme' }, customer: { id: 'c' }, ...part }) as MeteringIngestedEvent;
const imported = (part: Partial<UsageImport>) =>
  ({ id: 'i', fileName: 'a.csv', status: 'finished', rejected: 0, createdAt: '2026-11-22T00:00:00Z', ...part }) as UsageImport;

test('nothing waits where all is well', () => {
  expect(attention({ plans: [plan({})], events: [event({})], imports: [imported({})], refused: 0, now })).toEqual([]);
});

test('refused usage and usage for nobody come first, then lost rows, drafts with what they lack, and what is scheduled', () => {
  const waiting = attention({
    plans: [
      plan({ id: 'd', status: 'draft', validationErrors: [{ code: 'a', message: 'b', field: '$' }] }),
      plan({ id: 's', version: 3, status: 'scheduled', effectiveFrom: '2026-12-01T00:00:00Z' }),
    ],
    events: [event({ customer: undefined }), event({})],
    imports: [imported({ rejected: 3 }), imported({ id: 'old', rejected: 9, createdAt: '2026-10-01T00:00:00Z' })],
    refused: 2,
    now,
  });
  expect(waiting.map(({ title, why }) => `${title}: ${why}`)).toEqual([
    '2 events were refused: their ID was used before with other content',
    '1 event belongs to no customer: of the newest 2 events; they are not billed',
    'a.csv: 3 rows were rejected',
    'Pro, draft of version 2: 1 issue before it can be published',
    'Pro, version 3: takes effect',
  ]);
});
