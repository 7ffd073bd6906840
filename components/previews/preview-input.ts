import { parseAsBoolean, parseAsString } from 'nuqs/server';
import { addMonths, monthOf, todayIn } from '@/components/ui/calendar';
import { startOfDay } from '@/components/ui/day-instant';
import type { CallOf } from '@/lib/api/operation';
import type { createInvoicePreview } from '@/lib/api/rating/previews';
import type { Plan } from '@/lib/catalog/plan';
import { addOnsOf, type CreditGiven, creditsOf } from './preview-extras';

/** Input of a preview, as the address holds it: ids, and days in the workspace's zone of which the last is not included. */
export const previewParams = {
  customer: parseAsString,
  plan: parseAsString,
  compare: parseAsString,
  from: parseAsString,
  to: parseAsString,
  phase: parseAsString,
  start: parseAsString,
  addOns: parseAsString,
  credits: parseAsString,
  asOf: parseAsString,
  customerView: parseAsBoolean.withDefault(false),
};

export interface PreviewQuestion {
  customer: string | null;
  plan: string | null;
  compare: string | null;
  from: string | null;
  to: string | null;
  phase: string | null;
  /** The day on which the customer came, when that is within the period. */
  start: string | null;
  /** See preview-extras.ts. */
  addOns: string | null;
  credits: string | null;
  /** Count only usage that was stored by this instant. */
  asOf: string | null;
  /** Shown as the customer may see it: nothing of meters, comparisons and plan states. */
  customerView: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The month before the one in which `now` lies, as days in the zone: the newest one that is over. */
export function lastMonth(now: Date, timeZone: string): { from: string; to: string } {
  const to = monthOf(todayIn(timeZone, now.getTime()));
  return { from: addMonths(to, -1), to };
}

/** For `phase`: as a new customer, through the phases from the first. */
export const FROM_THE_START = 'start';

/** The phase in which the customer is, by its key: unless told, the last one, in which customers stay. Undefined for "from the start". */
export function phaseOf(question: PreviewQuestion, plan: Pick<Plan, 'phases'>): string | undefined {
  if (question.phase === FROM_THE_START) return undefined;
  return (plan.phases.find(({ key }) => key === question.phase) ?? plan.phases.at(-1))?.key;
}

type PreviewablePlan = Pick<Plan, 'id' | 'phases' | 'billingCadence'>;

/**
 * The request of a preview, or null while something is still to be chosen. The server and the page build it alike, so its answer is shared.
 * `plans` are the versions to choose from, of which the question names one or two.
 */
export function previewRequest(
  question: PreviewQuestion,
  range: { from: string; to: string },
  timeZone: string,
  plans: readonly PreviewablePlan[] = [],
): CallOf<typeof createInvoicePreview> | null {
  const { customer, compare, asOf } = question;
  const [plan, compared] = [question.plan, compare].map((id) => plans.find((one) => one.id === id));
  const [from, to] = [range.from, range.to].map((day) => (DAY.test(day) ? startOfDay(day, timeZone) : undefined));
  if (!customer || !plan || !from || !to) return null;
  const startingPhase = phaseOf(question, plan);
  const start = startOf(question, range)
    ? startOfDay(question.start, timeZone)
    : staysIn(plan, startingPhase) && !isPassed(compared, startingPhase) && startOfDay(yearOf(range, plan), timeZone);
  const addOns = addOnsOf(question.addOns).flatMap(({ id, quantity }) =>
    /^[1-9]\d{0,4}$/.test(quantity) && ULID.test(id) ? [{ id, quantity: Number.parseInt(quantity, 10) }] : [],
  );
  const credits = creditsOf(question.credits).flatMap((credit, i, all) => creditAsked(credit, i, all.length, timeZone));
  return {
    body: {
      customer: { id: customer },
      plan: { id: plan.id },
      from,
      to,
      ...(startingPhase && { startingPhase }),
      ...(start && { start }),
      ...(addOns.length > 0 && { addOns }),
      ...(credits.length > 0 && { credits }),
      ...(asOf && !Number.isNaN(Date.parse(asOf)) && { asOf }),
      ...(compare && { compareWith: { id: compare } }),
    },
  };
}

/** Tells whether customers stay in the phase for good: an earlier one would be over, had it begun with the year. */
const staysIn = ({ phases }: Pick<Plan, 'phases'>, phase: string | undefined) => phase !== undefined && phase === phases.at(-1)?.key;

/** Tells whether the phase is one that customers of the plan pass through: they too are to be in it while the period lasts. */
const isPassed = (plan: Pick<Plan, 'phases'> | undefined, phase: string | undefined) =>
  plan !== undefined && !staysIn(plan, phase) && plan.phases.some(({ key }) => key === phase);

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const MONEY = /^\d{1,15}(\.\d{1,12})?$/;

/**
 * The first day of the period's year, from which the periods of a customer are counted who was there before; null where that would shift the
 * billing periods. So a yearly price falls due in January alone, whichever month is looked at.
 */
function yearOf({ from }: { from: string }, { billingCadence }: Pick<Plan, 'billingCadence'>): string | null {
  const months = /^P(\d+)M$/.exec(billingCadence)?.[1];
  const before = Number(from.slice(5, 7)) - 1;
  return months && from.endsWith('-01') && before % Number(months) === 0 ? `${from.slice(0, 4)}-01-01` : null;
}

/** The day on which the customer came, when it lies within the days that are previewed. */
export function startOf({ start }: PreviewQuestion, range: { from: string; to: string }): string | null {
  return start && DAY.test(start) && start > range.from && start < range.to ? start : null;
}

function creditAsked({ amount, priority, expires }: CreditGiven, i: number, count: number, timeZone: string) {
  if (!MONEY.test(amount) || !/[1-9]/.test(amount)) return [];
  const expiresAt = startOfDay(expires, timeZone);
  const rank = /^[1-9]\d{0,2}$/.test(priority) ? { priority: Number.parseInt(priority, 10) } : {};
  return [{ name: count === 1 ? 'Credits on hand' : `Credit ${i + 1}`, amount, ...rank, ...(expiresAt && { expiresAt }) }];
}

/** The days of the question, or the last whole month. */
export function rangeOf(question: PreviewQuestion, now: Date, timeZone: string): { from: string; to: string } {
  return question.from && question.to ? { from: question.from, to: question.to } : lastMonth(now, timeZone);
}
