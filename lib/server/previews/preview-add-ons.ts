import 'server-only';
import type { AddOnPurchase, PreviewedPlan } from '@/lib/api/rating/previews';
import type { AddOnContent } from '@/lib/catalog/add-on';
import { assignmentIssues } from '@/lib/catalog/checks/compatibility';
import { planIssues } from '@/lib/catalog/checks/issues';
import { priceabilityIssues } from '@/lib/catalog/checks/priceability';
import type { PlanContent } from '@/lib/catalog/plan';
import { invalidField, problem } from '@/lib/problem';
import { withAddOns } from '@/lib/rating/add-ons';
import { addOnOf } from '@/lib/server/catalog/add-on-record';
import { assignedTo } from '@/lib/server/catalog/assignment-record';
import { loadContext } from '@/lib/server/catalog/catalog-context';
import { type Ctx, notFound } from '@/lib/server/core/ctx';

interface PricedPlan {
  about: PreviewedPlan['plan'];
  content: PlanContent;
}

interface Chosen {
  addOn: AddOnContent & { key: string };
  quantity: number;
  fromPhase: string;
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

/** The plan's content with the add-ons in it. Refused where one does not fit the plan, or what it adds has no price. */
export async function withPurchases(ctx: Ctx, plan: PricedPlan, purchases: readonly AddOnPurchase[]): Promise<PlanContent> {
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
    chosen.push({ addOn, quantity: purchase.quantity, fromPhase });
  }
  const content = withAddOns(
    plan.content,
    chosen.map(({ addOn, quantity, fromPhase }) => ({ rateCards: addOn.rateCards, quantity, fromPhase })),
  );
  const { features, ...context } = await loadContext(ctx, [content, ...chosen.map(({ addOn }) => addOn)]);
  const issues = chosen.flatMap(({ addOn: { key, currency, instanceType, rateCards }, fromPhase }, i) => {
    const onSale = { key, currency, instanceType, rateCards, status: 'active' as const };
    const found = assignmentIssues({ ...plan.content, status: 'draft' }, onSale, { fromPlanPhase: fromPhase }, features);
    return found.map((issue) => ({ ...issue, path: ['addOns', i, ...issue.path] }));
  });
  const unpriceable = priceabilityIssues(planIssues(content, { features, ...context }));
  if (issues.length || unpriceable.length) {
    const all = [...issues, ...unpriceable.map((issue) => ({ ...issue, path: ['plan', ...issue.path] }))];
    throw problem('unpriceable_plan', `With these add-ons the plan cannot be priced: ${all[0]?.message}`, { issues: all });
  }
  return content;
}
