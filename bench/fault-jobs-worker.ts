// A process of workers for npm run fault:jobs, which kills it: each job writes its number in the transaction that ends it.
import { setTimeout as sleep } from 'node:timers/promises';
import { startWorkers } from '@/lib/server/jobs/worker';
import { HANDLERS } from '@/lib/server/work/handlers';

startWorkers(
  {
    ...HANDLERS,
    'usage.note_resends': {
      inTransaction: async (ctx, { events: [first] }) => {
        await ctx.tx.$executeRaw`INSERT INTO effects (number) VALUES (${Number(first?.[1])})`;
        await sleep(1);
      },
    },
  },
  4,
);
process.on('disconnect', () => process.exit(0));
