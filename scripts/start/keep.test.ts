import { expect, test } from 'vitest';
import { keep } from './keep.mjs';

/** A process that is none: it ends when it is told to, and notes that it was stopped. */
function pretended() {
  let end: (how: unknown) => void = () => {};
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  return {
    ended,
    end,
    stopped: 0,
    stop: async function () {
      this.stopped++;
      end(0);
    },
  };
}

test('what ends by itself is started again, and the one that runs is the one that is stopped', async () => {
  const made = [pretended(), pretended(), pretended()];
  const [first, second, third] = made as [ReturnType<typeof pretended>, ReturnType<typeof pretended>, ReturnType<typeof pretended>];
  const starts: number[] = [];
  const kept = keep('It', first, async () => made[starts.push(1)] as typeof first, { pauseMs: 1 });
  first.end('SIGKILL');
  await expect.poll(() => starts.length).toBe(1);
  second.end(1);
  await expect.poll(() => starts.length).toBe(2);
  await kept.stop();
  await kept.lost;
  expect([first.stopped, second.stopped, third.stopped]).toEqual([0, 0, 1]);
});

test('what does not start is tried again, and given up when it ends too often', async () => {
  const first = pretended();
  let tries = 0;
  const kept = keep(
    'It',
    first,
    async () => {
      tries++;
      throw new Error('no room');
    },
    { endsMax: 3, pauseMs: 1 },
  );
  first.end('SIGKILL');
  await expect(kept.lost).rejects.toThrow('It ended with no room, for the 4th time in a minute.');
  expect(tries).toBe(3);
  await kept.stop();
});
