import 'server-only';
import type { AddOnPurchase, PreviewedPlan } from '@/lib/api/rating/previews';
import type { AddOnContent } from '@/lib/catalog/add-on';
import { assignmentIssues } from '@/lib/catalog/checks/compatibility';
import { planIssues } from '@/lib/catalog/checks/issues';
import { priceabilityIssues } from '@/lib/catalog/checks/priceability';
import { issueOf } from '@/lib/catalog/issue-codes';
import type { PlanContent } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { type Issue, invalidField, problem } from '@/lib/problem';
import { addOnOf } from '@/lib/server/catalog/add-on-record';
import { assignedTo } from '@/lib/server/catalog/assignment-record';
import { loadContext } from '@/lib/server/catalog/catalog-context';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { compositionIssues, withAddOns } from '@/lib/subscription/add-ons';
import type { DatedAddOn } from '@/lib/subscription/timeline';
import { compareInstants, type Instant, normalizeInstant } from '@/lib/time';

interface PricedPlan {
  about: PreviewedPlan['plan'];
  content: PlanContent;
}

interface Chosen {
  addOn: AddOnContent & { key: string };
  quantity: number;
  fromPhase: string;
  from: Instant;
  to: Instant | undefined;
}

/** An add-on as stored or as given, whatever its status: a preview may ask about one that is not on sale. */
async function chooseAddOn(ctx: Ctx, purchase: AddOnPurchase): Promise<Chosen['addOn']> {
  if ('definition' in purchase) return purchase.definition;
  if ('id' in purchase) {
    const row = await ctx.tx.addOn.findFirst({ where: { id: purchase.id, deletedAt: null } });
    if (!row) throw notFound('add-on', purchase.id);
    return addOnOf(row, ctx.now);
  }
  const { key, version } = purchase;
  const where = { key, deletedAt: null, ...(version !== undefined && { version }) };
  const row = await ctx.tx.addOn.findFirst({ where, orderBy: { version: 'desc' } });
  if (!row) throw problem('not_found', `There is no add-on "${key}"${version === undefined ? '' : ` with a version ${version}`}.`);
  return addOnOf(row, ctx.now);
}

/** An add-on's cards as cards of the plan: each says its currency where the add-on is in another than the plan. */
const cardsBeside = (plan: PlanContent, addOn: AddOnContent): RateCard[] =>
  addOn.rateCards.map((card) =>
    addOn.currency === plan.currency || card.price.type === 'free' ? card : { ...card, currency: card.currency ?? addOn.currency },
  );

/**
 * Returns the add-ons of a request as a timeline takes them, bought at `start` unless told. Refuses ones that do not fit the plan or each
 * other, a single-instance one that is there twice, and what has no price.
 */
export async function purchasesOf(ctx: Ctx, plan: PricedPlan, purchases: readonly AddOnPurchase[], start: Instant): Promise<DatedAddOn[]> {
  if (purchases.length === 0) return [];
  const { phases } = plan.content;
  const offered = (plan.about.id && (await assignedTo(ctx, [plan.about.id])).get(plan.about.id)) || [];
  const chosen: Chosen[] = [];
  for (const [i, purchase] of purchases.entries()) {
    const addOn = await chooseAddOn(ctx, purchase);
    const offer = offered.find((other) => other.addOn.key === addOn.key)?.assignment.fromPlanPhase;
    const fromPhase = purchase.fromPhase ?? offer ?? phases[0]?.key ?? '';
    if (!phases.some(({ key }) => key === fromPhase)) {
      throw invalidField(`$.add_ons[${i}].from_phase`, `The plan has no phase "${fromPhase}".`);
    }
    if (addOn.instanceType === 'single' && purchase.quantity > 1) {
      throw invalidField(`$.add_ons[${i}].quantity`, `The add-on "${addOn.key}" is taken once. Set the quantity to 1.`);
    }
    const from = purchase.from === undefined ? start : normalizeInstant(purchase.from);
    const to = purchase.to === undefined ? undefined : normalizeInstant(purchase.to);
    if (to !== undefined && compareInstants(to, from) <= 0)
      throw invalidField(`$.add_ons[${i}].to`, 'The end must be after the start of the add-on.');
    chosen.push({ addOn: { ...addOn, rateCards: cardsBeside(plan.content, addOn) }, quantity: purchase.quantity, fromPhase, from, to });
  }
  await refuseUnfit(ctx, plan, chosen);
  return chosen.map(({ addOn, quantity, fromPhase, from, to }) => {
    const quantities = [{ from, quantity }, ...(to === undefined ? [] : [{ from: to, quantity: 0 }])];
    return { key: addOn.key, rateCards: addOn.rateCards, fromPhase, quantities };
  });
}

async function refuseUnfit(ctx: Ctx, plan: PricedPlan, chosen: readonly Chosen[]): Promise<void> {
  const refuse = (issues: Issue[]) => {
    if (issues.length === 0) return;
    throw problem('unpriceable_plan', `With these add-ons the plan cannot be priced: ${issues[0]?.message}`, { issues });
  };
  const context = await loadContext(ctx, [plan.content, ...chosen.map(({ addOn }) => addOn)]);
  refuse([
    ...chosen.flatMap(({ addOn: { key, currency, instanceType, rateCards }, fromPhase }, i) => {
      const onSale = { key, currency, instanceType, rateCards, status: 'active' as const };
      const found = assignmentIssues({ ...plan.content, status: 'draft' }, onSale, { fromPlanPhase: fromPhase }, context);
      return found.map((issue) => ({ ...issue, path: ['addOns', i, ...issue.path] }));
    }),
    ...twiceIssues(chosen),
  ]);
  const composed = chosen.map(({ addOn: { rateCards, currency }, quantity, fromPhase }) => ({ rateCards, currency, quantity, fromPhase }));
  refuse(compositionIssues(plan.content, composed, context.features));
  const unpriceable = priceabilityIssues(planIssues(withAddOns(plan.content, composed), context));
  refuse(unpriceable.map((issue) => ({ ...issue, path: ['plan', ...issue.path] })));
}

/** A single-instance add-on that a customer would have twice at a time, in whatever versions of it. */
function twiceIssues(chosen: readonly Chosen[]): Issue[] {
  return chosen.flatMap(({ addOn, from, to }, i) => {
    const twin = chosen.slice(0, i).some((other) => other.addOn.key === addOn.key && isBefore(other.from, to) && isBefore(from, other.to));
    if (addOn.instanceType !== 'single' || !twin) return [];
    return [issueOf('plan_addon_duplicated', ['addOns', i], `The add-on "${addOn.key}" is taken once. Remove one of the two.`)];
  });
}

const isBefore = (instant: Instant, end: Instant | undefined): boolean => end === undefined || compareInstants(instant, end) < 0;
