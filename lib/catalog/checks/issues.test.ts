import { describe, expect, test } from 'vitest';
import { ISSUE_SEVERITIES, type IssueCode, isCritical } from '@/lib/catalog/issue-codes';
import { cases, inAddOn, inAssignment, inCard, inPair, inTiers, standard, unit } from '@/lib/catalog/testing/issue-cases';
import { addOn, context, fee, ids, plan, sso, tokens, withCard, withStandard } from '@/lib/catalog/testing/sample-plan';
import { assignmentIssues } from './compatibility';
import { describeIssue, isSavable, planIssues } from './issues';

describe('what is in order has no issues', () => {
  test('a plan', () => expect(planIssues(plan, context)).toEqual([]));
  test('a plan in a currency of one’s own', () => expect(planIssues({ ...plan, currency: 'CREDITS' }, context)).toEqual([]));
  test('a plan paid by credits only needs no cost basis', () => {
    expect(planIssues({ ...plan, currency: 'POINTS' }, { ...context, settlementMode: 'credit_only' })).toEqual([]);
  });
  test('a yearly fee in a monthly plan', () => expect(inCard(fee, { billingCadence: 'P1Y' })()).toEqual([]));
  test('a minimum with a maximum of 0, which stands for none', () => {
    expect(inCard(tokens, { commitments: { minimumAmount: '5', maximumAmount: '0' } })()).toEqual([]);
  });
  test('a configuration of any JSON', () => {
    expect(inCard(sso, { entitlement: { type: 'static', config: { regions: ['eu', null, 1] } } })()).toEqual([]);
  });
  test('what stands exactly at a limit', () => {
    const phase = (i: number) => ({ name: 'P', key: `p${i}`, ...(i < 19 && { duration: 'PT1H' }), rateCards: [sso] });
    expect(planIssues({ ...plan, phases: Array.from({ length: 20 }, (_, i) => phase(i)) }, context)).toEqual([]);
    const hundred = Array.from({ length: 100 }, (_, i) => ({ ...fee, key: `fee_${i}` }));
    expect(planIssues(withStandard({ rateCards: hundred }), context)).toEqual([]);
    const fifty = Array.from({ length: 49 }, (_, i) => ({ upToAmount: `${i + 1}`, ...unit('1') }));
    expect(inTiers(...fifty, unit('0'))()).toEqual([]);
    expect(
      inCard(tokens, { discounts: { percentage: 100, usage: '0' }, commitments: { minimumAmount: '5', maximumAmount: '5.00' } })(),
    ).toEqual([]);
    expect(inCard(fee, { discounts: { percentage: 0 }, billingCadence: 'PT1H' })()).toEqual([]);
    expect(inCard(tokens, { entitlement: { type: 'metered', isSoftLimit: false, limit: 0, usagePeriod: 'PT1H' } })()).toEqual([]);
  });
  test('an add-on billed every P1Y and every P12M, which are one cadence', () => {
    const yearly = (key: string, billingCadence: string) => ({ ...fee, key, billingCadence });
    expect(inAddOn({ rateCards: [yearly('a', 'P1Y'), yearly('b', 'P12M')] })()).toEqual([]);
  });
  test('an add-on, and its assignment', () => {
    expect([...inAddOn({})(), ...inAssignment({}, { ...standard, maxQuantity: 5 })()]).toEqual([]);
  });
  test('an add-on card that the plan does not have', () => {
    expect(inPair(fee, { ...tokens, key: 'seats', feature: { id: ids.seats } })()).toEqual([]);
  });
  test('an add-on that starts after the phase it would not fit', () => {
    const trialFee = { ...plan, phases: plan.phases.map((phase, i) => (i === 0 ? { ...phase, rateCards: [tokens] } : phase)) };
    expect(assignmentIssues({ ...trialFee, status: 'draft' }, addOn, standard, context)).toEqual([]);
  });
});

describe('every fault has its code, its severity and its place', () => {
  test.each(cases)('%s → %s at %s', (_, code, field, issues) => {
    const issue = issues().find((candidate) => candidate.code === code && candidate.path.join('.') === field);
    expect(issue).toMatchObject({ code, severity: ISSUE_SEVERITIES[code] });
    expect(issue?.message).toMatch(/^[A-Z"].*[.]$/);
  });

  test('and no code is without a case', () => {
    const tested = new Set(cases.map(([, code]) => code));
    expect(Object.keys(ISSUE_SEVERITIES).filter((code) => !tested.has(code as IssueCode))).toEqual([]);
  });

  test('limits are named in the message', () => {
    const limits: IssueCode[] = [
      'plan_too_many_phases',
      'plan_phase_too_many_rate_cards',
      'price_too_many_tiers',
      'addon_too_many_rate_cards',
    ];
    for (const code of limits) {
      const issue = cases
        .find(([, of]) => of === code)?.[3]()
        .find((candidate) => candidate.code === code);
      expect(issue?.message).toContain(`at most ${issue?.attributes?.maximum}`);
    }
  });
});

test('critical issues keep a draft from being saved, warnings do not', () => {
  const warned = inCard(tokens, { feature: undefined })();
  const refused = inTiers(unit('-1'))();
  expect([warned.some(isCritical), isSavable(warned), refused.some(isCritical), isSavable(refused)]).toEqual([false, true, true, false]);
});

test('an issue read away from its field says where it stands', () => {
  const content = withCard({ ...tokens, billingCadence: 'P1W' });
  const [issue] = planIssues(content, context);
  expect(issue && describeIssue(issue, content)).toBe(
    "Standard, Tokens: The card is billed every week and the plan every month: the one never ends with the other. Choose a cadence that divides the plan's or is a multiple of it.",
  );
  const [onAddOn] = inAddOn({ rateCards: [tokens] })();
  expect(onAddOn && describeIssue(onAddOn, { rateCards: [tokens] })).toMatch(/^Tokens: An add-on that is sold in quantities/);
  const [onPlan] = planIssues({ ...plan, currency: 'XYZ' }, context);
  expect(onPlan && describeIssue(onPlan, plan)).toMatch(/^"XYZ" is not a currency/);
});
