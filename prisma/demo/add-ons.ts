import type { AddOnInstanceType } from '@/lib/catalog/add-on';
import { planAssignmentsIssues } from '@/lib/catalog/checks/compatibility';
import { addOnIssues } from '@/lib/catalog/checks/issues';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import type { PlanContent } from '@/lib/catalog/plan';
import { type RateCard, withPaymentTerm } from '@/lib/catalog/rate-card';
import type { Tx } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { jsonValue } from '@/lib/server/core/stored-values';

interface DemoAddOn {
  key: string;
  name: string;
  description: string;
  instanceType: AddOnInstanceType;
  /** Each with the months before this one in which it took effect, and what it costs a month; the last is sold now. */
  versions: { monthsAgo: number; amount: string }[];
  /** The feature that its one card grants, if it grants one. */
  feature?: string;
}

const ADD_ONS: DemoAddOn[] = [
  {
    key: 'reserved_throughput',
    name: 'Reserved throughput',
    description: 'One million tokens a minute, kept free for you',
    instanceType: 'multiple',
    versions: [
      { monthsAgo: 10, amount: '220' },
      { monthsAgo: 4, amount: '190' },
    ],
  },
  {
    key: 'priority_support',
    name: 'Priority support',
    description: 'Answers within an hour',
    instanceType: 'single',
    versions: [{ monthsAgo: 10, amount: '400' }],
  },
  {
    key: 'sign_on',
    name: 'Single sign-on',
    description: 'For plans that do not include it',
    instanceType: 'single',
    feature: 'sso',
    versions: [{ monthsAgo: 10, amount: '50' }],
  },
];

/** An add-on offered with plan versions. */
interface DemoOffer {
  addOn: string;
  fromPhase: string;
  maxQuantity?: number;
}

/** Add-ons offered by the plans of the demo, by the plan's key and its version. */
const OFFERS: Record<string, readonly DemoOffer[]> = {
  'starter 2': [{ addOn: 'sign_on', fromPhase: 'standard' }],
  'pro 3': [
    { addOn: 'priority_support', fromPhase: 'standard' },
    { addOn: 'reserved_throughput', fromPhase: 'standard', maxQuantity: 5 },
  ],
  'pro 4': [
    { addOn: 'priority_support', fromPhase: 'standard' },
    { addOn: 'reserved_throughput', fromPhase: 'standard', maxQuantity: 10 },
  ],
  'enterprise 2': [{ addOn: 'reserved_throughput', fromPhase: 'standard' }],
};

export interface Sold {
  id: string;
  key: string;
  name: string;
  status: 'active';
  currency: string;
  instanceType: AddOnInstanceType;
  rateCards: RateCard[];
}

/** Writes the add-ons and gives the versions that are sold, by key. */
export async function createAddOns(
  tx: Tx,
  workspaceId: string,
  catalog: { idOf: (key: string) => string; context: CatalogContext },
  startOf: (monthsAgo: number) => Date,
): Promise<Map<string, Sold>> {
  const sold = new Map<string, Sold>();
  for (const { key, name, description, instanceType, versions, feature } of ADD_ONS) {
    for (const [i, { monthsAgo, amount }] of versions.entries()) {
      const card: RateCard = {
        key: feature ?? key,
        name,
        billingCadence: 'P1M',
        price: { type: 'flat', amount },
        ...(feature && { feature: { id: catalog.idOf(feature) }, entitlement: { type: 'boolean' } }),
      };
      const content = { currency: 'USD', instanceType, rateCards: [withPaymentTerm(card)] };
      const issues = addOnIssues({ key, name, ...content }, catalog.context);
      if (issues.length) throw new Error(`demo add-on ${key} version ${i + 1}: ${issues[0]?.message}`);
      const next = versions[i + 1];
      const start = startOf(monthsAgo);
      const id = newId();
      await tx.addOn.create({
        data: {
          id,
          workspaceId,
          key,
          version: i + 1,
          name,
          description,
          ...content,
          rateCards: jsonValue(content.rateCards),
          effectiveFrom: start,
          effectiveTo: next ? startOf(next.monthsAgo) : null,
          createdAt: start,
          updatedAt: start,
          updatedBy: 'Demo data',
        },
      });
      sold.set(key, { id, key, name, status: 'active', ...content });
    }
  }
  return sold;
}

/** Offers add-ons with a plan version that is still a draft; later nobody may. */
export async function offerAddOns(
  tx: Tx,
  plan: { id: string; workspaceId: string; key: string; version: number; createdAt: Date; content: PlanContent },
  sold: ReadonlyMap<string, Sold>,
  context: CatalogContext,
): Promise<void> {
  for (const { addOn: key, fromPhase, maxQuantity } of OFFERS[`${plan.key} ${plan.version}`] ?? []) {
    const addOn = sold.get(key);
    if (!addOn) throw new Error(`the demo sells no add-on ${key}`);
    const assignment = { fromPlanPhase: fromPhase, ...(maxQuantity !== undefined && { maxQuantity }) };
    const issues = planAssignmentsIssues({ ...plan.content, status: 'draft' }, [{ assignment, addOn }], context);
    if (issues.length) throw new Error(`demo plan ${plan.key} version ${plan.version}: ${issues[0]?.message}`);
    await tx.planAddOn.create({
      data: {
        ...assignment,
        id: newId(),
        workspaceId: plan.workspaceId,
        planId: plan.id,
        addOnId: addOn.id,
        name: addOn.name,
        createdAt: plan.createdAt,
        updatedAt: plan.createdAt,
        updatedBy: 'Demo data',
      },
    });
  }
}
