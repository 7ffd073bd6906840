// A process that is kept running: what ends by itself is started again, until it is stopped on purpose.
import { setTimeout as sleep } from 'node:timers/promises';
import { interrupted, Refusal, say } from './lifetime.mjs';

const MINUTE_MS = 60_000;
const ENDS_MAX = 5; // in a minute: what ends that often is broken, and a loop would only hide it
const FIRST_PAUSE_MS = 250;

/**
 * Keeps `first` running, which `{ ended, stop }` describes, by `start`, which gives another of the kind. Gives `stop`, which stops the one that runs
 * at the time, and `lost`, which resolves when it is stopped and is refused when it ended too often.
 * @template {{ ended: Promise<unknown>, stop(): Promise<void> }} Process
 * @param {string} what @param {Process} first @param {() => Promise<Process>} start
 * @param {{ endsMax?: number, pauseMs?: number }} limits
 * @returns {{ stop(): Promise<void>, lost: Promise<void> }}
 */
export function keep(what, first, start, { endsMax = ENDS_MAX, pauseMs = FIRST_PAUSE_MS } = {}) {
  let current = Promise.resolve(first);
  let stopping = false;
  const done = () => stopping || interrupted.aborted;
  const lost = (async () => {
    for (let ends = []; ; ) {
      const how = await current.then(
        ({ ended }) => ended,
        (error) => error.message,
      ); // one that did not start has ended too
      if (done()) return;
      const now = Date.now();
      ends = [...ends.filter((at) => now - at < MINUTE_MS), now];
      if (ends.length > endsMax) throw new Refusal(`${what} ended with ${how}, for the ${ends.length}th time in a minute.`);
      say(`${what} ended with ${how}. Starting it again …`);
      await sleep(ends.length === 1 ? 0 : pauseMs * 2 ** ends.length);
      if (done()) return;
      current = start();
      await current.then(
        () => say(`${what} runs again`),
        () => {},
      ); // told above, in the next turn
    }
  })();
  const stop = async () => {
    stopping = true;
    await (await current.catch(() => undefined))?.stop();
  };
  return { stop, lost };
}
