import type { Currency } from '@/lib/currency';
import { type Decimal, decimal, sum, text, ZERO } from '@/lib/decimal';
import type { Credit } from '@/lib/rating/credits';
import { type InvoiceLine, type InvoiceRequest, rateInvoices } from '@/lib/rating/invoice';
import { type Line, readLine } from '@/lib/rating/line';
import { type BillingPeriod, billingSchedule, usageNeeds } from '@/lib/rating/schedule';
import type { PlannedContent } from '@/lib/subscription/planned';
import { plannedTimeline } from '@/lib/subscription/planned-timeline';
import { type Instant, normalizeInstant } from '@/lib/time';
import { unequal } from './invariant';

/** A plan with a customer on it: when they come and the usage they have, by need. */
export interface PlanSample {
  content: PlannedContent;
  currency: Currency;
  /** Anchor of the billing periods. */
  anchor: Instant;
  start: Instant;
  to: Instant;
  timeZone: string;
  /** The metered quantity of the n-th usage need. */
  usageOf(n: number): string;
}

/** Something that is true of every plan as a whole. */
export interface PlanInvariant {
  sentence: string;
  /** Description of the failure, with the figures; null when it holds. */
  broken(sample: PlanSample): string | null;
}

const CUTS_MAX = 13;

/** Invariants of a plan's bills over several periods. */
export const planInvariants: PlanInvariant[] = [
  {
    sentence: 'A preview of several periods is what billing them one by one gives, credits included.',
    broken: (sample) => {
      const schedule = scheduleOf(sample, sample.start, sample.to);
      const usage = usageFor(schedule, sample);
      const whole = rated(schedule, usage, creditsFor(sample), sample);
      let credits = creditsFor(sample);
      const single = schedule.flatMap(({ period }) => {
        const own = rated(scheduleOf(sample, period.from, period.to), usage, credits, sample);
        credits = own.creditsLeft.flatMap(({ id, amount }) => credits.flatMap((credit) => (credit.id === id ? { ...credit, amount } : [])));
        return own.invoices;
      });
      const [together, apart] = [whole.invoices, single].map((invoices) => invoices.flatMap(({ lines }) => lines).map(figures));
      const wrong = together?.findIndex((line, i) => line !== apart?.[i]) ?? -1;
      if (wrong >= 0) return `${together?.[wrong]} is billed as ${apart?.[wrong] ?? 'nothing'}`;
      return together?.length === apart?.length ? null : `${apart?.[together?.length ?? 0]} is billed and not in the preview`;
    },
  },
  {
    sentence: 'However often a running period is billed, what is booked in the end is what the preview says.',
    broken: (sample) => {
      const schedule = scheduleOf(sample, sample.start, sample.to);
      const usage = usageFor(schedule, sample);
      const previewed = totalsByCharge(rated(schedule, usage, [], sample).invoices.flatMap(({ lines }) => lines));
      const booked: Record<string, Line[]> = {};
      // Runs that see some of the usage, more than there is in the end (a correction follows), and all of it.
      for (const share of ['0.37', '1.5', null]) {
        const known = share === null ? {} : { knownThrough: sample.start };
        const seen = share === null ? usage : Object.fromEntries(Object.entries(usage).map(([key, used]) => [key, times(used, share)]));
        for (const line of rated(schedule, seen, [], sample, { booked, ...known }).invoices.flatMap(({ lines }) => lines)) {
          const [charge, ref] = splitKey(line.key);
          booked[charge] = [...(booked[charge] ?? []), readLine(line, ref)];
        }
      }
      const keys = new Set([...previewed.keys(), ...Object.keys(booked)]);
      for (const key of keys) {
        const sumOf = sum((booked[key] ?? []).map(({ total }) => total));
        const wrong = unequal(`${key}: booked`, sumOf, previewed.get(key) ?? ZERO);
        if (wrong) return wrong;
      }
      return null;
    },
  },
  {
    sentence: 'A preview of a span is the previews of its two parts, wherever a billing boundary cuts it.',
    broken: (sample) => {
      const schedule = scheduleOf(sample, sample.start, sample.to);
      const linesOf = (from: Instant, to: Instant) => {
        const part = scheduleOf(sample, from, to);
        return rated(part, usage, [], sample).invoices.flatMap(({ lines }) => lines.map(figures));
      };
      const usage = usageFor(schedule, sample);
      const end = schedule.at(-1)?.period.to ?? sample.to;
      const whole = linesOf(sample.start, end);
      const boundaries = schedule.slice(1).map(({ period }) => period.from);
      // Every boundary of a year of months; of more, the same number spread over the span, the last among them.
      const step = Math.ceil(boundaries.length / CUTS_MAX);
      for (const cut of boundaries.toReversed().filter((_, i) => i % step === 0)) {
        const parts = [...linesOf(sample.start, cut), ...linesOf(cut, end)];
        const wrong = whole.findIndex((line, i) => line !== parts[i]);
        if (wrong >= 0 || parts.length !== whole.length)
          return `cut at ${cut}: ${whole[wrong] ?? 'nothing'} is ${parts[wrong < 0 ? whole.length : wrong] ?? 'nothing'}`;
      }
      return null;
    },
  },
];

const times = (quantity: string, share: string): string => text(decimal(quantity).times(decimal(share)));

/** The key of a line's charge, and its own within it. */
function splitKey(key: string): [charge: string, ref: string] {
  const at = key.lastIndexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
}

function totalsByCharge(lines: readonly InvoiceLine[]): Map<string, Decimal> {
  const totals = new Map<string, Decimal>();
  for (const { key, total } of lines) {
    const [charge] = splitKey(key);
    totals.set(charge, (totals.get(charge) ?? ZERO).plus(decimal(total)));
  }
  return totals;
}

function scheduleOf({ content, anchor, start, timeZone }: PlanSample, from: Instant, to: Instant): BillingPeriod[] {
  const timeline = plannedTimeline({ phases: content.phases, start, end: null, timeZone });
  return billingSchedule({ timeline, anchor, cadence: content.billingCadence, from, to, timeZone });
}

function usageFor(schedule: readonly BillingPeriod[], { usageOf }: PlanSample): Record<string, string> {
  return Object.fromEntries(usageNeeds(schedule).map((need, n) => [need.key, usageOf(n)]));
}

function rated(
  schedule: readonly BillingPeriod[],
  usage: Record<string, string>,
  credits: readonly Credit[],
  sample: PlanSample,
  before: Pick<InvoiceRequest, 'booked' | 'knownThrough'> = {},
) {
  const prorate = sample.content.proRatingEnabled ?? true;
  return rateInvoices({ schedule, currency: sample.currency, usage, prorate, credits, ...before });
}

/** One that lasts long and one that is soon too late. */
function creditsFor({ start, to }: PlanSample): Credit[] {
  const half = normalizeInstant(new Date((Date.parse(start) + Date.parse(to)) / 2).toISOString());
  const credit = { name: 'Credit', createdAt: start };
  return [
    { ...credit, id: 'lasting', amount: '1000', priority: 2 },
    { ...credit, id: 'short', amount: '300', priority: 1, expiresAt: half },
  ];
}

const figures = ({ key, total, creditsTotal, invoiceAt }: InvoiceLine): string => `${key} ${total} ${creditsTotal} ${invoiceAt}`;
