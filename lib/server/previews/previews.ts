import 'server-only';
import type { InvoicePreview, InvoicePreviewRequest, PlanChoice, PreviewedPlan } from '@/lib/api/rating/previews';
import { planIssues } from '@/lib/catalog/checks/issues';
import { foreignCardIssues, priceabilityIssues } from '@/lib/catalog/checks/priceability';
import { diffPlans } from '@/lib/catalog/diff/diff-sentences';
import { contentOf, type PlanContent, withPaymentTerms } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';
import { type Currency, getCurrency } from '@/lib/currency';
import { invalidField, problem } from '@/lib/problem';
import { compareInvoices } from '@/lib/rating/compare';
import { type Invoice, rateInvoices } from '@/lib/rating/invoice';
import { billingSchedule, estimateCharges, usageNeeds } from '@/lib/rating/schedule';
import { loadContext } from '@/lib/server/catalog/catalog-context';
import { customCurrencies } from '@/lib/server/catalog/money-context';
import { newestPlan } from '@/lib/server/catalog/plan-versions';
import { getPlan } from '@/lib/server/catalog/plans';
import { type Ctx, notFound } from '@/lib/server/core/ctx';
import { usageOf } from '@/lib/server/metering/usage-by-key';
import { compareInstants, normalizeInstant } from '@/lib/time';
import { withPurchases } from './preview-add-ons';

const PERIODS_MAX = 60;
const CHARGES_MAX = 50_000;

interface Chosen {
  about: PreviewedPlan['plan'];
  content: PlanContent;
}

interface Sold {
  id: string;
  key: string;
  name: string;
  meter: { id: string; key: string; name: string };
}

interface Rated {
  chosen: Chosen;
  /** Of which instant the usage is: both plans of a comparison are priced from the same. */
  asOf: string;
  currency: Currency;
  invoices: Invoice[];
  totals: Invoice['totals'];
  creditsLeft: NonNullable<PreviewedPlan['creditsLeft']>;
}

/**
 * The invoices a plan would have produced for a customer over past or running periods, from the usage that was really metered. It is what
 * billing does, stopped before saving: the same schedule, the same pipe, the same rounding. Drafts and unsaved content are welcome.
 */
export async function createInvoicePreview(ctx: Ctx, request: InvoicePreviewRequest): Promise<InvoicePreview> {
  const [from, to] = [normalizeInstant(request.from), normalizeInstant(request.to)];
  if (compareInstants(from, to) >= 0) throw invalidField('$.to', 'The end must be after the start.');
  if (request.asOf !== undefined && Date.parse(request.asOf) > Date.parse(ctx.now))
    throw invalidField('$.as_of', 'This instant is still to come.');
  const customer = await findCustomer(ctx, request.customer);
  const sold = await soldFeatures(ctx);
  const rate = (chosen: Chosen, startingPhase: string | undefined, asOf: string | undefined) =>
    ratePlan(ctx, chosen, { ...request, asOf, from, to, startingPhase }, customer.id, sold);
  const plan = await choosePlan(ctx, request.plan, 'plan');
  const { startingPhase } = request;
  if (startingPhase !== undefined && !hasPhase(plan, startingPhase)) {
    const phases = plan.content.phases.map((p) => p.key).join(', ');
    throw invalidField('$.starting_phase', `The plan has no phase "${startingPhase}". It has: ${phases}.`);
  }
  const ours = await rate(plan, startingPhase, request.asOf);
  const other = request.compareWith && (await choosePlan(ctx, request.compareWith, 'compareWith'));
  // Phases may have other names there: a customer beyond the first phase of one plan is compared with one in the last phase of the other.
  const theirs =
    other &&
    (await rate(other, startingPhase && !hasPhase(other, startingPhase) ? other.content.phases.at(-1)?.key : startingPhase, ours.asOf));
  if (theirs && theirs.currency.code !== ours.currency.code) {
    throw invalidField(
      '$.compare_with',
      `Plans in ${ours.currency.code} and ${theirs.currency.code} cannot be compared: their totals are in different currencies.`,
    );
  }
  return {
    customer: { id: customer.id, key: customer.key, name: customer.name },
    timeZone: ctx.workspace.timeZone,
    asOf: ours.asOf,
    ...shown(ours, sold),
    ...(theirs && { comparison: { ...shown(theirs, sold), difference: explained(ours, theirs, sold) } }),
  };
}

/** The differences of the lines, each with what differs in the prices behind it. */
function explained(ours: Rated, theirs: Rated, sold: Map<string, Sold>) {
  const difference = compareInvoices(ours.invoices, theirs.invoices, ours.currency);
  const names = {
    featureName: (id: string) => sold.get(id)?.name ?? id,
    unitOf: (card: RateCard) => card.feature && sold.get(card.feature.id)?.meter.name.toLowerCase(),
  };
  const changes = diffPlans({ ...theirs.chosen.content, addOns: [] }, { ...ours.chosen.content, addOns: [] }, names);
  const causes = (rateCardKey: string) =>
    changes.filter(({ path }) => path[2] === 'rateCards' && path[3] === rateCardKey).map(({ sentence }) => sentence);
  return {
    ...difference,
    lines: difference.lines.map((line) => ({ ...line, causes: /[1-9]/.test(line.difference) ? causes(line.rateCardKey) : [] })),
  };
}

const hasPhase = (chosen: Chosen, key: string) => chosen.content.phases.some((p) => p.key === key);

async function ratePlan(
  ctx: Ctx,
  chosen: Chosen,
  request: InvoicePreviewRequest,
  customerId: string,
  sold: Map<string, Sold>,
): Promise<Rated> {
  const { from, to, startingPhase } = request;
  const anchor = normalizeInstant(request.anchor ?? from);
  const content = request.addOns?.length ? await withPurchases(ctx, chosen, request.addOns) : chosen.content;
  if (estimateCharges(content, from, to) > CHARGES_MAX)
    throw invalidField('$.to', `A preview has at most ${CHARGES_MAX} charges: choose a shorter span, or ask for several previews.`);
  const schedule = billingSchedule({
    content,
    anchor,
    from,
    to,
    timeZone: ctx.workspace.timeZone,
    ...(startingPhase && { startingPhase }),
    ...(request.start && { start: normalizeInstant(request.start) }),
  });
  if (schedule.length > PERIODS_MAX)
    throw invalidField('$.to', `A preview spans at most ${PERIODS_MAX} billing periods; this one has ${schedule.length}.`);
  const { figures: usage, asOf } = await usageOf(
    ctx,
    usageNeeds(schedule).map((need) => ({ key: need.key, customerId, featureId: need.featureId, period: need.period })),
    request.asOf,
  );
  const currency = getCurrency(chosen.content.currency, await customCurrencies(ctx, [chosen.content.currency]));
  const features = [...sold.values()];
  const credits = (request.credits ?? []).map((credit, i) => ({
    ...credit,
    id: `credit-${String(i + 1).padStart(3, '0')}`,
    createdAt: from,
  }));
  const { invoices, totals, creditsLeft } = rateInvoices({
    schedule,
    currency,
    usage,
    prorate: chosen.content.proRatingEnabled,
    units: Object.fromEntries(features.map((f) => [f.id, f.meter.name.toLowerCase()])),
    featureKeys: Object.fromEntries(features.map((f) => [f.id, f.key])),
    credits,
    explain: true,
  });
  const end = schedule.at(-1)?.period.to ?? to;
  const left = creditsLeft.flatMap(({ id, amount }) => {
    const credit = credits.find((given) => given.id === id);
    return credit
      ? [{ name: credit.name, amount, expired: Boolean(credit.expiresAt) && compareInstants(credit.expiresAt ?? to, end) <= 0 }]
      : [];
  });
  return { chosen, asOf, currency, invoices, totals, creditsLeft: left };
}

/** A rated plan as it is answered: each quantity with the feature and meter it came from. */
function shown({ chosen, invoices, totals, creditsLeft }: Rated, sold: Map<string, Sold>): PreviewedPlan {
  return {
    plan: chosen.about,
    periods: invoices.map((invoice) => ({
      ...invoice,
      usage: invoice.usage.map(({ rateCardKey, featureId, period, quantity }) => {
        const feature = sold.get(featureId);
        if (!feature) throw new Error(`feature ${featureId} was rated but is not sold`);
        return {
          rateCardKey,
          featureId,
          featureKey: feature.key,
          meterId: feature.meter.id,
          meterKey: feature.meter.key,
          period,
          quantity,
        };
      }),
    })),
    totals,
    ...(creditsLeft.length > 0 && { creditsLeft }),
  };
}

async function choosePlan(ctx: Ctx, choice: PlanChoice, field: 'plan' | 'compareWith'): Promise<Chosen> {
  if ('definition' in choice) {
    const content = withPaymentTerms(contentOf(choice.definition));
    return checked(ctx, { about: { key: choice.definition.key, name: choice.definition.name, currency: content.currency }, content }, [
      field,
      'definition',
    ]);
  }
  const plan = 'id' in choice ? await getPlan(ctx, choice.id) : await newestPlan(ctx, choice.key, choice.version);
  const { id, key, version, name, status, currency } = plan;
  return checked(ctx, { about: { id, key, version, name, status, currency }, content: contentOf(plan) }, [field]);
}

/** Refuses a plan that has no price for something: a preview would be wrong without saying so. Other issues do not matter here. */
async function checked(ctx: Ctx, chosen: Chosen, path: string[]): Promise<Chosen> {
  const known = priceabilityIssues(planIssues(chosen.content, await loadContext(ctx, [chosen.content])));
  const issues = [...known, ...foreignCardIssues(chosen.content)];
  if (issues.length === 0) return chosen;
  const detail = `${chosen.about.name} cannot be priced yet: ${issues[0]?.message}`;
  throw problem('unpriceable_plan', detail, { issues: issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })) });
}

async function findCustomer(ctx: Ctx, choice: InvoicePreviewRequest['customer']) {
  const where = 'id' in choice ? { id: choice.id } : { key: choice.key };
  const customer = await ctx.tx.customer.findFirst({ where: { ...where, deletedAt: null } });
  if (!customer)
    throw 'id' in choice ? notFound('customer', choice.id) : problem('not_found', `There is no customer with the key "${choice.key}".`);
  return customer;
}

async function soldFeatures(ctx: Ctx): Promise<Map<string, Sold>> {
  const rows = await ctx.tx.feature.findMany({ where: { meterId: { not: null } }, include: { meter: true } });
  return new Map(
    rows.flatMap(({ id, key, name, meter }) =>
      meter ? [[id, { id, key, name, meter: { id: meter.id, key: meter.key, name: meter.name } }]] : [],
    ),
  );
}
