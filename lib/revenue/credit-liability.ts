import type { Currency } from '../currency';
import { type Decimal, decimal, divide, isZero, min, sum, ZERO } from '../decimal';
import type { Instant } from '../time';
import type { CalendarPeriod } from './calendar';

/** Credits given to a customer: so many units for so much money. Paid nothing, they are promotional. */
export interface SoldCredit {
  id: string;
  amount: string;
  paid: string;
  at: Instant;
  expiresAt?: Instant | null;
  /** When the unburned rest was paid back. */
  refundedAt?: Instant | null;
}

/** Units of a grant that paid for something. Which grant is burned first was decided by rating and is not decided again. */
export interface CreditBurn {
  grant: string;
  amount: string;
  at: Instant;
}

/** A period of the liability for credits sold. liability at its end = at its start + purchased − earned − breakage − refunded. */
export interface LiabilityPeriod {
  key: string;
  purchased: Decimal;
  /** Burned, at what its units were bought for. */
  earned: Decimal;
  /** Promotional units burned: they lower a bill and earn nothing. */
  promotionalUsed: Decimal;
  /** Paid for and expired unburned. */
  breakage: Decimal;
  refunded: Decimal;
  liabilityEnd: Decimal;
}

/** Counts what is owed for credits, grant by grant and period by period. */
export function liabilityPeriods(
  grants: readonly SoldCredit[],
  burns: readonly CreditBurn[],
  periods: readonly CalendarPeriod[],
  currency: Currency,
): LiabilityPeriod[] {
  const books = grants.map((grant) => bookOf(grant, burns, currency));
  return periods.map(({ key, from, to }) => {
    const over = (value: (book: Book) => (at: Instant) => Decimal) => sum(books.map((book) => value(book)(to).minus(value(book)(from))));
    return {
      key,
      purchased: over((book) => book.purchased),
      earned: over((book) => book.earned),
      promotionalUsed: over((book) => book.promotional),
      breakage: over((book) => book.breakage),
      refunded: over((book) => book.refunded),
      liabilityEnd: sum(books.map((book) => book.liability(to))),
    };
  });
}

/** Cumulative figures of one grant, before an instant. */
type Book = Record<'purchased' | 'earned' | 'promotional' | 'breakage' | 'refunded' | 'liability', (at: Instant) => Decimal>;

function bookOf(grant: SoldCredit, burns: readonly CreditBurn[], currency: Currency): Book {
  const paid = decimal(grant.paid);
  const isPromotional = isZero(paid);
  const own = burns.filter((burn) => burn.grant === grant.id);
  const burned = (at: Instant) => sum(own.filter((burn) => burn.at < at).map(({ amount }) => decimal(amount)));
  // Cumulative, so that three thirds are the whole.
  const earned = (at: Instant) =>
    isPromotional ? ZERO : divide(paid.times(min(burned(at), decimal(grant.amount))), decimal(grant.amount), currency.precision);
  const purchased = (at: Instant) => (grant.at < at ? paid : ZERO);
  const ending = firstOf(grant.refundedAt, grant.expiresAt);
  const rest = (kind: 'breakage' | 'refunded') => (at: Instant) =>
    ending?.kind === kind && ending.at < at ? paid.minus(earned(ending.at)) : ZERO;
  const [breakage, refunded] = [rest('breakage'), rest('refunded')];
  return {
    purchased,
    // Nothing is earned from what has expired or was paid back.
    earned: (at) => earned(ending && ending.at < at ? ending.at : at),
    promotional: (at) => (isPromotional ? burned(at) : ZERO),
    breakage,
    refunded,
    liability: (at) =>
      purchased(at)
        .minus(earned(ending && ending.at < at ? ending.at : at))
        .minus(breakage(at))
        .minus(refunded(at)),
  };
}

function firstOf(refundedAt?: Instant | null, expiresAt?: Instant | null): { kind: 'breakage' | 'refunded'; at: Instant } | null {
  if (refundedAt && (!expiresAt || refundedAt <= expiresAt)) return { kind: 'refunded', at: refundedAt };
  return expiresAt ? { kind: 'breakage', at: expiresAt } : null;
}
