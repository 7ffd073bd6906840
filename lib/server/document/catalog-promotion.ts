import 'server-only';
import type * as op from '@/lib/api/catalog/catalog';
import type { InputOf } from '@/lib/api/operation';
import { may, type Permission } from '@/lib/api/role';
import { type Companion, partName, readPart, selectParts } from '@/lib/catalog/document/document-parts';
import { problem } from '@/lib/problem';
import { catalogDocument } from '@/lib/server/catalog/catalog-state';
import type { Ctx, Principal } from '@/lib/server/core/ctx';
import { run } from '@/lib/server/core/run';
import type { SignedIn } from '@/lib/server/identity/principal';
import { applyDocument } from './catalog-apply';
import type { Wanted } from './catalog-document';
import { reviewAnswer, reviewDocument } from './catalog-review';
import { removalsOf } from './catalog-trial';

/** A document with only these parts and what they need. Parts that are none, or are not there, are refused by name. */
export function chosenParts(document: Wanted['document'], texts: readonly string[]) {
  const parts = texts.map((text) => {
    const part = readPart(text);
    if (!part) throw problem('invalid_parameters', `"${text}" is no part of a catalog. A part is written like plans/pro.`);
    return part;
  });
  const { missing, ...selected } = selectParts(document, parts);
  if (missing[0]) throw problem('not_found', `The catalog has no ${missing.map(partName).join(', ')}.`);
  return selected;
}

interface Promotion {
  person: SignedIn;
  from: Principal;
  requestId: string;
}

/** Works in a workspace of the person, in the role that they have there. */
const inWorkspace = <T>({ requestId }: Promotion, principal: Principal, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  run(principal, { requestId }, work);

/** Target of the promotion: another workspace of the person, in which their role may do this. */
function target({ person, from }: Promotion, to: string, permission: Permission): Principal {
  const membership = person.memberships.find(({ workspace }) => workspace.id === to || workspace.key === to);
  if (!membership) throw problem('not_found', `You are not a member of a workspace "${to}".`);
  if (membership.workspace.id === from.workspace.id) throw problem('bad_request', 'Choose another workspace than the one it comes from.');
  if (!may(membership.role, permission))
    throw problem(
      'forbidden',
      `In "${membership.workspace.name}" your role is "${membership.role}", which does not include ${permission}.`,
    );
  return { actor: from.actor, ...membership };
}

/** The chosen parts of the workspace that it comes from. Each workspace is read and written under its own name: the database sees to that. */
async function selected(
  promotion: Promotion,
  parts: readonly string[],
): Promise<{ wanted: Wanted; companions: Companion[]; listed: Wanted['document'] }> {
  const listed = await inWorkspace(promotion, promotion.from, (ctx) => catalogDocument(ctx));
  const { document, companions } = chosenParts(listed, parts);
  return { wanted: { document }, companions, listed };
}

export async function reviewPromotion(promotion: Promotion, input: InputOf<typeof op.reviewPromotion>['body']) {
  const { to, parts, publish } = input;
  const there = target(promotion, to, 'catalog:read');
  const { wanted, companions, listed } = await selected(promotion, parts);
  const answer = await inWorkspace(promotion, there, async (ctx) => {
    const review = await reviewDocument(ctx, wanted);
    const removals = input.removals ? await removalsOf(ctx, wanted, review, { listed, publish, archive: true }) : undefined;
    return reviewAnswer(review, wanted.document, removals);
  });
  const named = companions.map(({ part, neededBy }) => ({ part: partName(part), neededBy: partName(neededBy) }));
  return { ...answer, companions: named };
}

export async function promoteCatalog(promotion: Promotion, { to, parts, ...options }: InputOf<typeof op.promoteCatalog>['body']) {
  const there = target(promotion, to, 'catalog:write');
  const { wanted, listed } = await selected(promotion, parts);
  return inWorkspace(promotion, there, (ctx) => applyDocument(ctx, wanted, { ...options, listed }));
}
