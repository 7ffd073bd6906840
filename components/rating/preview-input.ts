import { parseAsBoolean, parseAsString } from 'nuqs/server';
import { addMonths, monthOf, todayIn } from '@/components/ui/calendar';
import { startOfDay } from '@/components/ui/day-instant';
import type { CallOf } from '@/lib/api/operation';
import type { createInvoicePreview } from '@/lib/api/previews';
import type { Plan } from '@/lib/catalog/plan';

/** What a preview asks, as the address holds it: ids, and days in the workspace's zone of which the last is not included. */
export const previewParams = {
  customer: parseAsString,
  plan: parseAsString,
  compare: parseAsString,
  from: parseAsString,
  to: parseAsString,
  phase: parseAsString,
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
  /** Money on hand, as a decimal. */
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

/**
 * The request of a preview, or null while something is still to be chosen. The server and the page build it alike, so its answer is shared.
 * `plan` is the version that the question names.
 */
export function previewRequest(
  question: PreviewQuestion,
  range: { from: string; to: string },
  timeZone: string,
  plan: Pick<Plan, 'id' | 'phases'> | undefined,
): CallOf<typeof createInvoicePreview> | null {
  const { customer, compare, credits, asOf } = question;
  const [from, to] = [range.from, range.to].map((day) => (DAY.test(day) ? startOfDay(day, timeZone) : undefined));
  if (!customer || !plan || !from || !to) return null;
  const startingPhase = phaseOf(question, plan);
  return {
    body: {
      customer: { id: customer },
      plan: { id: plan.id },
      from,
      to,
      ...(startingPhase && { startingPhase }),
      ...(isMoney(credits) && { credits: [{ name: 'Credits on hand', amount: credits }] }),
      ...(asOf && !Number.isNaN(Date.parse(asOf)) && { asOf }),
      ...(compare && { compareWith: { id: compare } }),
    },
  };
}

const isMoney = (text: string | null): text is string => text !== null && /^\d{1,15}(\.\d{1,12})?$/.test(text) && /[1-9]/.test(text);

/** The days of the question, or the last whole month. */
export function rangeOf(question: PreviewQuestion, now: Date, timeZone: string): { from: string; to: string } {
  return question.from && question.to ? { from: question.from, to: question.to } : lastMonth(now, timeZone);
}
