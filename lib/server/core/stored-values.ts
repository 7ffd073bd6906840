import 'server-only';
import { Prisma } from '@/lib/server/generated/prisma/client';
import type { Ctx } from './ctx';

/** A column's null as a field that is not there, which is how the contract writes it. */
export const absent = <T>(value: T | null): T | undefined => value ?? undefined;

/** A column's time as an ISO instant in UTC. */
export const instant = (value: Date | null): string | undefined => value?.toISOString();

/** Returns a value as a jsonb column takes it, for columns that are never null. */
export const jsonValue = (value: unknown) => value as Prisma.InputJsonValue;

/** A value for a jsonb column; what is not there becomes the column's null. */
export const json = (value: unknown) => (value === undefined || value === null ? Prisma.DbNull : (value as Prisma.InputJsonValue));

const LOCKED = [
  ...(['api_keys', 'customers', 'custom_currencies', 'features', 'ingest_mappings', 'llm_price_overrides', 'meters'] as const),
  ...(['saved_views', 'tax_codes', 'workspaces'] as const),
] as const;

/**
 * Holds a row until the transaction ends, so that what is read of it next is still so when it is written. Rows that only refer to it by a
 * foreign key may come meanwhile.
 */
export async function lockRow(ctx: Ctx, table: (typeof LOCKED)[number], id: string): Promise<void> {
  await ctx.tx.$queryRaw`SELECT 1 FROM ${Prisma.raw(table)} WHERE id = ${id} FOR NO KEY UPDATE`;
}
