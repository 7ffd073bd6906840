import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochSeconds } from '../time';
import { crossed, recovered } from './crossing';
import { afterAttempt, type Delivery, resend, withoutNews } from './delivery';
import { hmacSha256, sha256 } from './sha256';
import { isSigned, secretOf, signWebhook } from './signature';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('hashes are those of the platform', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (message, key) => {
      expect(hex(sha256(message))).toBe(createHash('sha256').update(message).digest('hex'));
      expect(hex(hmacSha256(key, message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
    }),
  );
});

test('a webhook is known by any of its secrets, for five minutes, and by its exact body', () => {
  const [first, second] = [secretOf(new Uint8Array(24).fill(1)), secretOf(new Uint8Array(64).fill(2))];
  const body = '{"name":"Ünï"}';
  const headers = signWebhook([first, second], { id: 'event', timestamp: 1000, body });
  expect([first, second].map((secret) => isSigned(secret, headers, body, 1000))).toEqual([true, true]);
  expect(isSigned(secretOf(new Uint8Array(24).fill(3)), headers, body, 1000)).toBe(false);
  expect(isSigned(first, headers, `${body} `, 1000)).toBe(false);
  expect(isSigned(first, { ...headers, 'webhook-id': 'other' }, body, 1000)).toBe(false);
  expect([1300, 1301, 700, 699].map((now) => isSigned(first, headers, body, now))).toEqual([true, false, true, false]);
  expect(isSigned(first, { ...headers, 'webhook-timestamp': 'soon' }, body, 1000)).toBe(false);
  expect(() => secretOf(new Uint8Array(23))).toThrow('24 to 64');
});

const HOUR = 3600;
const delivery: Delivery = {
  eventId: 'event',
  channel: 'channel',
  state: 'PENDING',
  since: '2026-01-01T00:00:00Z',
  attempts: 0,
  nextAttempt: '2026-01-01T00:00:00Z',
};
const age = (at: string) => epochSeconds(at) - epochSeconds(delivery.since);

test('an event that is answered at all within two days is delivered, with one id, and is not tried for ever', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 50 * HOUR }),
      fc.infiniteStream(fc.tuple(fc.constantFrom(null, 500, 503, 301, 404), fc.double({ min: 0, max: 1, noNaN: true }))),
      (upFrom, answers) => {
        let now = delivery;
        const ids: string[] = [];
        while (now.nextAttempt !== null) {
          const at: string = now.nextAttempt;
          const [failure, jitter] = answers.next().value as [number | null, number];
          ids.push(now.eventId);
          const { delivery: next } = afterAttempt(now, { at, statusCode: age(at) >= upFrom ? 204 : failure, jitter });
          expect(next.nextAttempt === null || next.nextAttempt > at).toBe(true);
          expect(age(at)).toBeLessThanOrEqual(48 * HOUR);
          now = next;
        }
        expect(now.state).toBe(upFrom <= 48 * HOUR ? 'SUCCESS' : 'FAILED');
        const again = resend([now], [{ id: 'channel' }], '2026-02-01T00:00:00Z');
        ids.push(...(again.ok ? again.deliveries.map(({ eventId }) => eventId) : []));
        expect(new Set(ids)).toEqual(new Set(['event']));
        expect(ids.length).toBeGreaterThan(1);
      },
    ),
  );
});

test('a channel that is gone is switched off, and what nobody sends has failed', () => {
  expect(afterAttempt(delivery, { at: delivery.since, statusCode: 410, jitter: 0 })).toMatchObject({
    switchOff: true,
    delivery: { state: 'FAILED' },
  });
  expect(withoutNews(delivery, '2026-01-01T02:59:59Z').state).toBe('PENDING');
  expect(withoutNews(delivery, '2026-01-01T03:00:00Z').state).toBe('FAILED');
  expect(withoutNews({ ...delivery, state: 'SENDING' }, '2026-01-03T00:00:01Z').state).toBe('FAILED');
});

test('an alert tells what was passed downwards, what came back, and of a long jump the last steps', () => {
  const low = { direction: 'decreasing' as const, thresholds: ['200', '500'], recurring: '100' };
  expect(crossed(low, '300', '50')).toEqual(['100', '200']);
  expect(recovered(low, '150', '500')).toEqual(['200']);
  expect(recovered(low, '150', '501')).toEqual(['200', '500']);
  const high = { direction: 'increasing' as const, thresholds: ['10'], recurring: '1' };
  expect(crossed(high, '0', `1${'0'.repeat(30)}`).length).toBeLessThanOrEqual(1002);
  expect(recovered(high, '10', '9')).toEqual(['10']);
});
