import 'server-only';
import * as op from '@/lib/api/catalog/features';
import { bind } from '@/lib/server/api/edge/edge';
import * as features from '@/lib/server/metering/features';

export const featureRoutes = [
  bind(op.listFeatures, (ctx, { query }) => features.listFeatures(ctx, query)),
  bind(op.searchFeatures, (ctx, { query }) => features.searchFeatures(ctx, query)),
  bind(op.createFeature, (ctx, { body }) => features.createFeature(ctx, body)),
  bind(op.getFeature, (ctx, { params }) => features.getFeature(ctx, params.featureId)),
  bind(op.updateFeature, (ctx, { params, body }) => features.updateFeature(ctx, params.featureId, body)),
  bind(op.deleteFeature, (ctx, { params }) => features.deleteFeature(ctx, params.featureId)),
];
