import type { Currency } from '@/lib/currency';
import { type Decimal, decimal, sum, ZERO } from '@/lib/decimal';
import type { Credit } from '@/lib/rating/credits';
import { rateRun } from '@/lib/rating/cumulative';
import { type InvoiceLine, rateInvoices } from '@/lib/rating/invoice';
import type { Line } from '@/lib/rating/line';
import { rater } from '@/lib/rating/pipe';
import { type BillingPeriod, billingSchedule, type PlannedContent, usageNeeds } from '@/lib/rating/schedule';
import { type Instant, normalizeInstant } from '@/lib/time';
import { unequal } from './invariant';

/** A plan with a customer on it: when they come and the usage they have, by need. */
export interface PlanSample {
  content: PlannedContent;
  currency: Currency;
  /** Where billing periods are counted from. */
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
  /** What is wrong, with the figures; null when it holds. */
  broken(sample: PlanSample): string | null;
}

/** What holds for the bills of a plan over several periods. */
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
      const { invoices } = rated(schedule, usageFor(schedule, sample), [], sample);
      const previewed = new Map<string, Decimal>();
      for (const line of invoices.flatMap(({ lines }) => lines)) {
        const key = chargeKey(line);
        previewed.set(key, (previewed.get(key) ?? ZERO).plus(decimal(line.total)));
      }
      let n = 0;
      for (const { charges } of schedule) {
        for (const { key, need, rateCard } of charges) {
          if (!need) continue;
          // Runs that see some of the usage, more than there is in the end (a correction follows), and all of it.
          const used = decimal(sample.usageOf(n++));
          const rate = rater(rateCard, sample.currency);
          const booked: Line[] = [];
          for (const [i, through] of [used.times(decimal('0.37')), used.times(decimal('1.5')), used].entries())
            booked.push(...rateRun(rate, { through, final: i === 2, booked: [...booked] }, sample.currency));
          const wrong = unequal(`${key}: booked`, sum(booked.map(({ total }) => total)), previewed.get(key) ?? ZERO);
          if (wrong) return wrong;
        }
      }
      return null;
    },
  },
];

function scheduleOf({ content, anchor, start, timeZone }: PlanSample, from: Instant, to: Instant): BillingPeriod[] {
  return billingSchedule({ content, anchor, start, end: null, from, to, timeZone });
}

function usageFor(schedule: readonly BillingPeriod[], { usageOf }: PlanSample): Record<string, string> {
  return Object.fromEntries(usageNeeds(schedule).map((need, n) => [need.key, usageOf(n)]));
}

function rated(schedule: readonly BillingPeriod[], usage: Record<string, string>, credits: readonly Credit[], sample: PlanSample) {
  const prorate = sample.content.proRatingEnabled ?? true;
  return rateInvoices({ schedule, currency: sample.currency, usage, prorate, credits });
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

const chargeKey = (line: InvoiceLine): string => `${line.phaseKey}/${line.rateCardKey}/${line.servicePeriod.from}`;

const figures = ({ key, total, creditsTotal, invoiceAt }: InvoiceLine): string => `${key} ${total} ${creditsTotal} ${invoiceAt}`;
