import { expect, it } from 'vitest';
import { turns } from './turns';

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('a workspace with too much to do waits for itself, is refused beyond its line, and holds up nobody else', async () => {
  const queries = turns({ of: 'queries', running: 2, waiting: 1, retryAfterSeconds: 3 });
  const first = await queries.take('a');
  await queries.take('a');
  let third = false;
  const waits = queries.take('a').then((done) => {
    third = true;
    return done;
  });
  await expect(queries.take('a')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 3 });
  await queries.take('b');
  await settled();
  expect(third).toBe(false);
  first();
  first(); // a turn ends once
  (await waits)();
  await expect(queries.during('a', async () => 'ran')).resolves.toBe('ran');
});

it('work that fails ends its turn', async () => {
  const one = turns({ of: 'queries', running: 1, waiting: 0, retryAfterSeconds: 1 });
  await expect(one.during('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(one.during('a', async () => 'again')).resolves.toBe('again');
});
