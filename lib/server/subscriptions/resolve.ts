import 'server-only';
import type { StartSubscriptionRequest } from '@/lib/api/subscription/acts';
import type { CustomerChoice, PlanVersionChoice, Subscription } from '@/lib/api/subscription/shapes';
import { planIssues } from '@/lib/catalog/checks/issues';
import { rateCardIssues } from '@/lib/catalog/checks/rate-card-issues';
import { isInForce } from '@/lib/catalog/cost-basis';
import { isCustomCurrencyCode } from '@/lib/catalog/currency';
import { contentOf, type Plan, type PlanStatus } from '@/lib/catalog/plan';
import { withPaymentTerm } from '@/lib/catalog/rate-card';
import { type Issue, invalidField, type PathStep, type ProblemError, problem } from '@/lib/problem';
import { assignedTo } from '@/lib/server/catalog/assignment-record';
import { loadContext, storedCard } from '@/lib/server/catalog/catalog-context';
import { planOf, storedContent } from '@/lib/server/catalog/plan-record';
import { soldAt } from '@/lib/server/catalog/version-record';
import { type Ctx, deleted, notFound } from '@/lib/server/core/ctx';
import { holdCustomer } from '@/lib/server/customers/hold';
import type { Customer } from '@/lib/server/generated/prisma/client';
import { basesOf } from '@/lib/server/money/cost-bases';
import type { AddOnCopy, EditPatch, NegotiatedTerm, SubscribedContent, SubscribedPlan } from '@/lib/subscription/life';
import { applyTerms } from '@/lib/subscription/negotiated';
import { refusal, refusalStatus } from '@/lib/subscription/refusal';

const CODES = { 400: 'validation_failed', 403: 'action_not_allowed', 404: 'not_found', 409: 'conflict' } as const;

/** Refuses an act for its first critical issue; the rest is told with it. Warnings alone refuse nothing. */
export function requireAllowed(issues: readonly Issue[]): void {
  const status = refusalStatus(issues);
  if (status !== null) throw refusedWith(status, issues);
}

function refusedWith(status: number, issues: readonly Issue[]): ProblemError {
  const first = issues.find(({ severity }) => severity === 'critical');
  return problem(CODES[status as keyof typeof CODES] ?? 'validation_failed', first?.message ?? '', { issues: [...issues] });
}

/** The add-on of a request among those that are offered with the version; refused where it is not. */
export function offeredAddOn(offered: readonly AddOnCopy[], id: string, path: PathStep[]): AddOnCopy {
  const found = offered.find((one) => one.id === id);
  if (found) return found;
  const message = `No add-on with the id ${id} is offered with this version of the plan.`;
  throw refusedWith(400, [refusal('subscription_add_on_not_offered', [...path, 'addon'], message)]);
}

/** Returns the customer that a request names, held, so that no other act on their subscriptions and no removal of them comes between. */
export async function chosenCustomer(ctx: Ctx, { id, key }: CustomerChoice): Promise<Customer> {
  if (id === undefined && key === undefined) throw invalidField('$.customer', 'Name the customer by id or key.');
  const where = id === undefined ? { key, deletedAt: null } : { id };
  const named = await ctx.tx.customer.findFirst({ where, select: { id: true } });
  if (!named) throw id === undefined ? problem('not_found', `There is no customer with the key "${key}".`) : notFound('customer', id);
  await holdCustomer(ctx, named.id);
  const customer = await ctx.tx.customer.findUnique({ where: { id: named.id } });
  if (!customer) throw notFound('customer', named.id);
  if (customer.deletedAt) throw deleted('customer', customer.key, customer.deletedAt);
  if (key !== undefined && customer.key !== key)
    throw invalidField('$.customer.key', `The customer with this id has the key "${customer.key}". Name them by one of the two.`);
  return customer;
}

/** Terms that a subscription may be put on. */
export interface ChosenTerms {
  plan: SubscribedPlan | null;
  status: PlanStatus | null;
  content: SubscribedContent;
  settlementMode: Plan['settlementMode'];
  offered: AddOnCopy[];
}

/** Returns the version of a plan that a request names; by key alone, the one that is sold now. It is held until the act is done. */
export async function chosenPlan(ctx: Ctx, { id, key, version }: PlanVersionChoice): Promise<Plan> {
  if (id === undefined && key === undefined) throw invalidField('$.plan', 'Name the plan by the id of a version, or by its key.');
  const found = await (id === undefined ? ofKey(ctx, key ?? '', version) : ctx.tx.plan.findUnique({ where: { id } }));
  if (!found) throw id === undefined ? missing(key ?? '', version) : notFound('plan', id);
  const disagrees = (key !== undefined && found.key !== key) || (version !== undefined && found.version !== version);
  if (disagrees) throw invalidField('$.plan', `The version with this id is version ${found.version} of "${found.key}".`);
  await ctx.tx.$queryRaw`SELECT 1 FROM plans WHERE id = ${found.id} FOR SHARE`;
  const row = await ctx.tx.plan.findUnique({ where: { id: found.id } });
  if (!row) throw notFound('plan', found.id);
  if (row.deletedAt) throw deleted('plan', `${row.name} v${row.version}`, row.deletedAt);
  return planOf(row, ctx.now);
}

async function ofKey(ctx: Ctx, key: string, version: number | undefined) {
  const where = { key, deletedAt: null };
  if (version !== undefined) return ctx.tx.plan.findFirst({ where: { ...where, version } });
  const active = await ctx.tx.plan.findFirst({ where: { ...where, ...soldAt(ctx.now) } });
  return active ?? ctx.tx.plan.findFirst({ where, orderBy: { version: 'desc' } });
}

const missing = (key: string, version: number | undefined) =>
  problem('not_found', `There is no plan "${key}"${version === undefined ? '' : ` with a version ${version}`}.`);

/** The terms of a version of a plan, with the add-ons that are offered with it. */
export async function termsOf(ctx: Ctx, plan: Plan): Promise<ChosenTerms> {
  const { id, key, version, name, status } = plan;
  const content: SubscribedContent = contentOf(plan);
  await loadContext(ctx, [content], true); // what it names is not deleted until the act is done
  return { plan: { id, key, version, name }, status, content, settlementMode: plan.settlementMode, offered: await offeredWith(ctx, id) };
}

/** The add-ons that are offered with a version of a plan, as a subscription keeps them. */
export async function offeredWith(ctx: Ctx, planId: string): Promise<AddOnCopy[]> {
  const assigned = (await assignedTo(ctx, [planId])).get(planId) ?? [];
  return assigned.map(({ assignment, addOn: { id, key, version, name, instanceType, currency, rateCards } }) => ({
    ...{ id, key, version, name, instanceType, currency, rateCards },
    fromPhase: assignment.fromPlanPhase,
    ...(assignment.maxQuantity !== undefined && { maxQuantity: assignment.maxQuantity }),
  }));
}

/** Returns the terms that a request asks for: those of a version, or its own, which must be in order as those of a version must be. */
export async function chosenTerms(
  ctx: Ctx,
  { plan, customPlan }: Pick<StartSubscriptionRequest, 'plan' | 'customPlan'>,
): Promise<ChosenTerms> {
  if (plan && customPlan)
    throw invalidField('$.custom_plan', 'A subscription is on a plan or on terms of its own. Leave out one of the two.');
  if (plan) return termsOf(ctx, await chosenPlan(ctx, plan));
  if (!customPlan) throw invalidField('$.plan', 'Name a plan, or write the terms as a custom plan.');
  const content: SubscribedContent = storedContent(customPlan);
  const issues = planIssues(content, await loadContext(ctx, [content], true));
  if (issues.length) {
    const prefixed = issues.map((issue) => ({ ...issue, path: ['customPlan', ...issue.path] }));
    throw problem('validation_failed', `The terms are not in order: ${issues[0]?.message}`, { issues: prefixed });
  }
  return { plan: null, status: null, content, settlementMode: 'credit_then_invoice', offered: [] };
}

/** Refuses negotiated terms with which the content would not be in order. */
export async function requireFitting(
  ctx: Ctx,
  content: SubscribedContent,
  terms: readonly NegotiatedTerm[],
  path: PathStep,
): Promise<void> {
  if (terms.length === 0) return;
  const agreed = storedContent(applyTerms(content, terms).content);
  const context = await loadContext(ctx, [agreed]);
  const known = new Set(planIssues(content, context).map(({ code, path: at }) => `${code} ${at.join('.')}`));
  const issues = planIssues(agreed, context).filter((issue) => !known.has(`${issue.code} ${issue.path.join('.')}`));
  if (issues.length === 0) return;
  const placed = issues.map((issue) => ({ ...issue, path: [path, ...termPath(agreed, terms, issue)] }));
  throw problem('validation_failed', `With these terms the plan is not in order: ${issues[0]?.message}`, { issues: placed });
}

/** Leads from an issue of a card to the term that made it. */
function termPath(content: SubscribedContent, terms: readonly NegotiatedTerm[], issue: Issue): PathStep[] {
  const [, i, , j, ...rest] = issue.path;
  const phase = content.phases[Number(i)];
  const card = phase?.rateCards[Number(j)];
  const at = terms.findLastIndex((term) => term.item === card?.key && (term.phase === undefined || term.phase === phase?.key));
  return at < 0 ? issue.path : [at, 'set', ...rest];
}

/** Cards of an edit as they are stored, refused where one of them is not in order. */
export async function checkedPatches(ctx: Ctx, currency: string, patches: readonly EditPatch[]): Promise<EditPatch[]> {
  const stored = patches.map((patch) =>
    'rateCard' in patch ? { ...patch, rateCard: storedCard(withPaymentTerm(patch.rateCard)) } : patch,
  );
  const cards = stored.flatMap((patch) => ('rateCard' in patch ? [patch.rateCard] : []));
  const context = await loadContext(ctx, [{ currency, rateCards: cards }], true);
  const issues = stored.flatMap((patch, i) =>
    'rateCard' in patch ? rateCardIssues(patch.rateCard, currency, ['patches', i, 'rateCard'], context) : [],
  );
  if (issues.length) throw problem('validation_failed', issues[0]?.message ?? '', { issues });
  return stored;
}

/** The worth of currencies of one's own that a subscription keeps from its beginning, when it is asked to. */
export async function pinsOf(
  ctx: Ctx,
  { content, settlementMode }: Pick<ChosenTerms, 'content' | 'settlementMode'>,
  mode: Subscription['costBasisMode'],
  invoiceCurrency: string,
) {
  if (mode === 'dynamic') return [];
  if (settlementMode === 'credit_only')
    throw invalidField('$.cost_basis_mode', 'What is settled by credits alone has no worth in money to pin. Choose dynamic.');
  const used = [content.currency, ...content.phases.flatMap(({ rateCards }) => rateCards.flatMap((card) => card.currency ?? []))];
  const codes = [...new Set(used.filter(isCustomCurrencyCode))];
  const currencies = await ctx.tx.customCurrency.findMany({ where: { code: { in: codes } } });
  const bases = await basesOf(
    ctx,
    currencies.map(({ id }) => id),
  );
  return currencies.map(({ id, code }) => {
    const basis = (bases.get(id) ?? []).find((one) => one.fiatCode === invoiceCurrency && isInForce(one, ctx.now));
    if (!basis)
      throw invalidField('$.cost_basis_mode', `${code} has no worth in ${invoiceCurrency} that could be pinned. Give it one first.`);
    return { customCurrencyId: id, invoiceCurrency, costBasisId: basis.id };
  });
}
