import { describe, expect, it } from 'vitest';
import { openDraft } from '@/components/draft/plan-draft';
import { addOn, context, fee, tokens } from '@/lib/catalog/testing/sample-plan';
import { addOnDraftIssues, addOnOfPlan, planOfAddOn } from './add-on-draft';

const { status: _status, effectiveFrom: _from, ...request } = addOn;
const issues = (changes: Partial<typeof request>) => addOnDraftIssues(openDraft(planOfAddOn({ ...request, ...changes })).plan, context);

describe('an add-on in the editor', () => {
  it('goes in and comes out the same', () => {
    const described = { ...request, description: 'More', labels: { a: 'b' } };
    expect(addOnOfPlan(planOfAddOn(described))).toEqual(described);
  });

  it('begins new cards with the cadence that its cards have', () => {
    expect(planOfAddOn({ ...request, rateCards: [{ ...fee, billingCadence: 'P1Y' }] }).billingCadence).toBe('P1Y');
    expect(planOfAddOn({ ...request, rateCards: [] }).billingCadence).toBe('P1M');
  });

  it('in order has no issues', () => {
    expect(issues({})).toEqual([]);
  });

  it('shows the rules of add-ons at its cards, and not those of plans', () => {
    const found = issues({ rateCards: [tokens, { ...fee, billingCadence: 'P1Y' }] });
    expect(found.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'addon_invalid_ratecard_price_for_multi_instance phases.0.rateCards.0.price',
      'rate_card_multiple_billing_cadence phases.0.rateCards.1.billingCadence',
    ]);
    expect(issues({ rateCards: [] }).map(({ code }) => code)).toEqual(['addon_has_no_rate_cards']);
  });

  it('tells a key that is none, once', () => {
    expect(issues({ rateCards: [{ ...fee, key: 'A key' }] }).map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'invalid_shape phases.0.rateCards.0.key',
    ]);
  });
});
