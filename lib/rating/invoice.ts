import type { Currency } from '../currency';
import { decimal, ZERO } from '../decimal';
import type { PlannedCard } from '../subscription/planned';
import { compareInstants, type Instant, type Period } from '../time';
import { type Credit, type Payable, Purse } from './credits';
import { rateRun } from './cumulative';
import { addTotals, type Line, type LineFigures, lineFigures, type Totals, totalsOf } from './line';
import { type Rater, rater } from './pipe';
import { prorationOf } from './proration';
import type { BillingPeriod, ScheduledCharge, UsageNeed } from './schedule';

/** Input of rating: a schedule, and the answer to each of its usage needs. */
export interface InvoiceRequest {
  schedule: readonly BillingPeriod[];
  currency: Currency;
  /** Metered quantity by `UsageNeed.key`, as decimal strings. Every need must be answered, with "0" when nothing was used. */
  usage: Readonly<Record<string, string>>;
  /** Lines booked for a charge before, by its key, credits put back: only the differences to it are invoiced. */
  booked?: Readonly<Record<string, readonly Line[]>>;
  /** Until when usage is known: a service that ends later is rated as one that still runs. Without it every service has ended. */
  knownThrough?: Instant;
  /** False when the plan bills flat prices in full however short the service was. */
  prorate: boolean;
  credits?: readonly Credit[];
  /** Unit of each feature's meter, by feature id, for the sentences of the trace. */
  units?: Readonly<Record<string, string>>;
  /** Keys of the features by id, which credits may be limited to. */
  featureKeys?: Readonly<Record<string, string>>;
  /** Without it the lines carry no trace. */
  explain?: boolean;
}

export interface InvoiceLine extends LineFigures {
  phaseKey: string;
  rateCardKey: string;
  rateCardName: string;
  featureId?: string;
  servicePeriod: Period;
  fullServicePeriod: Period;
  invoiceAt: Instant;
}

export interface Invoice {
  phaseKey: string;
  period: Period;
  usage: (UsageNeed & { quantity: string })[];
  lines: InvoiceLine[];
  totals: Totals;
}

/**
 * Rates a schedule: one invoice for each billing period, in order.
 *
 *   for each charge    quantity ← usage of its feature in the service period
 *                      lines    ← the pipe of its rate card (pipe.ts): quantity steps, price, line steps
 *   then               lines    ← credits, in burn order (lib/credit/burn-order.ts), over all lines of the invoice
 *                      totals   ← sums of rounded lines
 *
 * Throws when a usage need has no answer, or when a price is incomplete; both are checked before.
 */
export function rateInvoices(request: InvoiceRequest): {
  invoices: Invoice[];
  totals: Totals;
  creditsLeft: { id: string; amount: string }[];
} {
  const { currency } = request;
  const purse = new Purse(request.credits ?? [], currency);
  const raters = new Map<PlannedCard, Rater>();
  const invoices = request.schedule.map(({ phaseKey, period, charges }) => {
    const usage: Invoice['usage'] = [];
    const rated: (Payable & { charge: ScheduledCharge; key: string })[] = [];
    for (const charge of charges) {
      const { need, rateCard } = charge;
      if (need) usage.push({ ...need, quantity: quantityOf(need, request) });
      const rate = raters.get(rateCard) ?? rater(rateCard, currency);
      raters.set(rateCard, rate);
      const featureKey = rateCard.feature && request.featureKeys?.[rateCard.feature.id];
      for (const line of rateCharge(charge, rate, request))
        rated.push({ charge, line, key: `${charge.key}/${line.ref}`, featureKey, at: charge.invoiceAt });
    }
    const lines = purse.pay(rated);
    return {
      phaseKey,
      period,
      usage,
      lines: rated.map(({ charge, key }, i) => invoiceLine(charge, key, lines[i] as Line, currency)),
      totals: totalsOf(lines, currency),
    };
  });
  return {
    invoices,
    totals: addTotals(
      invoices.map((invoice) => invoice.totals),
      currency,
    ),
    creditsLeft: purse.left(),
  };
}

/** The lines of one charge, before credits. */
function rateCharge(charge: ScheduledCharge, rate: Rater, request: InvoiceRequest): Line[] {
  const { need, rateCard, billedPeriod, fullServicePeriod } = charge;
  const through = need ? decimal(quantityOf(need, request)) : ZERO;
  const proration = request.prorate ? prorationOf(billedPeriod, fullServicePeriod) : null;
  const unit = rateCard.feature && request.units?.[rateCard.feature.id];
  const final = request.knownThrough === undefined || compareInstants(charge.servicePeriod.to, request.knownThrough) <= 0;
  const run = { through, final, booked: request.booked?.[charge.key], proration, explain: request.explain, unit };
  return rateRun(rate, run, request.currency);
}

function quantityOf(need: UsageNeed, { usage }: InvoiceRequest): string {
  const quantity = usage[need.key];
  if (quantity === undefined) throw new Error(`usage of ${need.key} is missing`);
  return quantity;
}

function invoiceLine(charge: ScheduledCharge, key: string, line: Line, currency: Currency): InvoiceLine {
  const { phaseKey, rateCard, servicePeriod, fullServicePeriod, invoiceAt } = charge;
  const figures = lineFigures(line, key, currency);
  const { key: rateCardKey, name: rateCardName } = rateCard;
  const place: Omit<InvoiceLine, keyof LineFigures> = { phaseKey, rateCardKey, rateCardName, servicePeriod, fullServicePeriod, invoiceAt };
  if (rateCard.feature) place.featureId = rateCard.feature.id;
  // A year of a large plan is thousands of lines: copying each with a spread takes longer than rating it.
  return Object.assign(figures, place);
}
