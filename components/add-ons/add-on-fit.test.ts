import { describe, expect, it } from 'vitest';
import type { AddOn } from '@/lib/catalog/add-on';
import type { Feature } from '@/lib/catalog/feature';
import type { Plan } from '@/lib/catalog/plan';
import { context, fee, addOn as sample, plan as samplePlan } from '@/lib/catalog/testing/sample-plan';
import { candidates, misfits, successor } from './add-on-fit';

const plan = { ...samplePlan, status: 'draft' } as Plan;
const features = context.features as Feature[];
const addOn = (changes: Partial<AddOn>): AddOn =>
  ({ ...sample, id: `${changes.key ?? sample.key}-${changes.version ?? 1}`, version: 1, ...changes }) as AddOn;

describe('add-ons for a plan', () => {
  it('come with those that fit first, and with the reasons of the others in words', () => {
    const found = candidates(plan, [addOn({ key: 'a', name: 'Euro', currency: 'EUR' }), addOn({ key: 'b', name: 'Fits' })], [], {
      features,
    });
    expect(found.map(({ addOn: { name }, reasons }) => [name, reasons])).toEqual([
      ['Fits', []],
      ['Euro', ['The add-on is in EUR and the plan in USD. Choose an add-on in USD.']],
    ]);
  });

  it('come once each, in the version on sale, and not when the plan has them in any version or they are not sold any more', () => {
    const versions = [
      addOn({ key: 'a', version: 1, status: 'archived' }),
      addOn({ key: 'a', version: 2 }),
      addOn({ key: 'a', version: 3, status: 'draft' }),
      addOn({ key: 'b', version: 1, status: 'archived' }),
      addOn({ key: 'c', version: 1, status: 'draft' }),
    ];
    const ids = (offered: string[]) => candidates(plan, versions, offered, { features }).map(({ addOn: { id } }) => id);
    expect(ids([])).toEqual(['a-2', 'c-1']);
    expect(ids(['a-1'])).toEqual(['c-1']);
  });

  it('that do not fit say where in the plan', () => {
    const arrears = addOn({ rateCards: [{ ...fee, paymentTerm: 'in_arrears' }] });
    expect(misfits(plan, arrears, { fromPlanPhase: 'standard' }, { features })).toEqual([
      'Standard, Platform fee: Plan and add-on are due at different times. Choose the same payment term.',
    ]);
  });

  it('know the version that came after them', () => {
    const [old, sold] = [addOn({ version: 1, status: 'archived' }), addOn({ version: 2 })];
    expect(successor(old, [old, sold])?.version).toBe(2);
    expect(successor(sold, [old, sold])).toBeUndefined();
  });
});
