import 'server-only';
import type { InvoicePreviewRequest, PlanChoice, PreviewedPlan } from '@/lib/api/rating/previews';
import { planIssues } from '@/lib/catalog/checks/issues';
import { foreignCardIssues, priceabilityIssues } from '@/lib/catalog/checks/priceability';
import { contentOf, type PlanContent, withPaymentTerms } from '@/lib/catalog/plan';
import { problem } from '@/lib/problem';
import { loadContext } from '@/lib/server/catalog/catalog-context';
import { newestPlan } from '@/lib/server/catalog/plan-versions';
import { livingPlan } from '@/lib/server/catalog/plans';
import { type Ctx, notFound } from '@/lib/server/core/ctx';

export interface ChosenPlan {
  about: PreviewedPlan['plan'];
  content: PlanContent;
}

/** A feature whose use is counted, with its meter. */
export interface SoldFeature {
  id: string;
  key: string;
  name: string;
  meter: { id: string; key: string; name: string };
}

/** Returns the plan a request names or gives, with the prices of everything in it. */
export async function choosePlan(ctx: Ctx, choice: PlanChoice, field: 'plan' | 'compareWith'): Promise<ChosenPlan> {
  if ('definition' in choice) {
    const content = withPaymentTerms(contentOf(choice.definition));
    return checked(ctx, { about: { key: choice.definition.key, name: choice.definition.name, currency: content.currency }, content }, [
      field,
      'definition',
    ]);
  }
  const plan = 'id' in choice ? await livingPlan(ctx, choice.id) : await newestPlan(ctx, choice.key, choice.version);
  const { id, key, version, name, status, currency } = plan;
  return checked(ctx, { about: { id, key, version, name, status, currency }, content: contentOf(plan) }, [field]);
}

/** Refuses a plan that has no price for something: a preview would be wrong without saying so. Other issues do not matter here. */
async function checked(ctx: Ctx, chosen: ChosenPlan, path: string[]): Promise<ChosenPlan> {
  const known = priceabilityIssues(planIssues(chosen.content, await loadContext(ctx, [chosen.content])));
  const issues = [...known, ...foreignCardIssues(chosen.content)];
  if (issues.length === 0) return chosen;
  const detail = `${chosen.about.name} cannot be priced yet: ${issues[0]?.message}`;
  throw problem('unpriceable_plan', detail, { issues: issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })) });
}

/** Returns the customer a request names. */
export async function findCustomer(ctx: Ctx, choice: InvoicePreviewRequest['customer'], asOf: string | undefined) {
  const where = 'id' in choice ? { id: choice.id } : { key: choice.key };
  const then = asOf && { createdAt: { lte: asOf }, OR: [{ deletedAt: null }, { deletedAt: { gt: asOf } }] };
  const customer =
    (then && (await ctx.tx.customer.findFirst({ where: { ...where, ...then } }))) ??
    (await ctx.tx.customer.findFirst({ where: { ...where, deletedAt: null } }));
  if (!customer)
    throw 'id' in choice ? notFound('customer', choice.id) : problem('not_found', `There is no customer with the key "${choice.key}".`);
  return customer;
}

/** Returns the features that have a meter, by id. */
export async function soldFeatures(ctx: Ctx): Promise<Map<string, SoldFeature>> {
  const rows = await ctx.tx.feature.findMany({ where: { meterId: { not: null } }, include: { meter: true } });
  return new Map(
    rows.flatMap(({ id, key, name, meter }) =>
      meter ? [[id, { id, key, name, meter: { id: meter.id, key: meter.key, name: meter.name } }]] : [],
    ),
  );
}
