import { type CostBasis, isInForce } from '@/lib/catalog/cost-basis';
import { getCurrency } from '@/lib/currency';
import { formatMoney } from '@/lib/money';

/** State of a rate at an instant. */
export const standingOf = (basis: CostBasis, now: string): 'now' | 'future' | 'past' =>
  isInForce(basis, now) ? 'now' : Date.parse(basis.effectiveFrom ?? basis.createdAt) > Date.parse(now) ? 'future' : 'past';

/** Returns the value of one unit, as people write money: "$0.01". */
export const rateWords = ({ rate, fiatCode }: Pick<CostBasis, 'rate' | 'fiatCode'>): string => formatMoney(rate, getCurrency(fiatCode));
