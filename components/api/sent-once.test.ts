import { expect, test } from 'vitest';
import { keyOf, once, settled } from './sent-once';

test('two writes that say the same at once are sent once, and both get the answer', async () => {
  let sent = 0;
  let answer = (_: string) => {};
  const send = () => {
    sent++;
    return new Promise<string>((resolve) => {
      answer = resolve;
    });
  };
  const both = Promise.all([once('POST /plans {}', send), once('POST /plans {}', send)]);
  answer('made');
  expect(await both).toEqual(['made', 'made']);
  expect(sent).toBe(1);
  await Promise.all([once('POST /plans {}', async () => sent++), once('POST /plans {"name":"b"}', async () => sent++)]);
  expect(sent).toBe(3);
});

test('a write that failed can be sent again at once', async () => {
  await expect(once('POST /plans {}', () => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
  expect(await once('POST /plans {}', async () => 'made')).toBe('made');
});

test('the key of a write stays the same until the server has answered', () => {
  const key = keyOf('POST /plans {}');
  expect(keyOf('POST /plans {}')).toBe(key);
  expect(keyOf('POST /plans {"name":"b"}')).not.toBe(key);
  settled('POST /plans {}');
  expect(keyOf('POST /plans {}')).not.toBe(key);
});
