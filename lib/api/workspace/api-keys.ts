import { z } from 'zod';
import { filteredSearch } from '@/lib/api/listing';
import { operation, V1 } from '@/lib/api/operation';
import { Role } from '@/lib/api/role';
import { DateTime, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';

const tag = 'API keys';
const permission = 'keys:manage';

const name = z.string().trim().min(1).max(100);

export const ApiKey = z
  .strictObject({
    id: Ulid,
    name,
    /** The first characters of the key, to tell keys apart. */
    prefix: z.string(),
    role: Role,
    expiresAt: DateTime.optional(),
    lastUsedAt: DateTime.optional(),
    revokedAt: DateTime.optional(),
    createdBy: z.string().optional(),
    createdAt: DateTime,
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const listApiKeys = operation({
  id: 'list-api-keys',
  method: 'get',
  path: `${V1}/api-keys`,
  tag,
  summary:
    'The API keys of this workspace, the newest first, revoked ones included, by words of their name, first characters, role or maker',
  permission,
  query: filteredSearch(z.strictObject({ revoked: z.boolean().optional() })),
  result: pageOf(ApiKey, 'ApiKeyList'),
});

export const CreateApiKeyRequest = z.strictObject({ name, role: Role, expiresAt: DateTime.optional() }).meta({ id: 'CreateApiKeyRequest' });
export type CreateApiKeyRequest = z.infer<typeof CreateApiKeyRequest>;

/** An API key as its creator sees it, this once. */
export const NewApiKey = z.strictObject({ ...ApiKey.shape, secret: z.string() }).meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const createApiKey = operation({
  id: 'create-api-key',
  method: 'post',
  path: `${V1}/api-keys`,
  tag,
  summary: 'Create an API key; its secret is in this answer and nowhere else',
  permission,
  body: CreateApiKeyRequest,
  result: NewApiKey,
  secretAnswer: true,
  status: 201,
});

export const revokeApiKey = operation({
  id: 'revoke-api-key',
  method: 'delete',
  path: `${V1}/api-keys/{apiKeyId}`,
  tag,
  summary: 'Revoke an API key, at once and for ever',
  permission,
  params: z.strictObject({ apiKeyId: Ulid }),
});
