import 'server-only';
import { listMeterCounting } from '@/lib/api/metering/meter-counting';
import { bind } from '@/lib/server/api/edge/edge';
import { usageStore } from '@/lib/server/metering/choose-store';

export const meterCountingRoutes = [
  bind(listMeterCounting, async (ctx) => {
    const progress = await usageStore().progress(ctx.workspace.id);
    return { data: [...progress].map(([meterId, share]) => ({ meterId, percent: Math.floor(share * 100), isComplete: share === 1 })) };
  }),
];
