import 'server-only';
import type { InputOf } from '@/lib/api/operation';
import { mayAssign, Role } from '@/lib/api/role';
import type * as op from '@/lib/api/workspace/api-keys';
import type { ApiKey, CreateApiKeyRequest, NewApiKey } from '@/lib/api/workspace/api-keys';
import { invalidField, problem } from '@/lib/problem';
import { audit } from '@/lib/server/audit/audit';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { newId } from '@/lib/server/core/id';
import { orderOf, pageResult, pageWindow, wordsOf, wordsWhere } from '@/lib/server/core/listing';
import { wallClock } from '@/lib/server/core/run';
import { absent, instant, lockRow } from '@/lib/server/core/stored-values';
import type { ApiKey as Row } from '@/lib/server/generated/prisma/client';
import { newApiKeySecret } from './principal';
import { noteIn } from './security-log';

/** Public fields of a stored key: nothing from which it could be used. */
const apiKeyOf = (row: Row): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  role: row.role,
  expiresAt: instant(row.expiresAt),
  lastUsedAt: instant(row.lastUsedAt),
  revokedAt: instant(row.revokedAt),
  createdBy: absent(row.createdBy),
  createdAt: row.createdAt.toISOString(),
});

/** The keys that hold every word of a search, the newest first unless sorted otherwise. */
export async function listApiKeys(ctx: Ctx, query: InputOf<typeof op.listApiKeys>['query']) {
  const revoked = query.filter?.revoked;
  const where = {
    ...(revoked !== undefined && { revokedAt: revoked ? { not: null } : null }),
    AND: wordsOf(query.q).map((word) => ({
      OR: [
        ...wordsWhere(word, ['name', 'prefix', 'createdBy']),
        { role: { in: Role.options.filter((role) => role.includes(word.toLowerCase())) } },
      ],
    })),
  };
  const window = pageWindow(query.page);
  const fields = ['name', 'role', 'lastUsedAt', 'expiresAt', 'createdAt'] as const;
  const orderBy = orderOf(query.sort, fields, 'created_at desc').map((step) => {
    const [[field = '', direction] = []] = Object.entries(step);
    return field === 'lastUsedAt' || field === 'expiresAt' ? { [field]: { sort: direction, nulls: 'last' as const } } : step;
  });
  const rows = await ctx.tx.apiKey.findMany({ where, orderBy, skip: window.skip, take: window.take });
  return pageResult(rows.map(apiKeyOf), await ctx.tx.apiKey.count({ where }), window);
}

/** A key that expires makes none that lives longer: otherwise whoever finds it could keep what it opens. */
async function requireWithinOwn(ctx: Ctx, expiresAt: string | undefined): Promise<void> {
  if (ctx.actor.type !== 'api_key') return;
  const own = await ctx.tx.apiKey.findUnique({ where: { id: ctx.actor.id }, select: { expiresAt: true } });
  if (!own?.expiresAt || (expiresAt !== undefined && Date.parse(expiresAt) <= own.expiresAt.getTime())) return;
  throw invalidField('$.expires_at', `The key that asks expires at ${own.expiresAt.toISOString()}. A key it makes expires by then.`);
}

/** Makes a key. Only its hash is kept; the secret is in this answer and nowhere else. */
export async function createApiKey(ctx: Ctx, { name, role, expiresAt }: CreateApiKeyRequest): Promise<NewApiKey> {
  if (!mayAssign(ctx.role, role)) throw problem('forbidden', 'Only an owner makes keys that may do what an owner may.');
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(wallClock())) {
    const reason = 'The key would have expired already. Choose a time to come, or leave it out.';
    throw invalidField('$.expires_at', reason);
  }
  await requireWithinOwn(ctx, expiresAt);
  const { secret, hash, prefix } = newApiKeySecret();
  const row = await ctx.tx.apiKey.create({
    data: {
      id: newId(),
      workspaceId: ctx.workspace.id,
      name,
      role,
      prefix,
      hash,
      expiresAt: expiresAt ? new Date(expiresAt) : null,
      createdBy: ctx.actor.name,
      createdAt: wallClock(),
    },
  });
  const after = apiKeyOf(row);
  await audit(ctx, { action: 'api_key.create', resourceType: 'api_key', resourceId: row.id, resourceName: name, after });
  await noteIn(ctx, 'api_key.create', `${name}, ${role}, ${prefix}`);
  return { ...after, secret };
}

/** Ends a key at once: every process forgets it when the database announces the change. To revoke it again changes nothing. */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<undefined> {
  await lockRow(ctx, 'api_keys', id); // of two who revoke it at once, one does
  const row = await ctx.tx.apiKey.findUnique({ where: { id } });
  if (!row) throw notFound('API key', id);
  if (!mayAssign(ctx.role, row.role)) throw problem('forbidden', 'Only an owner revokes the key of an owner.');
  if (row.revokedAt) return;
  const revoked = await ctx.tx.apiKey.update({ where: { id }, data: { revokedAt: wallClock() } });
  const [before, after] = [apiKeyOf(row), apiKeyOf(revoked)];
  await audit(ctx, { action: 'api_key.revoke', resourceType: 'api_key', resourceId: id, resourceName: row.name, before, after });
  await noteIn(ctx, 'api_key.revoke', `${row.name}, ${row.role}, ${row.prefix}`);
}
