import 'server-only';
import * as op from '@/lib/api/workspace/api-keys';
import { bind } from '@/lib/server/api/edge/edge';
import * as apiKeys from '@/lib/server/identity/api-keys';

export const apiKeyRoutes = [
  bind(op.listApiKeys, (ctx, { query }) => apiKeys.listApiKeys(ctx, query)),
  // A kept answer would keep the secret.
  bind(op.createApiKey, (ctx, { body }) => apiKeys.createApiKey(ctx, body)),
  bind(op.revokeApiKey, (ctx, { params }) => apiKeys.revokeApiKey(ctx, params.apiKeyId)),
];
