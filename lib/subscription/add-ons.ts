import { pairIssues } from '@/lib/catalog/checks/compatibility';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import type { Entitlement } from '@/lib/catalog/entitlement';
import { issueOf } from '@/lib/catalog/issue-codes';
import type { RateCard } from '@/lib/catalog/rate-card';
import { decimal, text } from '@/lib/decimal';
import { isUsageBased } from '@/lib/pricing/price';
import type { Issue } from '@/lib/problem';
import type { PlannedCard, PlannedContent } from './planned';

/** An add-on as a subscription has it: its cards, how many of it, and from which phase of the plan on. */
export interface AddOnPurchase<Card extends PlannedCard = PlannedCard> {
  rateCards: readonly Card[];
  quantity: number;
  /** All phases when absent. */
  fromPhase?: string;
}

/**
 * Returns a plan's content with add-ons in it. A card that the phase has is extended by `quantity` times the add-on's (see `extendCard`); a
 * card that the phase lacks joins it, `quantity` times. Throws when an add-on starts in a phase that the plan does not have, or does not fit;
 * `compositionIssues` says so beforehand.
 */
export function withAddOns<T extends PlannedContent>(content: T, addOns: readonly AddOnPurchase[]): T {
  const phases = content.phases.map((phase, index) => {
    const here = addOns.filter(({ fromPhase }) => fromPhase === undefined || phaseIndex(content, fromPhase) <= index);
    return { ...phase, rateCards: here.reduce<PlannedCard[]>(extendCards, phase.rateCards) };
  });
  return { ...content, phases };
}

/** Returns the place of a phase in the plan. Throws when the plan has no such phase. */
export function phaseIndex({ phases }: Pick<PlannedContent, 'phases'>, key: string): number {
  const index = phases.findIndex((phase) => phase.key === key);
  if (index < 0) throw new Error(`the plan has no phase ${key}`);
  return index;
}

function extendCards(cards: PlannedCard[], { rateCards, quantity }: AddOnPurchase): PlannedCard[] {
  if (quantity === 0) return cards;
  const extended = cards.map((card) => {
    const extra = rateCards.find((other) => other.key === card.key);
    return extra ? extendCard(card, extra, quantity) : card;
  });
  const joining = rateCards.filter((extra) => !cards.some((card) => card.key === extra.key));
  return [...extended, ...joining.map((card) => timesCard(card, quantity))];
}

/** Returns `quantity` of an add-on's card as one card. Throws for more than one of a price that depends on usage. */
export const timesCard = (card: PlannedCard, quantity: number): PlannedCard =>
  quantity === 1 ? card : extendCard(card, card, quantity - 1);

/**
 * Returns the card with `quantity` times the add-on's card on top: flat price, free units and metered limit are added up; a card without a
 * price takes the add-on's price with its payment term and unit conversion; everything else stays. Throws when the prices cannot be added up,
 * so that none is ever lost in silence.
 */
export function extendCard(card: PlannedCard, extra: PlannedCard, quantity: number): PlannedCard {
  const add = (a: string, b: string) => text(decimal(a).plus(decimal(b).times(decimal(String(quantity)))));
  const { price, discounts, entitlement } = card;
  const [morePrice, moreFree, moreEntitlement] = [extra.price, extra.discounts?.usage, extra.entitlement];
  const sum: PlannedCard = { ...card };
  if (price.type === 'flat' && morePrice.type === 'flat') sum.price = { ...price, amount: add(price.amount, morePrice.amount) };
  else if (price.type === 'free' && morePrice.type !== 'free') {
    if (morePrice.type === 'flat') sum.price = { ...morePrice, amount: add('0', morePrice.amount) };
    else if (quantity === 1) sum.price = morePrice;
    else throw new Error(`${quantity} of the card ${extra.key} cannot be priced: its price depends on usage`);
    if (extra.paymentTerm !== undefined) sum.paymentTerm = extra.paymentTerm;
    if (extra.unitConfig !== undefined) sum.unitConfig = extra.unitConfig;
    if (extra.commitments !== undefined) sum.commitments = extra.commitments;
  } else if (morePrice.type !== 'free')
    throw new Error(`a ${morePrice.type} price cannot be added to the ${price.type} price of ${card.key}`);
  if (moreFree !== undefined) sum.discounts = { ...discounts, usage: add(discounts?.usage ?? '0', moreFree) };
  if (moreEntitlement) sum.entitlement = plusLimit(entitlement, moreEntitlement, add);
  return sum;
}

function plusLimit(entitlement: Entitlement | undefined, extra: Entitlement, add: (a: string, b: string) => string): Entitlement {
  const from = entitlement ?? (extra.type === 'metered' && extra.limit !== undefined ? { ...extra, limit: 0 } : extra);
  if (from.type !== 'metered' || extra.type !== 'metered' || extra.limit === undefined) return from;
  // A limit that is left open is none yet, and counts as 0. The contract writes limits as JSON numbers.
  return { ...from, limit: JSON.parse(add(String(from.limit ?? 0), String(extra.limit))) };
}

const ONLY_FLAT = 'A price that depends on usage cannot be bought more than once. Set the quantity to 1, or use a flat price.';

/** An add-on to be composed with a plan and with others; `currency` is that of its version. */
export interface ComposedAddOn extends AddOnPurchase<RateCard> {
  currency: string;
}

/**
 * Returns what keeps add-ons from being composed with a plan and with each other: cards of one key that cannot be added up, in any phase that
 * both are in. The same rules and codes as at assignment (`pairIssues`), applied to the cards as they add up so far, so that two add-ons that
 * bring a card the plan lacks are checked against each other. Paths begin with `addOns, index, rateCards, index`; each pair is named once.
 */
export function compositionIssues(
  content: { currency: string; phases: readonly { key: string; rateCards: readonly RateCard[] }[] },
  addOns: readonly ComposedAddOn[],
  features: CatalogContext['features'],
): Issue[] {
  const found = new Map<string, Issue>();
  const add = (issue: Issue) => void found.set(`${issue.code} ${issue.path.join('.')}`, issue);
  const keys = content.phases.map(({ key }) => key);
  for (const [index, phase] of content.phases.entries()) {
    const cards = new Map(phase.rateCards.map((card) => [card.key, card]));
    for (const [i, { rateCards, quantity, currency, fromPhase }] of addOns.entries()) {
      if (quantity === 0 || (fromPhase !== undefined && keys.indexOf(fromPhase) > index)) continue;
      for (const [j, extra] of rateCards.entries()) {
        const card = cards.get(extra.key);
        if (!card) {
          if (quantity === 1 || !isUsageBased(extra.price)) cards.set(extra.key, timesCard(extra, quantity) as RateCard);
          else add(issueOf('rate_card_only_flat_price_allowed', ['addOns', i, 'rateCards', j, 'price'], ONLY_FLAT));
          continue;
        }
        const issues = pairIssues(card, extra, content, { currency }, features, ['addOns', i, 'rateCards', j]);
        issues.forEach(add);
        if (issues.length === 0) cards.set(extra.key, extendCard(card, extra, quantity) as RateCard);
      }
    }
  }
  return [...found.values()];
}
