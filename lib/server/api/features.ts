import 'server-only';
import * as op from '@/lib/api/features';
import * as features from '../features';
import { bind } from './edge';

export const featureRoutes = [
  bind(op.listFeatures, (ctx, { query }) => features.listFeatures(ctx, query)),
  bind(op.searchFeatures, (ctx, { query }) => features.searchFeatures(ctx, query)),
  bind(op.createFeature, (ctx, { body }) => features.createFeature(ctx, body)),
  bind(op.getFeature, (ctx, { params }) => features.getFeature(ctx, params.featureId)),
  bind(op.updateFeature, (ctx, { params, body }) => features.updateFeature(ctx, params.featureId, body)),
  bind(op.deleteFeature, (ctx, { params }) => features.deleteFeature(ctx, params.featureId)),
];
