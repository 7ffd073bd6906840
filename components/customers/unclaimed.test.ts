import { expect, test } from 'vitest';
import type { MeteringIngestedEvent } from '@/lib/metering/event';
import { unclaimedSubjects } from './unclaimed';

const event = (subject: string, customer?: string) =>
  ({ event: { subject }, ...(customer && { customer: { id: customer } }) }) as MeteringIngestedEvent;

test('subjects of nobody are counted and listed in natural order', () => {
  expect(unclaimedSubjects([event('acme-10'), event('acme-2'), event('acme-10'), event('zeta', 'c')])).toEqual([
    { subject: 'acme-2', events: 1 },
    { subject: 'acme-10', events: 2 },
  ]);
});
