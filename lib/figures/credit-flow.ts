import { creditBalance, featuresIn } from '../credit/balance';
import { Book } from '../credit/book';
import { bookCharges, invoiceCharge, payCharge } from '../credit/charging';
import { correctCharge } from '../credit/correcting';
import { grantStatusAt } from '../credit/credit-grant';
import { issueGrant, voidGrant } from '../credit/issuing';
import type { Funding, Settlement } from '../credit/ledger';
import { creditRows } from '../credit/transactions';
import { getCurrency } from '../currency';
import { decimal, isZero, sum, text } from '../decimal';
import type { PaymentTerm } from '../pricing/payment-term';
import type { Price } from '../pricing/price';
import { rater, wholePeriod } from '../rating/pipe';
import { compareInstants, contains, type Instant, type Period } from '../time';

interface ChargeStep {
  action: 'create_charge';
  at: Instant;
  name: string;
  type: 'flat_fee' | 'usage_based';
  amount_before_proration?: string;
  price?: Price;
  feature_key?: string;
  payment_term?: PaymentTerm;
  invoice_at: Instant;
  service_period: Period;
  settlement_mode: Settlement;
}

type Step =
  | {
      action: 'grant_credit';
      at: Instant;
      name: string;
      amount: string;
      funding_method: Funding;
      effective_at?: Instant;
      expires_at?: Instant;
      priority?: number;
      features?: string[];
    }
  | ChargeStep
  | { action: 'ingest'; at: Instant; feature: string; value: string }
  | { action: 'invoice_now' | 'advance_charges' | 'read'; at: Instant }
  | { action: 'approve' | 'paid'; at: Instant; invoice: number }
  | { action: 'system_delete_charge'; at: Instant; charge?: string }
  | { action: 'void_grant'; at: Instant; grant: string };

interface RunningCharge {
  step: ChargeStep;
  status: 'created' | 'active' | 'final' | 'deleted';
  amount: string;
  credits: string;
}

interface Invoice {
  status: string;
  charges: RunningCharge[];
}

const usd = getCurrency('USD');

/** A customer's credit and charges over some steps. The invoices here only carry the charges; their states are the billing rules' matter. */
class CreditFlow {
  private readonly book = new Book(usd);
  private readonly charges: RunningCharge[] = [];
  private readonly invoices: Invoice[] = [];
  private readonly usage: { at: Instant; feature: string; value: string }[] = [];
  private status: number | undefined;

  run(step: Step): void {
    this.status = undefined;
    if (step.action === 'grant_credit') this.grant(step);
    else if (step.action === 'create_charge') this.charges.push({ step, status: 'created', amount: '0', credits: '0' });
    else if (step.action === 'ingest') this.usage.push(step);
    else if (step.action === 'invoice_now') this.invoice(step.at);
    else if (step.action === 'approve') this.approve(this.invoices[step.invoice - 1], step.at);
    else if (step.action === 'paid') this.pay(this.invoices[step.invoice - 1], step.at);
    else if (step.action === 'system_delete_charge') this.remove(step.at, step.charge);
    else if (step.action === 'void_grant') {
      const done = voidGrant(this.book, step.grant, step.at);
      this.status = done.ok ? 200 : done.refused === 'not_found' ? 404 : 409;
    }
    for (const charge of this.charges) this.realise(charge, step.at);
  }

  /** Returns what can be seen after a step. */
  seen(at: Instant) {
    const grants = this.book.inUse();
    const last = this.charges.at(-1);
    return {
      http_status: this.status,
      balance: creditBalance(this.book, { now: at }),
      transactions: creditRows(this.book, at, featuresIn(this.book)).map(({ type, amount }) => ({ type, amount })),
      charge_status: last?.status,
      invoices: this.invoices.map((invoice) => ({ status: invoice.status, ...totals(invoice) })),
      grant_status: Object.fromEntries(grants.map(({ grant, voidedAt }) => [grant.id, grantStatusAt({ ...grant, voidedAt }, at)])),
      voided_at: Object.fromEntries(grants.map(({ grant, voidedAt }) => [grant.id, voidedAt])),
    };
  }

  private grant({ name, amount, at, funding_method, ...more }: Extract<Step, { action: 'grant_credit' }>): void {
    const { effective_at = at, expires_at = null, priority = 10, features = [] } = more;
    const dates = { createdAt: at, effectiveAt: effective_at, expiresAt: expires_at };
    issueGrant(this.book, { id: name, amount, priority, features, ...dates, funding: funding_method, costBasis: '1' });
  }

  private amountOf({ amount_before_proration, price, feature_key, service_period }: ChargeStep): string {
    if (!price) return amount_before_proration ?? '0';
    const used = this.usage.filter(({ at, feature }) => feature === feature_key && contains(service_period, at));
    const quantity = sum(used.map(({ value }) => decimal(value)));
    return text(sum(rater({ key: 'usage', name: 'Usage', price }, usd)(wholePeriod(quantity)).map((line) => line.total)));
  }

  /** Books a charge as of its service: a fee in advance at its start, all else at its end. */
  private realiseNow(charge: RunningCharge): void {
    const { step } = charge;
    const inAdvance = step.type === 'flat_fee' && step.payment_term !== 'in_arrears';
    charge.amount = this.amountOf(step);
    const at = inAdvance ? step.service_period.from : step.service_period.to;
    const [settlement, feature] = [step.settlement_mode, step.feature_key ?? null];
    const booked = bookCharges(this.book, [{ id: step.name, amount: charge.amount, at, settlement, feature }], step.at);
    charge.credits = booked.ok ? text(decimal(charge.amount).minus(booked.covers[0]?.uncovered ?? decimal('0'))) : '0';
  }

  private realise(charge: RunningCharge, now: Instant): void {
    const { step } = charge;
    const due = step.type === 'flat_fee' ? [step.invoice_at, step.service_period.from] : [step.service_period.to];
    if (charge.status !== 'created' || due.some((at) => compareInstants(at, now) > 0)) return;
    charge.status = 'active';
    if (step.settlement_mode !== 'credit_only') return;
    this.realiseNow(charge);
    charge.status = 'final';
  }

  private invoice(now: Instant): void {
    const open = this.charges.filter(
      (charge) => ['created', 'active'].includes(charge.status) && !this.invoices.some((i) => i.charges.includes(charge)),
    );
    const due = open.filter(({ step }) => step.settlement_mode === 'credit_then_invoice' && compareInstants(step.invoice_at, now) <= 0);
    for (const charge of due) {
      this.realiseNow(charge);
      charge.status = 'active';
    }
    if (due.length > 0) this.invoices.push({ status: 'draft.manual_approval_needed', charges: due });
  }

  private approve(invoice: Invoice | undefined, at: Instant): void {
    if (!invoice) return;
    invoice.status = 'payment_processing.pending';
    for (const charge of invoice.charges) {
      const rest = decimal(charge.amount).minus(decimal(charge.credits));
      invoiceCharge(this.book, charge.step.name, text(rest), at);
      if (isZero(rest)) charge.status = 'final';
    }
  }

  private pay(invoice: Invoice | undefined, at: Instant): void {
    if (!invoice) return;
    invoice.status = 'paid';
    for (const charge of invoice.charges) {
      payCharge(this.book, charge.step.name, at, true);
      charge.status = 'final';
    }
  }

  /** Takes a charge away: credit comes back from a draft, and stays with an invoice that was issued. */
  private remove(at: Instant, name?: string): void {
    const charge = name === undefined ? this.charges.at(-1) : this.charges.find(({ step }) => step.name === name);
    if (!charge) return;
    const invoice = this.invoices.find(({ charges }) => charges.includes(charge));
    const isDraft = !invoice || invoice.status.startsWith('draft');
    if (isDraft && this.book.findCharge(charge.step.name)) correctCharge(this.book, charge.step.name, at);
    if (isDraft && invoice) invoice.charges = invoice.charges.filter((other) => other !== charge);
    charge.status = 'deleted';
  }
}

function totals({ charges }: Invoice) {
  const amount = sum(charges.map((charge) => decimal(charge.amount)));
  const credits = sum(charges.map((charge) => decimal(charge.credits)));
  return { amount: text(amount), credits_total: text(credits), total: text(amount.minus(credits)) };
}

export interface FlowInput {
  steps: Step[];
}

/** Goes through the steps of a figure and returns what can be seen after each. */
export function creditFlow({ steps }: FlowInput) {
  const flow = new CreditFlow();
  const checks = steps.map((step, i) => {
    flow.run(step);
    return { after_step: i + 1, ...flow.seen(step.at) };
  });
  return { checks };
}
