import type { Currency } from '../currency';
import { type Decimal, decimal, divide, round, text, ZERO } from '../decimal';
import { moneyText } from '../money';
import type { Period } from '../time';
import type { Invoice, InvoiceLine } from './invoice';

export interface LineDifference {
  /** The line's key without its phase: phases may be named differently in the two plans. */
  key: string;
  rateCardKey: string;
  name: string;
  period: Period;
  total?: string;
  comparedTotal?: string;
  difference: string;
  /** Of the compared total, to one decimal; null when that is zero or there is none. */
  percent: string | null;
}

export interface InvoiceDifference {
  total: string;
  /** Of the compared total, to one decimal; null when that is zero. */
  percent: string | null;
  lines: LineDifference[];
}

/**
 * What the invoices of one plan cost more (positive) or less (negative) than those of another over the same time, line by line. Lines belong
 * together when they charge the same rate card, from the same start, in the same role; one without a partner differs by its whole total.
 * The differences of the lines add up to the difference of the totals. Money as decimal strings in `currency`, which both must share.
 */
export function compareInvoices(ours: readonly Invoice[], theirs: readonly Invoice[], currency: Currency): InvoiceDifference {
  const compared = new Map(theirs.flatMap(({ lines }) => lines.map((line) => [comparisonKey(line), line])));
  const lines: LineDifference[] = [];
  const add = (line: InvoiceLine, total: string | undefined, comparedTotal: string | undefined) => {
    const base = decimal(comparedTotal ?? '0');
    const more = decimal(total ?? '0').minus(base);
    const difference = moneyText(more, currency);
    const { rateCardKey, name, servicePeriod } = line;
    const sides = { ...(total !== undefined && { total }), ...(comparedTotal !== undefined && { comparedTotal }) };
    lines.push({
      key: comparisonKey(line),
      rateCardKey,
      name,
      period: servicePeriod,
      ...sides,
      difference,
      percent: percentOfBase(more, base),
    });
  };
  for (const line of ours.flatMap((invoice) => invoice.lines)) {
    const partner = compared.get(comparisonKey(line));
    compared.delete(comparisonKey(line));
    add(line, line.total, partner?.total);
  }
  for (const line of compared.values()) add(line, undefined, line.total);

  const sum = (invoices: readonly Invoice[]) => invoices.reduce((all, { totals }) => all.plus(decimal(totals.total)), ZERO);
  const [total, base] = [sum(ours).minus(sum(theirs)), sum(theirs)];
  return { total: moneyText(total, currency), percent: percentOfBase(total, base), lines };
}

const percentOfBase = (part: Decimal, base: Decimal): string | null =>
  base.eq(ZERO) ? null : text(round(divide(part.times(decimal('100')), base.abs()), 1));

/** The key under which a line stands in a comparison: its own without the phase, which may be named differently in the other plan. */
export const comparisonKey = (line: Pick<InvoiceLine, 'key' | 'phaseKey'>): string => line.key.slice(line.phaseKey.length + 1);
