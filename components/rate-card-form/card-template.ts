import { convertPrice } from '@/components/pricing/convert-price';
import type { RateCard } from '@/lib/catalog/rate-card';
import { recognise } from '@/lib/catalog/recognise-template';
import { type CardFrame, compile, shiftPoint, type Template, type UsageTemplate } from '@/lib/catalog/templates';
import type { PriceTier } from '@/lib/pricing/tiers';

/** Common name of a card's kind. A minimum goes with any price by usage, so it is not a kind of its own here. */
export type CardKind = Exclude<Template['type'], 'minimum_commitment'>;

/** In the order in which they are offered, from the simplest on. */
export const CARD_KINDS: readonly { kind: CardKind; name: string; hint: string }[] = [
  { kind: 'flat_fee', name: 'Flat fee', hint: 'A fixed amount per period, independent of usage.' },
  { kind: 'per_seat', name: 'Per seat', hint: 'A price for each seat, host or other named thing.' },
  { kind: 'per_unit', name: 'Per unit', hint: 'One price for each unit used, or for each thousand or million.' },
  { kind: 'included_overage', name: 'Included and overage', hint: 'Included units, then a price for each further unit.' },
  { kind: 'package', name: 'Package', hint: 'A price for each started pack of units.' },
  { kind: 'graduated', name: 'Graduated tiers', hint: 'Each tier’s units cost that tier’s price.' },
  { kind: 'volume', name: 'Volume tiers', hint: 'All units cost the price of the tier that the total reaches.' },
  { kind: 'percentage', name: 'Percentage of an amount', hint: 'The meter adds up money; a share of it is charged.' },
  { kind: 'prepaid_credits', name: 'Prepaid credits', hint: 'Paid in advance. Usage stops when the credits are spent.' },
  { kind: 'free', name: 'Free', hint: 'Free. Used to grant access.' },
];

/** Returns the kind that a card opens as; null for one that is none of the usual kinds and is edited field by field. */
export function kindOf(card: RateCard): CardKind | null {
  const template = recognise(card);
  return template?.type === 'minimum_commitment' ? template.of.type : (template?.type ?? null);
}

const isBare = (tiers: readonly PriceTier[]) => tiers.length === 1;

/**
 * The card as another kind, with every figure that still means something carried over. `cadence` is the plan's, for a card that was charged
 * once and is now billed by usage.
 */
export function asKind(card: RateCard, kind: CardKind, cadence: string): RateCard {
  const { price, unitConfig, discounts, commitments, ...rest } = card;
  const frame: CardFrame = { ...rest, ...(discounts?.percentage !== undefined && { percentageOff: discounts.percentage }) };
  if (kind === 'free') return compile({ type: kind, card: { ...rest, paymentTerm: 'in_arrears' } });
  const fee = convertPrice(price, 'flat');
  const flat = fee.type === 'flat' ? fee.amount : '0';
  const inAdvance = price.type === 'flat' ? rest.paymentTerm : 'in_advance';
  if (kind === 'flat_fee') {
    // Prepaid credits without their credits are a flat fee; with them they would open as credits again.
    const { entitlement, ...bare } = frame;
    const isSpent = kindOf(card) === 'prepaid_credits';
    return compile({
      type: kind,
      amount: flat,
      card: { ...(isSpent ? bare : frame), ...(!isSpent && entitlement && { entitlement }), paymentTerm: inAdvance ?? 'in_advance' },
    });
  }
  if (kind === 'prepaid_credits') {
    const { entitlement, paymentTerm: _term, ...bare } = frame;
    const metered = entitlement?.type === 'metered' ? entitlement : undefined;
    return compile({
      type: kind,
      amount: flat,
      credits: metered?.limit ?? 1000,
      ...(metered?.usagePeriod !== undefined && { usagePeriod: metered.usagePeriod }),
      card: bare,
    });
  }
  const usage = usageTemplate(kind, card, {
    ...frame,
    ...(commitments?.maximumAmount !== undefined && { maximumSpend: commitments.maximumAmount }),
    billingCadence: rest.billingCadence ?? cadence,
    paymentTerm: 'in_arrears',
  });
  const minimum = commitments?.minimumAmount;
  return compile(minimum === undefined ? usage : { type: 'minimum_commitment', minimum, of: usage });
}

function usageTemplate(kind: UsageTemplate['type'], { price, unitConfig, discounts }: RateCard, card: CardFrame): UsageTemplate {
  const unitPrice = convertPrice(price, 'unit');
  const wasShare = unitConfig?.operation === 'multiply';
  const amount = unitPrice.type === 'unit' && !wasShare ? unitPrice.amount : '0';
  const per = unitConfig && !wasShare ? unitConfig.conversionFactor : '1';
  const unit = unitConfig?.displayUnit !== undefined && per !== '1' ? { unit: unitConfig.displayUnit } : {};
  const freeUnits = discounts?.usage;
  switch (kind) {
    case 'per_seat':
      return { type: kind, amount, unit: unitConfig?.displayUnit ?? 'seats', included: freeUnits, card };
    case 'per_unit':
      return { type: kind, amount, per, ...unit, card };
    case 'included_overage':
      return { type: kind, amount, included: freeUnits ?? '1000', per, ...unit, card };
    case 'package':
      return { type: kind, amount, size: per === '1' ? '1000' : per, ...unit, freeUnits, card };
    case 'percentage':
      return { type: kind, percent: wasShare && unitConfig ? shiftPoint(unitConfig.conversionFactor, 2) : '2.9', card };
    case 'graduated':
    case 'volume': {
      const own = convertPrice(wasShare ? { type: 'unit', amount: '0' } : price, kind);
      const tiers = 'tiers' in own ? own.tiers : [];
      const started = isBare(tiers) ? [{ ...tiers[0], upToAmount: '1000' }, ...tiers] : tiers;
      return { type: kind, tiers: started, per, roundUp: unitConfig?.rounding === 'ceiling', ...unit, freeUnits, card };
    }
  }
}

/** The key and name that a new card begins with. */
const GIVEN: Record<CardKind, [key: string, name: string]> = {
  flat_fee: ['flat_fee', 'Flat fee'],
  per_seat: ['seats', 'Seats'],
  per_unit: ['usage', 'Usage'],
  included_overage: ['usage', 'Usage'],
  package: ['packages', 'Packages'],
  graduated: ['usage', 'Usage'],
  volume: ['usage', 'Usage'],
  percentage: ['transaction_fee', 'Transaction fee'],
  prepaid_credits: ['credits', 'Credits'],
  free: ['included', 'Included'],
};

/** Tells whether nobody has typed this name: new cards begin with it. */
export const isGivenName = (name: string): boolean => Object.values(GIVEN).some(([, given]) => given === name);

/** Returns a new card of a kind, with nothing but what the kind needs. */
export function newCard(kind: CardKind, cadence: string): RateCard {
  const [key, name] = GIVEN[kind];
  return asKind({ key, name, billingCadence: cadence, paymentTerm: 'in_advance', price: { type: 'flat', amount: '0' } }, kind, cadence);
}
