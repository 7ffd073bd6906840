import type { PriceTier } from '@/lib/pricing/tiers';
import type { MeteredEntitlement } from './entitlement';
import type { RateCard } from './rate-card';

/** Fields of a card that no template sets: who it is, what it stands for, when it is billed. */
export type CardFrame = Omit<RateCard, 'price' | 'unitConfig' | 'discounts' | 'commitments'> & {
  percentageOff?: number | undefined;
  maximumSpend?: string | undefined;
};

interface Framed {
  card: CardFrame;
}

/** Tiers of a price, in units of `per` metered ones; `roundUp` bills started units as whole ones. */
interface Tiered extends Framed {
  tiers: PriceTier[];
  per: string;
  roundUp: boolean;
  unit?: string | undefined;
  freeUnits?: string | undefined;
}

/** A price that depends on usage, in the words of those who sell it. */
export type UsageTemplate =
  /** "$20 per seat": a price for each of something with a name, some of them included. */
  | (Framed & { type: 'per_seat'; amount: string; unit: string; included?: string | undefined })
  /** "$2.50 per 1M tokens", in fractions too. `unit` names what `per` makes, and needs a `per` other than 1. */
  | (Framed & { type: 'per_unit'; amount: string; per: string; unit?: string | undefined })
  /** "1M tokens included, then $2.50 per 1M". `included` counts units of `per`. */
  | (Framed & { type: 'included_overage'; included: string; amount: string; per: string; unit?: string | undefined })
  /** "$10 for every started 1,000". */
  | (Framed & { type: 'package'; amount: string; size: string; unit?: string | undefined; freeUnits?: string | undefined })
  /** Each tier's units at that tier's price. */
  | (Tiered & { type: 'graduated' })
  /** All units at the price of the tier reached. */
  | (Tiered & { type: 'volume' })
  /** "2.9% of what is processed", where the meter adds up money. */
  | (Framed & { type: 'percentage'; percent: string });

/** A card as people call it. */
export type Template =
  | (Framed & { type: 'free' })
  | (Framed & { type: 'flat_fee'; amount: string })
  /** "$100 buys 1,000 credits", paid in advance; use stops when they are gone. */
  | {
      type: 'prepaid_credits';
      amount: string;
      credits: number;
      usagePeriod?: string | undefined;
      card: Omit<CardFrame, 'entitlement' | 'paymentTerm'>;
    }
  | UsageTemplate
  /** "At least $500", on top of any price that depends on usage. */
  | { type: 'minimum_commitment'; minimum: string; of: UsageTemplate };

/** The rate card that a template stands for. */
export function compile(template: Template): RateCard {
  switch (template.type) {
    case 'free':
      return cardOf(template.card, { price: { type: 'free' } });
    case 'flat_fee':
      return cardOf(template.card, { price: { type: 'flat', amount: template.amount } });
    case 'prepaid_credits': {
      const entitlement: MeteredEntitlement = { type: 'metered', isSoftLimit: false, limit: template.credits };
      if (template.usagePeriod !== undefined) entitlement.usagePeriod = template.usagePeriod;
      return cardOf({ ...template.card, paymentTerm: 'in_advance', entitlement }, { price: { type: 'flat', amount: template.amount } });
    }
    case 'per_seat': {
      const unitConfig = { ...dividedBy('1'), displayUnit: template.unit };
      return cardOf(template.card, { price: { type: 'unit', amount: template.amount }, unitConfig, freeUnits: template.included });
    }
    case 'per_unit':
      return cardOf(template.card, {
        price: { type: 'unit', amount: template.amount },
        unitConfig: conversion(template.per, template.unit),
      });
    case 'included_overage': {
      const { amount, per, unit, included } = template;
      return cardOf(template.card, { price: { type: 'unit', amount }, unitConfig: conversion(per, unit), freeUnits: included });
    }
    case 'package': {
      const unitConfig = conversion(template.size, template.unit, true);
      return cardOf(template.card, { price: { type: 'unit', amount: template.amount }, unitConfig, freeUnits: template.freeUnits });
    }
    case 'graduated':
    case 'volume': {
      const { type, tiers, per, unit, roundUp, freeUnits } = template;
      return cardOf(template.card, { price: { type, tiers }, unitConfig: conversion(per, unit, roundUp), freeUnits });
    }
    case 'percentage': {
      const unitConfig = { ...dividedBy(shiftPoint(template.percent, -2)), operation: 'multiply' as const };
      return cardOf(template.card, { price: { type: 'unit', amount: '1' }, unitConfig });
    }
    case 'minimum_commitment': {
      const card = compile(template.of);
      return { ...card, commitments: { minimumAmount: template.minimum, ...card.commitments } };
    }
  }
}

type Conversion = NonNullable<RateCard['unitConfig']>;

const dividedBy = (factor: string): Conversion => ({ operation: 'divide', conversionFactor: factor, rounding: 'none', precision: 0 });

/** Units of `per` metered ones; none is needed for single ones that are neither named nor rounded. */
function conversion(per: string, unit?: string, roundUp = false): Conversion | undefined {
  if (per === '1' && unit === undefined && !roundUp) return undefined;
  return { ...dividedBy(per), ...(roundUp && { rounding: 'ceiling' as const }), ...(unit !== undefined && { displayUnit: unit }) };
}

function cardOf(
  { percentageOff, maximumSpend, ...frame }: CardFrame,
  { price, unitConfig, freeUnits }: Pick<RateCard, 'price' | 'unitConfig'> & { freeUnits?: string | undefined },
): RateCard {
  return {
    ...frame,
    price,
    ...(unitConfig && { unitConfig }),
    ...((percentageOff !== undefined || freeUnits !== undefined) && {
      discounts: {
        ...(percentageOff !== undefined && { percentage: percentageOff }),
        ...(freeUnits !== undefined && { usage: freeUnits }),
      },
    }),
    ...(maximumSpend !== undefined && { commitments: { maximumAmount: maximumSpend } }),
  };
}

/** Moves the decimal point without losing a digit: ("2.90", −2) is "0.0290", and back. */
export function shiftPoint(number: string, places: 2 | -2): string {
  const [whole = '0', fraction = ''] = number.split('.');
  const [left, right] =
    places < 0
      ? [whole.padStart(3, '0').slice(0, -2), whole.padStart(3, '0').slice(-2) + fraction]
      : [whole + fraction.padEnd(2, '0').slice(0, 2), fraction.slice(2)];
  const trimmed = left.replace(/^0+(?=\d)/, '');
  return right === '' ? trimmed : `${trimmed}.${right}`;
}
