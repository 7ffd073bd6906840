import type { PricingTerms } from '@/lib/pricing/terms';
import { compareInstants, type Instant, type Period } from '@/lib/time';
import type { TargetLine } from './target-lines';

/** Something that is to be billed: a price over a period, and when it is due. Parts of one period that was cut share reference and group. */
export interface PendingLine {
  ref: string;
  /** The price is that of the line: a flat one after proration. */
  card: PricingTerms;
  /** The feature whose usage is priced; null for what does not depend on usage. */
  feature: string | null;
  servicePeriod: Period;
  /** The period that was cut into parts; the service period where none was. */
  group: Period;
  invoiceAt: Instant;
  fullServicePeriod?: Period;
  billingPeriod?: Period;
  /** Written or edited by hand: it follows the subscription no more. */
  isManual: boolean;
}

/** Returns the line of a subscription as it waits to be billed. */
export function pendingOf({
  ref,
  rateCard,
  price,
  servicePeriod,
  fullServicePeriod,
  billingPeriod,
  invoiceAt,
  isUsage,
}: TargetLine): PendingLine {
  return {
    ref,
    card: { ...rateCard, price },
    feature: isUsage ? (rateCard.feature?.id ?? null) : null,
    servicePeriod,
    group: servicePeriod,
    invoiceAt,
    fullServicePeriod,
    billingPeriod,
    isManual: false,
  };
}

export interface BillableFacts {
  asOf: Instant;
  /** May usage be billed before its period is over? */
  progressive: boolean;
  /** Can the meter of a feature tell the usage of a part? */
  canCut: (feature: string) => boolean;
}

/**
 * Returns the part of a line that can be billed as of an instant, and what is left of it; null when nothing can. Usage may be cut where
 * progressive billing is on, the price is not by volume, and the meter can tell parts apart. Anything else is billed whole once it is due.
 */
export function billablePart(
  line: PendingLine,
  { asOf, progressive, canCut }: BillableFacts,
): { now: PendingLine; rest: PendingLine | null } | null {
  const { from, to } = line.servicePeriod;
  if (line.feature !== null && progressive && line.card.price.type !== 'volume' && canCut(line.feature)) {
    if (compareInstants(asOf, from) <= 0) return null;
    if (compareInstants(asOf, to) >= 0) return { now: line, rest: null };
    const now = { ...line, servicePeriod: { from, to: asOf }, invoiceAt: asOf };
    return { now, rest: { ...line, servicePeriod: { from: asOf, to } } };
  }
  const isDue = compareInstants(line.invoiceAt, asOf) <= 0;
  const isOver = line.feature === null || compareInstants(to, asOf) <= 0;
  return isDue && isOver ? { now: line, rest: null } : null;
}
