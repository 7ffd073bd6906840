import 'server-only';
import * as op from '@/lib/api/api-keys';
import * as apiKeys from '../api-keys';
import { bind } from './edge';

export const apiKeyRoutes = [
  bind(op.listApiKeys, (ctx, { query }) => apiKeys.listApiKeys(ctx, query)),
  // A kept answer would keep the secret.
  bind(op.createApiKey, (ctx, { body }) => apiKeys.createApiKey(ctx, body), { repeatable: false }),
  bind(op.revokeApiKey, (ctx, { params }) => apiKeys.revokeApiKey(ctx, params.apiKeyId)),
];
