import { cadenceWords, durationWords } from '@/lib/catalog/cadence';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Entitlement } from '@/lib/catalog/entitlement';
import type { RateCard } from '@/lib/catalog/rate-card';
import type { Currency } from '@/lib/currency';
import { decimal, text, ZERO } from '@/lib/decimal';
import { jsonText } from '@/lib/exact-json';
import { formatQuantity, groupDigits } from '@/lib/money';
import { describePrice, wordsFor } from '@/lib/pricing/describe';
import type { PriceTier } from '@/lib/pricing/tiers';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import type { Change } from './diff';

/** Names that the sentences of a difference need besides the two plans. */
export interface DiffNames {
  featureName?(id: string): string | undefined;
  addOnName?(id: string): string | undefined;
  /** Unit of a card's meter, in the plural; "units" where it is not known. */
  unitOf?(card: RateCard): string | undefined;
  customCurrencies?: readonly Currency[];
}

/** A card as it was and as it is, with the currency each side is priced in. */
export interface CardSides {
  before: RateCard;
  after: RateCard;
  currencyBefore: string;
  currencyAfter: string;
}

/** Returns the words after a card's name about a change within it. `change.path` is relative to the card. */
export function cardWords(change: Change, sides: CardSides, names: DiffNames): string {
  const { before, after } = sides;
  const [field, part] = change.path;
  switch (field) {
    case 'name':
      return `is now called "${change.after}"`;
    case 'description':
    case 'labels':
      return `${field === 'labels' ? 'labels' : 'description'} ${change.kind}`;
    case 'feature':
      return featureWords(change, names);
    case 'currency':
      return `priced in ${sides.currencyAfter} instead of ${sides.currencyBefore}`;
    case 'billingCadence':
      return `billed ${cadenceWords(after.billingCadence)} instead of ${cadenceWords(before.billingCadence)}`;
    case 'price':
      return priceWords(change, sides, names);
    case 'unitConfig':
      return `${unitConfigWords(after.unitConfig)}; it was ${unitConfigWords(before.unitConfig)}`;
    case 'paymentTerm':
      return `due ${termWords(after.paymentTerm)} instead of ${termWords(before.paymentTerm)}`;
    case 'commitments':
      return commitmentWords(change, sides, names) || `spend commitments ${change.kind}`;
    case 'discounts':
      return discountWords(change, sides) || `discounts ${change.kind}`;
    case 'taxConfig':
      return `tax treatment ${change.kind}`;
    case 'entitlement':
      return entitlementWords(before, after, typeof part === 'string' ? part : undefined);
    default:
      return `${String(field)} ${change.kind}`;
  }
}

const termWords = (term: RateCard['paymentTerm']): string => (term === 'in_arrears' ? 'in arrears' : term ? 'in advance' : 'as usual');

function featureWords({ kind, before, after }: Change, names: DiffNames): string {
  const name = (reference: unknown) => {
    const { id } = reference as { id: string };
    return names.featureName?.(id) ?? id;
  };
  if (kind === 'added') return `now stands for the feature ${name(after)}`;
  if (kind === 'removed') return `no longer stands for the feature ${name(before)}`;
  return `stands for the feature ${name(after)} instead of ${name(before)}`;
}

/** "falls from", "rises from", or "is now written" when only the digits differ and the amount does not. */
function moveWords(before: string, after: string, from: string, to: string): string {
  const order = decimal(after).cmp(decimal(before));
  if (order === 0) return `is written ${after} instead of ${before}, the same amount`;
  return `${order < 0 ? 'falls' : 'rises'} from ${from} to ${to}`;
}

const SCALES = ['1', '1000', '1000000'];
const READABLE_DIGITS = 3;

/** Small unit prices are said per thousand or per million, whichever is the first that reads well. */
function scaleOf(...amounts: string[]): string {
  const digits = (amount: string, scale: string) => text(decimal(amount).times(decimal(scale))).split('.')[1]?.length ?? 0;
  return SCALES.find((scale) => amounts.every((amount) => digits(amount, scale) <= READABLE_DIGITS)) ?? '1';
}

function unitPriceWords(before: string, after: string, sides: CardSides, names: DiffNames): string {
  const ours = wordsFor(sides.after, displayCurrency(sides.currencyAfter, names.customCurrencies), names.unitOf?.(sides.after) ?? 'units');
  const theirs = wordsFor(
    sides.before,
    displayCurrency(sides.currencyBefore, names.customCurrencies),
    names.unitOf?.(sides.before) ?? 'units',
  );
  const isConverted = sides.after.unitConfig !== undefined || sides.before.unitConfig !== undefined;
  const scale = isConverted ? '1' : scaleOf(before, after);
  if (scale !== '1') {
    const times = (amount: string) => text(decimal(amount).times(decimal(scale)));
    const unit = names.unitOf?.(sides.after);
    const per = `per ${formatQuantity(scale)}${unit ? ` ${unit}` : ''}`;
    return moveWords(before, after, theirs.money(times(before)), `${ours.money(times(after))} ${per}`);
  }
  const from = ours.each(before).replace(ours.money(before), '') === theirs.each(before).replace(theirs.money(before), '');
  return moveWords(before, after, from ? theirs.money(before) : theirs.each(before), ours.each(after));
}

function priceWords(change: Change, sides: CardSides, names: DiffNames): string {
  const { before, after } = sides;
  const [, part, index, field] = change.path;
  const money = (amount: string) => wordsFor(after, displayCurrency(sides.currencyAfter, names.customCurrencies), 'units').money(amount);
  if (part === 'amount' && typeof change.before === 'string' && typeof change.after === 'string') {
    if (after.price.type === 'flat') return `price ${moveWords(change.before, change.after, money(change.before), money(change.after))}`;
    return `price ${unitPriceWords(change.before, change.after, sides, names)}`;
  }
  if (part === 'tiers' && typeof index === 'number') {
    const of = change.kind === 'added' && field === undefined ? after : before;
    const tiers = of.price.type === 'graduated' || of.price.type === 'volume' ? of.price.tiers : [];
    const range = rangeWords(tiers, index, of, sides, names);
    if (field === undefined)
      return `${range}: tier ${change.kind}${change.kind === 'added' ? ` at ${tierWords(change.after as PriceTier, sides, names)}` : ''}`;
    if (field === 'upToAmount') return boundWords(change, index, of, sides, names);
    const amounts = [change.before, change.after].map((price) => (price as { amount: string } | undefined)?.amount);
    return tierPriceWords(field === 'flatPrice' ? 'flat' : 'unit', amounts, range, sides, names);
  }
  const described = (card: RateCard, code: string) =>
    describePrice({ ...card, key: card.key }, displayCurrency(code, names.customCurrencies), names.unitOf?.(card));
  return `price is now ${described(after, sides.currencyAfter)}; it was ${described(before, sides.currencyBefore)}`;
}

function countOf(card: RateCard, sides: CardSides, names: DiffNames) {
  return wordsFor(card, displayCurrency(sides.currencyAfter, names.customCurrencies), 'units').count;
}

/** Range of a tier in words: "up to 1M", "from 1M to 5M", "above 5M"; nothing for the only one. */
function rangeWords(tiers: readonly PriceTier[], index: number, card: RateCard, sides: CardSides, names: DiffNames): string {
  const count = countOf(card, sides, names);
  const above = tiers[index - 1]?.upToAmount;
  const upTo = tiers[index]?.upToAmount;
  if (above !== undefined) return upTo === undefined ? `above ${count(above)}` : `from ${count(above)} to ${count(upTo)}`;
  return upTo === undefined ? 'for all usage' : `up to ${count(upTo)}`;
}

function tierWords(tier: PriceTier, sides: CardSides, names: DiffNames): string {
  const words = wordsFor(sides.after, displayCurrency(sides.currencyAfter, names.customCurrencies), names.unitOf?.(sides.after) ?? 'units');
  const parts = [tier.flatPrice && words.money(tier.flatPrice.amount), tier.unitPrice && words.each(tier.unitPrice.amount)];
  return parts.filter(Boolean).join(' plus ') || 'no price';
}

function boundWords(change: Change, index: number, card: RateCard, sides: CardSides, names: DiffNames): string {
  const count = countOf(card, sides, names);
  const said = (bound: unknown) => (typeof bound === 'string' ? `ends at ${count(bound)}` : 'has no end');
  const isSameAmount =
    typeof change.before === 'string' && typeof change.after === 'string' && decimal(change.before).eq(decimal(change.after));
  if (isSameAmount) return `end of tier ${index + 1} is written ${change.after} instead of ${change.before}, the same quantity`;
  return `tier ${index + 1} ${said(change.after)}; it ${said(change.before).replace('ends', 'ended').replace('has', 'had')}`;
}

function tierPriceWords(kind: 'flat' | 'unit', amounts: (string | undefined)[], range: string, sides: CardSides, names: DiffNames): string {
  const [before, after] = amounts;
  const label = `${kind === 'flat' ? 'flat price' : 'price'} ${range}`;
  const words = wordsFor(sides.after, displayCurrency(sides.currencyAfter, names.customCurrencies), names.unitOf?.(sides.after) ?? 'units');
  const say = (amount: string) => (kind === 'flat' ? words.money(amount) : words.each(amount));
  if (before === undefined || after === undefined) {
    return before === undefined ? `${label} added: ${say(after ?? '0')}` : `${label} removed, it was ${say(before)}`;
  }
  if (decimal(before).eq(ZERO) && !decimal(after).eq(ZERO)) return `${label} was free and is now ${say(after)}`;
  if (kind === 'flat') return `${label} ${moveWords(before, after, words.money(before), words.money(after))}`;
  return `${label} ${unitPriceWords(before, after, sides, names)}`;
}

function commitmentWords({ path }: Change, sides: CardSides, names: DiffNames): string {
  const fields = path[1] === undefined ? (['minimumAmount', 'maximumAmount'] as const) : [path[1] as 'minimumAmount' | 'maximumAmount'];
  const { money } = wordsFor(sides.after, displayCurrency(sides.currencyAfter, names.customCurrencies), 'units');
  return fields
    .flatMap((field) => {
      const label = `${field === 'minimumAmount' ? 'minimum' : 'maximum'} spend`;
      const [before, after] = [sides.before.commitments?.[field], sides.after.commitments?.[field]];
      if (before === after) return [];
      if (before === undefined || after === undefined) {
        return [before === undefined ? `${label} of ${money(after ?? '0')} added` : `${label} of ${money(before)} removed`];
      }
      return [`${label} ${moveWords(before, after, money(before), money(after))}`];
    })
    .join(', ');
}

function discountWords({ path }: Change, sides: CardSides): string {
  const [before, after] = [sides.before.discounts, sides.after.discounts];
  const words: string[] = [];
  if (path[1] !== 'usage' && before?.percentage !== after?.percentage) {
    words.push(`discount is ${after?.percentage ?? 0}% instead of ${before?.percentage ?? 0}%`);
  }
  if (path[1] !== 'percentage' && before?.usage !== after?.usage) {
    words.push(`${formatQuantity(after?.usage ?? '0')} free units instead of ${formatQuantity(before?.usage ?? '0')}`);
  }
  return words.join(', ');
}

/** A unit conversion in words: "counted per 1,000, rounded up", "counted as metered" for none. */
export function unitConfigWords(unitConfig: UnitConfig | undefined): string {
  if (!unitConfig) return 'counted as metered';
  const factor = groupDigits(unitConfig.conversionFactor);
  const conversion = unitConfig.operation === 'divide' ? `counted per ${factor}` : `counted ${factor} times`;
  const rounding = { none: '', ceiling: ', rounded up', floor: ', rounded down', half_up: ', rounded' }[unitConfig.rounding];
  const places = unitConfig.rounding !== 'none' && unitConfig.precision > 0 ? ` to ${unitConfig.precision} places` : '';
  return `${conversion}${rounding}${places}${unitConfig.displayUnit ? `, in ${unitConfig.displayUnit}` : ''}`;
}

/** An entitlement in words: "10,000,000 included every month, then refused", "included", "a configuration". */
export function entitlementPhrase(entitlement: Entitlement, billingCadence: string | undefined): string {
  if (entitlement.type === 'boolean') return 'included';
  if (entitlement.type === 'static') return `configured as ${jsonText(entitlement.config)}`;
  const limit = entitlement.limit === undefined ? 'counted' : `${groupDigits(String(entitlement.limit))} included`;
  return `${limit} ${cadenceWords(entitlement.usagePeriod ?? billingCadence)}, then ${entitlement.isSoftLimit ? 'allowed on' : 'refused'}`;
}

function entitlementWords(before: RateCard, after: RateCard, part: string | undefined): string {
  const [was, is] = [before.entitlement, after.entitlement];
  if (part === 'usagePeriod' && is?.type === 'metered' && was?.type === 'metered') {
    const period = (value: string | undefined) => (value === undefined ? 'the billing cadence' : durationWords(value));
    return `use is counted over ${period(is.usagePeriod)} instead of ${period(was.usagePeriod)}`;
  }
  if (!is) return 'entitlement removed';
  const now = `entitlement: ${entitlementPhrase(is, after.billingCadence)}`;
  return was ? `${now}; it was ${entitlementPhrase(was, before.billingCadence)}` : `${now} (added)`;
}
