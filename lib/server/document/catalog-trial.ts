import 'server-only';
import type { CatalogRemoval } from '@/lib/api/catalog/catalog';
import type { CatalogDocument } from '@/lib/catalog/document/document';
import { isCritical } from '@/lib/catalog/issue-codes';
import { ProblemError } from '@/lib/problem';
import type { Ctx } from '@/lib/server/core/ctx';
import { applyChanges, lockCatalog, publishAll } from './catalog-apply';
import type { Wanted } from './catalog-document';
import { removeParts, unlisted } from './catalog-removal';
import type { Review } from './catalog-review';

/**
 * Tries the removal of the things that a catalog does not list, if they were removed after it was applied. It is really done, and taken
 * back: whether a thing is used is answered by the verbs that refuse to delete it, in the state in which they would be asked.
 */
export async function removalsOf(
  given: Ctx,
  wanted: Wanted,
  review: Review,
  { listed, publish, archive }: { listed: CatalogDocument; publish: boolean; archive: boolean },
): Promise<CatalogRemoval[]> {
  const parts = unlisted(review.current, listed);
  if (parts.length === 0) return [];
  const ctx = { ...given };
  await ctx.tx.$executeRaw`SAVEPOINT trial`;
  await lockCatalog(ctx, wanted.document);
  await ctx.tx.$executeRaw`SAVEPOINT applied`;
  if (!review.issues.some((issue) => publish || isCritical(issue))) {
    try {
      await applyChanges(ctx, wanted, review);
      if (publish) await publishAll(ctx, wanted.document);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      await ctx.tx.$executeRaw`ROLLBACK TO SAVEPOINT applied`; // it cannot be applied as it is: what is used is told as of now
    }
  }
  const removals = await removeParts(ctx, parts, { archive, strict: false });
  await ctx.tx.$executeRaw`ROLLBACK TO SAVEPOINT trial`;
  return removals;
}
