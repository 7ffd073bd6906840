import type { Currency } from '../currency';
import { type Decimal, decimal, divide, round, text, ZERO } from '../decimal';
import { moneyText } from '../money';
import type { Invoice, InvoiceLine } from './invoice';

/** Cost of the same thing on both plans: a rate card, or one of its lines. A side that does not charge it has no total. */
interface CostDifference {
  name: string;
  total?: string;
  comparedTotal?: string;
  /** `total` less `comparedTotal`, an absent one counting as zero. */
  difference: string;
  /** Of the compared total, to one decimal; null when that is zero or absent. */
  percent: string | null;
}

/** One rate card with its partner on the other plan. `rateCardKey` is that of the first plan, or the other's when only that charges it. */
export interface CardDifference extends CostDifference {
  rateCardKey: string;
  /** The partner's key, when it is another. */
  comparedRateCardKey?: string;
  /** The lines of both cards, tiers among them; their differences add up to the row's. */
  parts: CostDifference[];
}

export interface InvoiceDifference {
  total: string;
  /** Of the compared total, to one decimal; null when that is zero. */
  percent: string | null;
  lines: CardDifference[];
}

/**
 * Returns what the invoices of one plan cost more (positive) or less (negative) than those of another over the same time: one row for each
 * rate card, over all periods and phases. Cards are partners when they share a key; what is left then when they charge the same feature; what
 * is left then when they share a name. The differences of the rows add up to the difference of the totals. Money as decimal strings in
 * `currency`, which both must share.
 */
export function compareInvoices(ours: readonly Invoice[], theirs: readonly Invoice[], currency: Currency): InvoiceDifference {
  const [own, other] = [cardsOf(ours), cardsOf(theirs)];
  const partners = partnersOf(own, other);
  const taken = new Set(partners.values());
  const lines = [
    ...own.map((card) => rowOf(card, partners.get(card), currency)),
    ...other.filter((card) => !taken.has(card)).map((card) => rowOf(undefined, card, currency)),
  ];
  const sum = (invoices: readonly Invoice[]) => invoices.reduce((all, { totals }) => all.plus(decimal(totals.total)), ZERO);
  const [total, base] = [sum(ours).minus(sum(theirs)), sum(theirs)];
  return { total: moneyText(total, currency), percent: percentOfBase(total, base), lines };
}

/** All lines of one rate card, added up by what they charge within it. */
interface Card {
  key: string;
  name: string;
  featureId: string | undefined;
  total: Decimal;
  parts: Map<string, { name: string; total: Decimal }>;
}

function cardsOf(invoices: readonly Invoice[]): Card[] {
  const cards = new Map<string, Card>();
  for (const line of invoices.flatMap((invoice) => invoice.lines)) {
    const { rateCardKey: key, rateCardName: name, featureId } = line;
    const card = cards.get(key) ?? { key, name, featureId, total: ZERO, parts: new Map() };
    cards.set(key, card);
    const total = decimal(line.total);
    card.total = card.total.plus(total);
    const part = card.parts.get(refOf(line));
    card.parts.set(refOf(line), { name: line.name, total: part ? part.total.plus(total) : total });
  }
  return [...cards.values()];
}

const refOf = ({ key }: InvoiceLine): string => key.slice(key.lastIndexOf('/') + 1);

function partnersOf(ours: readonly Card[], theirs: readonly Card[]): Map<Card, Card> {
  const partners = new Map<Card, Card>();
  const taken = new Set<Card>();
  const ways: ((card: Card) => string | undefined)[] = [
    ({ key }) => key,
    ({ featureId }) => featureId,
    ({ name }) => name.trim().toLowerCase(),
  ];
  for (const way of ways) {
    for (const card of ours) {
      const mark = partners.has(card) ? undefined : way(card);
      const partner = mark === undefined ? undefined : theirs.find((other) => !taken.has(other) && way(other) === mark);
      if (!partner) continue;
      partners.set(card, partner);
      taken.add(partner);
    }
  }
  return partners;
}

function rowOf(own: Card | undefined, other: Card | undefined, currency: Currency): CardDifference {
  const refs = new Set([...(own?.parts.keys() ?? []), ...(other?.parts.keys() ?? [])]);
  const parts = [...refs].map((ref) => {
    const [mine, yours] = [own?.parts.get(ref), other?.parts.get(ref)];
    return differenceOf(mine?.name ?? yours?.name ?? ref, mine?.total, yours?.total, currency);
  });
  const isRenamed = own && other && own.key !== other.key;
  return {
    rateCardKey: own?.key ?? other?.key ?? '',
    ...(isRenamed && { comparedRateCardKey: other.key }),
    ...differenceOf(own?.name ?? other?.name ?? '', own?.total, other?.total, currency),
    parts,
  };
}

function differenceOf(name: string, total: Decimal | undefined, compared: Decimal | undefined, currency: Currency): CostDifference {
  const more = (total ?? ZERO).minus(compared ?? ZERO);
  return {
    name,
    ...(total && { total: moneyText(total, currency) }),
    ...(compared && { comparedTotal: moneyText(compared, currency) }),
    difference: moneyText(more, currency),
    percent: percentOfBase(more, compared ?? ZERO),
  };
}

const percentOfBase = (part: Decimal, base: Decimal): string | null =>
  base.eq(ZERO) ? null : text(round(divide(part.times(decimal('100')), base.abs()), 1));
