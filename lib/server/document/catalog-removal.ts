import 'server-only';
import type { CatalogRemoval } from '@/lib/api/catalog/catalog';
import { type CatalogDocument, modelOfKey, SECTION_NOUN, SECTIONS, thingName } from '@/lib/catalog/document/document';
import { type DocumentPart, partName, partWords } from '@/lib/catalog/document/document-parts';
import { statusAt } from '@/lib/catalog/version';
import { ProblemError, problem } from '@/lib/problem';
import { addOnStore } from '@/lib/server/catalog/add-on-record';
import { archiveAddOn, deleteAddOn } from '@/lib/server/catalog/add-on-versions';
import { planStore } from '@/lib/server/catalog/plan-record';
import { archivePlan, deletePlan } from '@/lib/server/catalog/plan-versions';
import { versionOf } from '@/lib/server/catalog/version-record';
import { attempt } from '@/lib/server/core/attempt';
import type { Ctx } from '@/lib/server/core/ctx';
import { planUse, type Use, usedBy, versionsWith } from '@/lib/server/core/references';
import { deleteFeature } from '@/lib/server/metering/features';
import { deleteMeter } from '@/lib/server/metering/meters';
import { deleteLlmOverride } from '@/lib/server/money/llm-cost';
import { deleteTaxCode } from '@/lib/server/money/tax-codes';
import { snake } from '@/lib/wire';

/** Act on a thing that is no longer wanted. `keep`: nothing, and why. */
type Act = CatalogRemoval['act'];

interface Removed {
  act: Act;
  sentence: string;
}

/** The things of a catalog that another one does not list, each after everything that names it. */
export function unlisted(current: CatalogDocument, listed: CatalogDocument): (DocumentPart & { name: string })[] {
  return SECTIONS.toReversed().flatMap((section) => {
    const keys = new Set(listed[section].map(({ key }) => key));
    return current[section].filter(({ key }) => !keys.has(key)).map((thing) => ({ section, key: thing.key, name: thingName(thing) }));
  });
}

/** The same occasion without what the request said of one resource's revision. */
const unconditional = (ctx: Ctx): Ctx => ({ ...ctx, ifMatch: undefined });

const stays = (detail: string) => problem('conflict', detail);

/** Removes a thing by the verb that people have for it, which refuses while it is used. `archive` allows to stop selling it. */
async function removeThing(ctx: Ctx, { section, key }: DocumentPart, archive: boolean): Promise<Removed> {
  const where = { where: { key, deletedAt: null }, select: { id: true } };
  const deleted: Removed = { act: 'delete', sentence: `The ${SECTION_NOUN[section]} is deleted.` };
  switch (section) {
    case 'currencies':
      throw stays('A currency of your own is never deleted: what was charged in it must stay readable.');
    case 'taxDefaults':
      throw stays('A default tax code is exchanged for another, and never removed.');
    case 'llmOverrides': {
      const { provider, modelId } = modelOfKey(key);
      const rows = await ctx.tx.llmPriceOverride.findMany({ where: { provider, modelId, deletedAt: null }, select: { id: true } });
      for (const { id } of rows) await deleteLlmOverride(unconditional(ctx), id);
      return { act: 'delete', sentence: `What is said of its price is taken back, and the list applies again.` };
    }
    case 'taxCodes':
      await deleteTaxCode(unconditional(ctx), (await ctx.tx.taxCode.findFirstOrThrow(where)).id);
      return deleted;
    case 'meters':
      await deleteMeter(unconditional(ctx), (await ctx.tx.meter.findFirstOrThrow(where)).id);
      return deleted;
    case 'features': {
      const { id } = await ctx.tx.feature.findFirstOrThrow(where);
      const uses = await versionsWith(ctx, { feature: { id } }, true); // a draft that names it would lead nowhere
      if (uses.length > 0) throw usedBy(`The feature "${key}"`, uses, 'Remove it there first.');
      await deleteFeature(unconditional(ctx), id);
      return deleted;
    }
    case 'addons':
      await requireNotOffered(ctx, key);
      return removeVersions(ctx, key, archive, addOnStore, deleteAddOn, archiveAddOn);
    case 'plans':
      return removeVersions(ctx, key, archive, planStore, deletePlan, archivePlan);
  }
}

async function requireNotOffered(ctx: Ctx, key: string): Promise<void> {
  const offers = await ctx.tx.planAddOn.findMany({
    where: { addOn: { key }, plan: { deletedAt: null, OR: [{ effectiveTo: null }, { effectiveTo: { gt: new Date(ctx.now) } }] } },
    include: { plan: true },
    orderBy: [{ plan: { key: 'asc' } }, { plan: { version: 'asc' } }],
  });
  const uses: Use[] = offers.map(({ plan }) => planUse(plan));
  if (uses.length > 0) throw usedBy(`The add-on "${key}"`, uses, 'Remove it there first.');
}

type Store = Pick<typeof planStore, 'versions'>;
type Verb = (ctx: Ctx, id: string) => Promise<unknown>;

/** Discards the draft; on purpose also stops what is sold, after what was to follow it. */
async function removeVersions(ctx: Ctx, key: string, archive: boolean, store: Store, discard: Verb, stop: Verb): Promise<Removed> {
  const living = (await store.versions(ctx, key)).filter((row) => row.deletedAt === null).reverse();
  const of = (status: string) => living.filter((row) => statusAt(versionOf(row), ctx.now) === status);
  const [drafts, scheduled, active] = [of('draft'), of('scheduled'), of('active')];
  const sold = [...scheduled, ...active];
  const numbers = sold.map(({ version }) => version).join(' and ');
  const onSale = `version ${numbers} ${active.length > 0 ? 'is on sale' : 'is scheduled'}`;
  if (!archive && sold.length > 0 && drafts.length === 0) throw stays(`Nothing is removed: ${onSale}, and that only ends on purpose.`);
  for (const { id } of drafts) await discard(unconditional(ctx), id);
  if (sold.length === 0) return { act: 'discard', sentence: 'Its draft is discarded.' };
  if (!archive) return { act: 'discard', sentence: `Its draft is discarded; ${onSale}, and stays so.` };
  for (const { id } of scheduled) await discard(unconditional(ctx), id);
  for (const { id } of active) await stop(unconditional(ctx), id);
  const rest = scheduled.length + drafts.length > 0 ? ', and what was to follow is discarded' : '';
  if (active.length === 0) return { act: 'discard', sentence: `What was to be sold is discarded: version ${numbers}.` };
  return { act: 'archive', sentence: `Version ${active[0]?.version} is no longer sold; who has it keeps it${rest}.` };
}

/** Users without their ids: what was only tried has none that lasts. */
const usersOf = (error: ProblemError): CatalogRemoval['usedBy'] =>
  ((error.extensions?.used_by ?? []) as Use[]).map(({ type, key, version }) => ({ type, key, version }));

const answer = (part: DocumentPart & { name: string }, removed: Removed, uses: CatalogRemoval['usedBy'] = []): CatalogRemoval => ({
  part: partName(part),
  section: snake(part.section) as CatalogRemoval['section'],
  key: part.key,
  name: part.name,
  ...removed,
  usedBy: uses,
});

/**
 * Removes these things as far as nothing uses them; what must stay is told with the reason and its users, and is left as it was. With
 * `strict` the first that must stay is refused, for who named it on purpose.
 */
export async function removeParts(
  ctx: Ctx,
  parts: readonly (DocumentPart & { name: string })[],
  { archive, strict }: { archive: boolean; strict: boolean },
): Promise<CatalogRemoval[]> {
  const done: CatalogRemoval[] = [];
  for (const part of parts) {
    const outcome = await attempt(ctx, () => removeThing(unconditional(ctx), part, archive));
    if (!(outcome instanceof ProblemError)) done.push(answer(part, outcome));
    else if (!strict) done.push(answer(part, { act: 'keep', sentence: outcome.detail }, usersOf(outcome)));
    else {
      const detail = `Nothing was applied: ${partWords(part)} cannot be removed. ${outcome.detail}`;
      throw problem('conflict', detail, { issues: outcome.issues, extensions: outcome.extensions, cause: outcome });
    }
  }
  return done;
}

/** The things of these names among what is not listed. What is listed, or not there, is refused: it was not meant to be removed. */
export function namedParts(candidates: readonly (DocumentPart & { name: string })[], names: readonly string[]) {
  const known = new Set(candidates.map(partName));
  const stranger = names.find((name) => !known.has(name));
  if (stranger) throw problem('bad_request', `${stranger} is listed, or not there at all, so it is not removed. Nothing was applied.`);
  return candidates.filter((part) => names.includes(partName(part)));
}
