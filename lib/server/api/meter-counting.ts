import 'server-only';
import { listMeterCounting } from '@/lib/api/meter-counting';
import { usageStore } from '../usage/current';
import { bind } from './edge';

export const meterCountingRoutes = [
  bind(listMeterCounting, async (ctx) => {
    const progress = await usageStore().progress(ctx.workspace.id);
    return { data: [...progress].map(([meterId, share]) => ({ meterId, percent: Math.floor(share * 100), isComplete: share === 1 })) };
  }),
];
