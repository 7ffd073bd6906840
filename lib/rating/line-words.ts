import type { Currency } from '../currency';
import { compare, type Decimal, decimal, divide, isZero, ONE, text } from '../decimal';
import { countText, formatMoney, formatQuantity } from '../money';
import { singular } from '../pricing/describe';

/** A line as answers show it, as far as its words need it. `trace` is what tells its tier and its unit. */
export interface WordedLine {
  key: string;
  name: string;
  /** The rate card's name; without it the line's own name stands. */
  rateCardName?: string | undefined;
  category: 'regular' | 'commitment';
  quantity: string;
  unitPrice: string;
  trace?: readonly { rule: string; with: Readonly<Record<string, string>> }[] | undefined;
}

export interface LineWords {
  /** Returns the item of a line, with its tier: "API requests, above 100k". */
  item: string;
  /** Returns the units and their price: "316 × 1k · $0.40 / 1k". Null where there are no units: a flat price, a minimum. */
  terms: string | null;
}

/** Returns the words of an invoice line: the rate card with the tier's bounds, and the units with their price. Counts nothing anew. */
export function lineWords(line: WordedLine, currency: Currency): LineWords {
  const card = line.rateCardName;
  const steps = line.trace ?? [];
  if (!card || steps.length === 0) return { item: line.name, terms: null };
  if (line.category === 'commitment') return { item: `${card}, up to the minimum spend`, terms: null };
  const step = (rule: string) => steps.find((s) => s.rule === rule)?.with;
  const unit = unitOf(step('unit_conversion'));
  const tier = step('tier');
  const fee = step('flat_price');
  const parts = [card];
  if (tier) parts.push(...boundsWords(tier, unit).map((bounds) => (tier.whole ? `all at the price ${bounds}` : bounds)));
  if (fee?.above !== undefined) parts.push(...['fee', ...boundsWords(fee, unit)]);
  if (line.key.endsWith('#correction')) parts.push('correction');
  return { item: parts.join(', '), terms: step('price') ? termsWords(line, unit, currency) : null };
}

/** Returns one priced unit in words: how many of the metered ones, or its own name. */
interface PricedUnit {
  size: Decimal;
  name?: string | undefined;
}

function unitOf(conversion: Readonly<Record<string, string>> | undefined): PricedUnit {
  if (!conversion) return { size: ONE };
  const factor = decimal(conversion.conversionFactor ?? '1');
  const { displayUnit } = conversion;
  if (displayUnit) return { size: ONE, name: displayUnit };
  return { size: conversion.operation === 'divide' ? factor : divide(ONE, factor) };
}

/** The bounds of a tier in metered units, or in the priced unit that has a name; nothing for a tier that holds everything. */
function boundsWords(tier: Readonly<Record<string, string>>, { size, name }: PricedUnit): string[] {
  const count = (bound: string) => `${formatQuantity(text(decimal(bound).times(size)))}${name ? ` ${name}` : ''}`;
  const { above = '0', upTo } = tier;
  if (isZero(decimal(above))) return upTo === undefined ? [] : [`up to ${count(upTo)}`];
  return [upTo === undefined ? `above ${count(above)}` : `above ${count(above)} up to ${count(upTo)}`];
}

function termsWords({ quantity, unitPrice }: WordedLine, { size, name }: PricedUnit, currency: Currency): string {
  const counted = countText(quantity);
  if (name) return `${counted} ${name} · ${formatMoney(unitPrice, currency)} / ${singular(name)}`;
  if (compare(size, ONE) > 0) {
    const block = formatQuantity(text(size));
    return `${counted} × ${block} · ${formatMoney(unitPrice, currency)} / ${block}`;
  }
  const per = readablePer(unitPrice, currency);
  const price = formatMoney(text(decimal(unitPrice).times(decimal(per))), currency);
  return `${counted} · ${price} ${per === '1' ? 'each' : `/ ${formatQuantity(per)}`}`;
}

/** The smallest of 1, 1k and 1M for which the price needs no more digits than its currency has; 1 where none does. */
function readablePer(unitPrice: string, currency: Currency): string {
  const digits = (per: string) => text(decimal(unitPrice).times(decimal(per))).split('.')[1]?.length ?? 0;
  return ['1', '1000', '1000000'].find((per) => digits(per) <= currency.precision) ?? '1';
}
