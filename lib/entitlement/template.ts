import type { Entitlement as CardEntitlement } from '@/lib/catalog/entitlement';
import { type Decimal, decimal, isNegative, text } from '@/lib/decimal';

/**
 * Something a customer may use, as an item of a subscription has it: copied from a card when the item begins, so that a later change of the
 * catalog does not reach it. `count` of a boolean is the number of sources that give it.
 */
export type Template =
  | { type: 'boolean'; count: number }
  | { type: 'static'; config: unknown }
  | {
      type: 'metered';
      /** Units per usage period; null when none are given, which is not the same as no limit. */
      limit: string | null;
      /** Use goes on above the limit. */
      isSoftLimit: boolean;
      /** ISO duration. */
      usagePeriod: string;
    };

/** Reads the entitlement of a card; its usage period is the card's billing cadence unless it says otherwise. */
export function templateOf(entitlement: CardEntitlement, billingCadence: string): Template {
  if (entitlement.type === 'boolean') return { type: 'boolean', count: 1 };
  if (entitlement.type === 'static') return { type: 'static', config: entitlement.config };
  const { limit, isSoftLimit, usagePeriod = billingCadence } = entitlement;
  return { type: 'metered', limit: limit === undefined ? null : text(decimal(String(limit))), isSoftLimit, usagePeriod };
}

/** An add-on's template and how many of it are bought, or taken away again. */
export interface Contribution {
  template: Template | null;
  quantity: number;
  takenAway?: boolean;
}

export type MergeError = 'rate_card_entitlement_template_type_mismatch' | 'static_cannot_be_combined' | 'limit_below_zero';

/**
 * Puts add-ons on top of what an item gives: limits add up, a missing one counting as 0; sources of a boolean are counted, and it is gone when
 * none is left. The item's usage period and soft limit stay. Without an item the first add-on is what there is.
 */
export function mergeTemplates(
  base: Template | null,
  contributions: readonly Contribution[],
): { ok: true; template: Template | null } | { ok: false; error: MergeError } {
  let merged = base;
  for (const { template, quantity, takenAway } of contributions) {
    if (template === null || quantity === 0) continue;
    const times = takenAway ? -quantity : quantity;
    if (merged === null) {
      if (times < 0) return { ok: false, error: 'limit_below_zero' };
      merged = first(template, quantity);
      continue;
    }
    if (merged.type !== template.type) return { ok: false, error: 'rate_card_entitlement_template_type_mismatch' };
    if (merged.type === 'static' || template.type === 'static') return { ok: false, error: 'static_cannot_be_combined' };
    if (merged.type === 'boolean') {
      const count: number = merged.count + times;
      merged = count > 0 ? { type: 'boolean', count } : null;
    } else if (template.type === 'metered' && (merged.limit !== null || template.limit !== null)) {
      const limit = unitsOf(merged).plus(unitsOf(template).times(decimal(String(times))));
      if (isNegative(limit)) return { ok: false, error: 'limit_below_zero' };
      merged = { ...merged, limit: text(limit) };
    }
  }
  return { ok: true, template: merged };
}

const unitsOf = ({ limit }: { limit: string | null }): Decimal => decimal(limit ?? '0');

function first(template: Template, quantity: number): Template {
  if (template.type === 'boolean') return { type: 'boolean', count: quantity };
  if (template.type !== 'metered' || template.limit === null) return template;
  return { ...template, limit: text(unitsOf(template).times(decimal(String(quantity)))) };
}

/** True when two templates give the same. */
export function isSameTemplate(a: Template, b: Template): boolean {
  if (a.type === 'boolean' && b.type === 'boolean') return a.count === b.count;
  if (a.type === 'static' && b.type === 'static') return JSON.stringify(a.config) === JSON.stringify(b.config);
  return (
    a.type === 'metered' &&
    b.type === 'metered' &&
    a.limit === b.limit &&
    a.isSoftLimit === b.isSoftLimit &&
    a.usagePeriod === b.usagePeriod
  );
}
