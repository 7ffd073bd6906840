import 'server-only';
import type { InvoicePreview, InvoicePreviewRequest, PreviewedPlan } from '@/lib/api/rating/previews';
import { diffPlans } from '@/lib/catalog/diff/diff-sentences';
import type { RateCard } from '@/lib/catalog/rate-card';
import { type Currency, getCurrency } from '@/lib/currency';
import { invalidField } from '@/lib/problem';
import { compareInvoices } from '@/lib/rating/compare';
import { type Invoice, rateInvoices } from '@/lib/rating/invoice';
import { type BillingPeriod, billingSchedule, estimateCharges, type UsageNeed, usageNeeds } from '@/lib/rating/schedule';
import { customCurrencies } from '@/lib/server/catalog/money-context';
import type { Ctx } from '@/lib/server/core/ctx';
import { usageReader } from '@/lib/server/metering/usage-by-key';
import { plannedTimeline } from '@/lib/subscription/planned-timeline';
import { billingPeriods, compareInstants, epochSeconds, fromEpochSeconds, type Instant, normalizeInstant } from '@/lib/time';
import { purchasesOf } from './preview-add-ons';
import { type ChosenPlan, choosePlan, findCustomer, type SoldFeature, soldFeatures } from './preview-choices';

const PERIODS_MAX = 60;
const CHARGES_MAX = 50_000;

/** A chosen plan with what falls due on it. */
interface Scheduled {
  chosen: ChosenPlan;
  currency: Currency;
  schedule: BillingPeriod[];
}

interface Rated extends Scheduled {
  invoices: Invoice[];
  totals: Invoice['totals'];
  creditsLeft: NonNullable<PreviewedPlan['creditsLeft']>;
}

type Sold = Map<string, SoldFeature>;

/**
 * Returns the invoices a plan would have produced for a customer over past or running periods, from the usage that was really metered. It is
 * what billing does, stopped before saving: the same timeline, schedule, pipe and rounding. Drafts and unsaved content are welcome.
 *
 *   choose     customer, plans, add-ons, and what falls due on them     (in the transaction of `ctx`)
 *   read       the usage of all plans at once: one view of one instant  (from here on without a transaction)
 *   rate       pure
 */
export async function createInvoicePreview(ctx: Ctx, request: InvoicePreviewRequest): Promise<() => Promise<InvoicePreview>> {
  checkTimes(ctx, request);
  const customer = await findCustomer(ctx, request.customer, request.asOf);
  const sold = await soldFeatures(ctx);
  const plan = await choosePlan(ctx, request.plan, 'plan');
  const { startingPhase } = request;
  if (startingPhase !== undefined && !hasPhase(plan, startingPhase)) {
    const phases = plan.content.phases.map((p) => p.key).join(', ');
    throw invalidField('$.starting_phase', `The plan has no phase "${startingPhase}". It has: ${phases}.`);
  }
  const ours = await schedulePlan(ctx, plan, request);
  const theirs = request.compareWith && (await scheduleOther(ctx, ours, request));
  const needs = [ours, ...(theirs ? [theirs] : [])].flatMap(({ schedule }) => usageNeeds(schedule));
  // Plans ask for the same: what one of them is told is what the other is told.
  const wanted = new Map(needs.map((need) => [questionOf(need), need]));
  const read = await usageReader(
    ctx,
    [...wanted].map(([key, { featureId, period }]) => ({ key, customerId: customer.id, featureId, period })),
  );
  return async () => {
    const { figures, asOf } = await read(request.asOf);
    const rated = ratePlan(ours, figures, request, sold);
    const other = theirs && ratePlan(theirs, figures, request, sold);
    return {
      customer: { id: customer.id, key: customer.key, name: customer.name },
      timeZone: ctx.workspace.timeZone,
      asOf,
      ...shown(rated, sold),
      ...(other && { comparison: { ...shown(other, sold), difference: explained(rated, other, sold) } }),
    };
  };
}

const questionOf = ({ featureId, period }: UsageNeed): string => `${featureId}/${period.from}/${period.to}`;

const hasPhase = (chosen: ChosenPlan, key: string) => chosen.content.phases.some((p) => p.key === key);

function checkTimes(ctx: Ctx, { from, to, start, end, asOf }: InvoicePreviewRequest): void {
  const isAfter = (a: string, b: string) => compareInstants(normalizeInstant(a), normalizeInstant(b)) > 0;
  if (!isAfter(to, from)) throw invalidField('$.to', 'The end must be after the start.');
  if (end !== undefined && start !== undefined && !isAfter(end, start))
    throw invalidField('$.end', 'The customer leaves before they come. The end must be after the start.');
  if (asOf !== undefined && Date.parse(asOf) > Date.parse(ctx.now)) throw invalidField('$.as_of', 'This instant is still to come.');
}

async function scheduleOther(ctx: Ctx, ours: Scheduled, request: InvoicePreviewRequest): Promise<Scheduled | undefined> {
  if (!request.compareWith) return undefined;
  const chosen = await choosePlan(ctx, request.compareWith, 'compareWith');
  if (chosen.content.currency !== ours.currency.code) {
    throw invalidField(
      '$.compare_with',
      `Plans in ${chosen.content.currency} and ${ours.currency.code} cannot be compared: their totals are in different currencies.`,
    );
  }
  // Phases may have other names there: a customer beyond the first phase of one plan is compared with one in the last phase of the other.
  const { startingPhase } = request;
  const phase = startingPhase && !hasPhase(chosen, startingPhase) ? chosen.content.phases.at(-1)?.key : startingPhase;
  return schedulePlan(ctx, chosen, { ...request, startingPhase: phase });
}

/** Returns the charges due on a plan: the schedule of a customer who has it, hypothetically. */
async function schedulePlan(ctx: Ctx, chosen: ChosenPlan, request: InvoicePreviewRequest): Promise<Scheduled> {
  const { phases, billingCadence: cadence } = chosen.content;
  const { timeZone } = ctx.workspace;
  const { startingPhase } = request;
  const { from, to, anchor, start, end } = timesOf(request, cadence, timeZone);
  const addOns = await purchasesOf(ctx, chosen, request.addOns ?? [], start);
  const timeline = plannedTimeline({ phases, start, end, timeZone, addOns, ...(startingPhase && { startingPhase }) });
  const asked = { timeline, anchor, cadence, from, to, timeZone };
  if (estimateCharges(asked) > CHARGES_MAX)
    throw invalidField('$.to', `A preview has at most ${CHARGES_MAX} charges: choose a shorter span, or ask for several previews.`);
  const schedule = billingSchedule(asked);
  if (schedule.length > PERIODS_MAX)
    throw invalidField('$.to', `A preview spans at most ${PERIODS_MAX} billing periods; this one has ${schedule.length}.`);
  const currency = getCurrency(chosen.content.currency, await customCurrencies(ctx, [chosen.content.currency]));
  return { chosen, currency, schedule };
}

/** The times of a request, with what is not told made up as the fields say. */
function timesOf(request: InvoicePreviewRequest, cadence: string, timeZone: string) {
  const [from, to] = [normalizeInstant(request.from), normalizeInstant(request.to)];
  const told = request.start === undefined ? undefined : normalizeInstant(request.start);
  const anchor = request.anchor ? normalizeInstant(request.anchor) : told !== undefined && compareInstants(told, from) < 0 ? told : from;
  const start = told ?? (isBoundary(anchor, cadence, from, timeZone) ? anchor : from);
  return { from, to, anchor, start, end: request.end === undefined ? null : normalizeInstant(request.end) };
}

/** Is the instant, not before the anchor, the start of a billing period? */
function isBoundary(anchor: Instant, cadence: string, instant: Instant, timeZone: string): boolean {
  if (compareInstants(anchor, instant) > 0) return false;
  const next = fromEpochSeconds(epochSeconds(instant) + 1);
  return billingPeriods(anchor, cadence, instant, next, timeZone)[0]?.from === instant;
}

function ratePlan(scheduled: Scheduled, figures: Record<string, string>, request: InvoicePreviewRequest, sold: Sold): Rated {
  const { chosen, currency, schedule } = scheduled;
  const from = normalizeInstant(request.from);
  const features = [...sold.values()];
  const credits = (request.credits ?? []).map((credit, i) => ({
    ...credit,
    id: `credit-${String(i + 1).padStart(3, '0')}`,
    createdAt: from,
  }));
  const { invoices, totals, creditsLeft } = rateInvoices({
    schedule,
    currency,
    usage: Object.fromEntries(usageNeeds(schedule).map((need) => [need.key, figures[questionOf(need)] ?? '0'])),
    prorate: chosen.content.proRatingEnabled,
    units: Object.fromEntries(features.map((f) => [f.id, f.meter.name.toLowerCase()])),
    featureKeys: Object.fromEntries(features.map((f) => [f.id, f.key])),
    credits,
    explain: true,
  });
  const end = schedule.at(-1)?.period.to ?? normalizeInstant(request.to);
  const left = creditsLeft.flatMap(({ id, amount }) => {
    const credit = credits.find((given) => given.id === id);
    return credit
      ? [{ name: credit.name, amount, expired: Boolean(credit.expiresAt) && compareInstants(credit.expiresAt ?? end, end) <= 0 }]
      : [];
  });
  return { ...scheduled, invoices, totals, creditsLeft: left };
}

/** The differences of the lines, each with what differs in the prices behind it. */
function explained(ours: Rated, theirs: Rated, sold: Sold) {
  const difference = compareInvoices(ours.invoices, theirs.invoices, ours.currency);
  const names = {
    featureName: (id: string) => sold.get(id)?.name ?? id,
    unitOf: (card: RateCard) => card.feature && sold.get(card.feature.id)?.meter.name.toLowerCase(),
  };
  const changes = diffPlans({ ...theirs.chosen.content, addOns: [] }, { ...ours.chosen.content, addOns: [] }, names);
  const causes = (...keys: (string | undefined)[]) =>
    changes.filter(({ path }) => path[2] === 'rateCards' && keys.includes(path[3] as string)).map(({ sentence }) => sentence);
  return {
    ...difference,
    lines: difference.lines.map((line) => ({
      ...line,
      causes: /[1-9]/.test(line.difference) ? causes(line.rateCardKey, line.comparedRateCardKey) : [],
    })),
  };
}

/** A rated plan as it is answered: each quantity with the feature and meter it came from. */
function shown({ chosen, invoices, totals, creditsLeft }: Rated, sold: Sold): PreviewedPlan {
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
