import type { Entitlement } from '../catalog/entitlement';
import { decimal, text } from '../decimal';
import type { PlannedCard, PlannedContent } from './schedule';

/** A rate card that may carry an entitlement, which add-ons extend with it. */
export interface ExtendableCard extends PlannedCard {
  entitlement?: Entitlement;
}

/** An add-on as a subscription has it: its cards, how many of it, and from which phase of the plan on. */
export interface AddOnPurchase {
  rateCards: readonly ExtendableCard[];
  quantity: number;
  /** All phases when absent. */
  fromPhase?: string;
}

/**
 * A plan's content with add-ons in it. A card that the phase has is extended by `quantity` times the add-on's: flat price, free units and
 * metered limit are added up; everything else stays the plan's. A card that the phase lacks joins it, `quantity` times.
 * Throws when an add-on starts in a phase that the plan does not have. Whether the two fit together is checked in lib/catalog/compatibility.
 */
export function withAddOns<T extends PlannedContent>(content: T, addOns: readonly AddOnPurchase[]): T {
  const phases = content.phases.map((phase, index) => {
    const here = addOns.filter(({ fromPhase }) => fromPhase === undefined || phaseIndex(content, fromPhase) <= index);
    return { ...phase, rateCards: here.reduce<ExtendableCard[]>(extendCards, phase.rateCards) };
  });
  return { ...content, phases };
}

function phaseIndex(content: PlannedContent, key: string): number {
  const index = content.phases.findIndex((phase) => phase.key === key);
  if (index < 0) throw new Error(`the plan has no phase ${key}`);
  return index;
}

function extendCards(cards: ExtendableCard[], { rateCards, quantity }: AddOnPurchase): ExtendableCard[] {
  if (quantity === 0) return cards;
  const extended = cards.map((card) => {
    const extra = rateCards.find((other) => other.key === card.key);
    return extra ? plus(card, extra, quantity) : card;
  });
  const joining = rateCards.filter((extra) => !cards.some((card) => card.key === extra.key));
  // The first of them is the card itself, the others extend it: n of an add-on is the same as n add-ons.
  return [...extended, ...joining.map((card) => (quantity === 1 ? card : plus(card, card, quantity - 1)))];
}

function plus(card: ExtendableCard, extra: ExtendableCard, quantity: number): ExtendableCard {
  const add = (a: string, b: string) => text(decimal(a).plus(decimal(b).times(decimal(String(quantity)))));
  const { price, discounts, entitlement } = card;
  const [morePrice, moreFree, moreEntitlement] = [extra.price, extra.discounts?.usage, extra.entitlement];
  const sum: ExtendableCard = { ...card };
  if (price.type === 'flat' && morePrice.type === 'flat') sum.price = { ...price, amount: add(price.amount, morePrice.amount) };
  // An add-on may put a price on what the plan includes.
  if (price.type === 'free' && morePrice.type === 'flat') sum.price = { ...morePrice, amount: add('0', morePrice.amount) };
  if (moreFree !== undefined) sum.discounts = { ...discounts, usage: add(discounts?.usage ?? '0', moreFree) };
  if (moreEntitlement) sum.entitlement = plusLimit(entitlement, moreEntitlement, add);
  return sum;
}

function plusLimit(entitlement: Entitlement | undefined, extra: Entitlement, add: (a: string, b: string) => string): Entitlement {
  const from = entitlement ?? (extra.type === 'metered' && extra.limit !== undefined ? { ...extra, limit: 0 } : extra);
  // Without a limit there is no refusing; adding to that changes nothing.
  if (from.type !== 'metered' || extra.type !== 'metered' || from.limit === undefined || extra.limit === undefined) return from;
  // The contract writes limits as JSON numbers.
  return { ...from, limit: JSON.parse(add(String(from.limit), String(extra.limit))) };
}
