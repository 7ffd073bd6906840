import 'server-only';
import { queryFeatureCost as op } from '@/lib/api/metering/feature-cost';
import { bindRead } from '@/lib/server/api/edge/edge';
import { costGround, queryFeatureCost } from '@/lib/server/metering/feature-cost';

export const featureCostRoutes = [
  bindRead(op, async (ctx, { params, body }) => {
    const ground = await costGround(ctx, params.featureId);
    const { now } = ctx;
    return () => queryFeatureCost(ctx.workspace.id, ground, body, now);
  }),
];
