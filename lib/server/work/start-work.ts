import 'server-only';
import { startWorkers, type Work } from '@/lib/server/jobs/worker';
import { askForDue } from './due';
import { HANDLERS } from './handlers';

const LOOK_MS = 60_000;

/** Starts everything that runs by itself in this process: the workers, and the look for what is due, at once and every minute. */
export function startWork(concurrency?: number): Work {
  const workers = startWorkers(HANDLERS, concurrency);
  let looking = askForDue();
  const timer = setInterval(() => {
    looking = looking.then(askForDue);
  }, LOOK_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all([workers.stop(), looking]);
    },
  };
}
