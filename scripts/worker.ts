// npm run worker -- [--concurrency N]: does jobs in a process of its own, beside the server or in its place (JOBS_CONCURRENCY=0 there).
import { parseArgs } from 'node:util';
import { startWork } from '@/lib/server/work/start-work';
import { command } from './start/command';
import { Refusal } from './start/workspace';

await command(async () => {
  const { values } = parseArgs({ options: { concurrency: { type: 'string', default: '4' } } });
  const concurrency = Number(values.concurrency);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100)
    throw new Refusal('--concurrency takes a number from 1 to 100.');
  const work = startWork(concurrency);
  console.error(`Working, ${concurrency} jobs at once. Ctrl-C stops after those under way.`);
  await new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  });
  await work.stop();
});
