import 'server-only';
import { archivePlan } from '@/lib/api/catalog/plans';
import * as customerOps from '@/lib/api/metering/customers';
import * as acts from '@/lib/api/subscription/acts';
import { importCompany } from '@/lib/api/subscription/company-imports';
import * as billingOps from '@/lib/api/subscription/customer-billing';
import * as migrationOps from '@/lib/api/subscription/plan-migrations';
import * as ops from '@/lib/api/subscription/subscriptions';
import { fee, published } from '@/lib/server/testing/sample-plans';
import { customer, nextVersion, offering, subscribed } from '@/lib/server/testing/sample-subscriptions';
import type { TestWorkspace } from '@/lib/server/testing/workspace';
import { act, made, type Thing } from './act';

const now = { timing: 'immediate' };
const later = { timing: 'next_billing_cycle' };

/** Offers to all customers of a workspace: a plan with an add-on, and another plan. */
const catalogs = new WeakMap<TestWorkspace, Promise<{ addOn: string }>>();
async function catalog(w: TestWorkspace) {
  const known = catalogs.get(w) ?? sell(w);
  catalogs.set(w, known);
  return known;
}
async function sell(w: TestWorkspace) {
  const { plan, addOn } = await offering(w);
  await published(w, { key: 'other' });
  return { plan, addOn };
}

/** A new customer on the first of them. */
async function running(w: TestWorkspace, key: string) {
  const { addOn } = await catalog(w);
  const subscriptionId = await subscribed(w, 'flat', key);
  return { addOn, params: { subscriptionId } };
}

const toBegin: Thing = {
  name: 'customer who is to be subscribed',
  async make(w, key) {
    const planId = await published(w, { key });
    const customerId = await customer(w, key);
    const into = await customer(w, `${key}-into`);
    const body = { customer: { key }, plan: { key } };
    const params = { customerId };
    return [
      act(w, ops.createSubscription, { body, once: true }),
      act(w, acts.startSubscription, { body, once: true }),
      act(w, archivePlan, { params: { planId }, once: true }),
      act(w, customerOps.upsertCustomer, { params, body: { name: 'C', currency: 'USD' } }),
      act(w, billingOps.replaceCustomerBillingData, { params, body: { currency: 'USD' } }),
      act(w, billingOps.mergeCustomer, { params, body: { into }, once: true }),
      act(w, customerOps.deleteCustomer, { params, once: true }),
    ];
  },
};

const terms = [{ item: 'fee', set: { price: { type: 'flat', amount: '40' } }, reason: 'Loyal' }];
const exchange = [{ op: 'change_item', phase: 'main', item: 'fee', rate_card: { ...fee, price: { type: 'flat', amount: '10' } } }];

const runs: Thing = {
  name: 'subscription that runs',
  async make(w, key) {
    const { addOn, params } = await running(w, key);
    const bought = { addon: { id: addOn }, quantity: 1 };
    const change = { customer: {}, plan: { key: 'other' }, ...later };
    return [
      act(w, ops.cancelSubscription, { params, body: later, once: true }),
      act(w, ops.changeSubscription, { params, body: change, once: true }),
      act(w, ops.createSubscriptionAddOn, { params, body: { ...bought, ...now }, once: true }),
      act(w, acts.updateSubscription, { params, body: { name: 'Other name' } }),
      act(w, acts.endSubscription, { params, body: now, once: true }),
      act(w, acts.switchSubscription, { params, body: { plan: { key: 'other' } }, once: true }),
      act(w, acts.editSubscription, { params, body: { patches: exchange } }),
      act(w, acts.pauseSubscription, { params, body: {}, once: true }),
      act(w, acts.setSeats, { params, body: { item: 'fee', quantity: 3 } }),
      act(w, acts.negotiateSubscription, { params, body: { terms, ...later } }),
      act(w, acts.addSubscriptionAddOn, { params, body: { ...bought, ...now }, once: true }),
    ];
  },
};

/** A new customer in the first version of a plan of their own, of which the second is on sale. */
async function behind(w: TestWorkspace, key: string): Promise<string> {
  const planId = await published(w, { key });
  const subscriptionId = await subscribed(w, key, key);
  await nextVersion(w, planId, '60');
  return subscriptionId;
}

const older: Thing = {
  name: 'subscription in an older version of its plan',
  async make(w, key) {
    const params = { subscriptionId: await behind(w, key) };
    return [
      act(w, acts.migrateSubscription, { params, body: {}, once: true }),
      act(w, acts.setSeats, { params, body: { item: 'fee', quantity: 3 } }),
      act(w, acts.endSubscription, { params, body: now, once: true }),
      act(w, migrationOps.createPlanMigration, { body: { plan_key: key, to_version: 2 }, once: true }),
    ];
  },
};

/** Migrations in a state that their job would bring them to, with what may be done then. */
const migration = (status: string, allowed: readonly (typeof migrationOps.startPlanMigration)[]): Thing => ({
  name: `plan migration that is ${status}`,
  async make(w, key) {
    await behind(w, key);
    const { id: migrationId } = await made(w, 'POST', '/api/v1/plan-migrations', { plan_key: key, to_version: 2 });
    const over = status === 'done' ? { finishedAt: new Date(), undoUntil: new Date('2099-01-01T00:00:00Z') } : {};
    await w.run(async ({ tx }) => {
      await tx.planMigration.update({ where: { id: migrationId }, data: { status, ...over } });
      await tx.planMigrationEntry.updateMany({ where: { migrationId }, data: { state: status === 'done' ? 'applied' : 'pending' } });
    });
    return allowed.map((op) => act(w, op, { params: { migrationId }, once: true, idle: true }));
  },
});
const migrations = [
  migration('ready', [migrationOps.startPlanMigration, migrationOps.cancelPlanMigration]),
  migration('running', [migrationOps.pausePlanMigration, migrationOps.cancelPlanMigration]),
  migration('paused', [migrationOps.continuePlanMigration, migrationOps.cancelPlanMigration]),
  migration('done', [migrationOps.undoPlanMigration]),
];

const ends: Thing = {
  name: 'subscription that is to end',
  refused: ['end-subscription'],
  async make(w, key) {
    const { params } = await running(w, key);
    const { state } = await made(w, 'POST', `/api/v1/subscriptions/${params.subscriptionId}/cancel`, later);
    const changeId = state.scheduled_changes[0].id;
    return [
      act(w, ops.unscheduleCancelation, { params, once: true }),
      act(w, acts.continueSubscription, { params, body: {}, once: true }),
      act(w, acts.cancelScheduledChange, { params: { ...params, changeId }, once: true }),
      act(w, acts.endSubscription, { params, body: now, once: true }),
    ];
  },
};

const follows: Thing = {
  name: 'subscription that another is to follow',
  async make(w, key) {
    const { params } = await running(w, key);
    const { next } = await made(w, 'POST', `/api/v1/subscriptions/${params.subscriptionId}/change`, { plan: { key: 'other' } });
    return [
      act(w, acts.restoreSubscription, { params, body: {}, once: true }),
      act(w, acts.deleteSubscription, { params: { subscriptionId: next.subscription.id }, once: true }),
      act(w, acts.updateSubscription, { params: { subscriptionId: next.subscription.id }, body: { name: 'Other name' } }),
    ];
  },
};

const paused: Thing = {
  name: 'subscription that is paused',
  async make(w, key) {
    const { params } = await running(w, key);
    await made(w, 'POST', `/api/v1/subscriptions/${params.subscriptionId}/pause`, {});
    return [
      act(w, acts.resumeSubscription, { params, body: {}, once: true }),
      act(w, acts.endSubscription, { params, body: now, once: true }),
    ];
  },
};

const addOnOf: Thing = {
  name: 'add-on of a subscription',
  async make(w, key) {
    const { addOn, params } = await running(w, key);
    const path = `/subscriptions/${params.subscriptionId}/addons`;
    const { id: subscriptionAddonId } = await made(w, 'POST', path, { addon: { id: addOn }, quantity: 1, ...now });
    const both = { ...params, subscriptionAddonId };
    return [
      act(w, acts.setAddOnQuantity, { params: both, body: { quantity: 3, ...later } }),
      act(w, acts.setAddOnQuantity, { name: 'give it up', params: both, body: { quantity: 0, ...later } }),
      act(w, acts.endSubscription, { params, body: now, once: true }),
    ];
  },
};

const company: Thing = {
  name: 'customers that a file brings',
  alone: true,
  async make(w, key) {
    await published(w);
    const text = `id,name,plan\n${key},Acme,flat\n`;
    const body = { source: 'csv', text, columns: { customer_key: 'id', customer_name: 'name', plan: 'plan' } };
    return [act(w, importCompany, { body, idle: true }), act(w, customerOps.createCustomer, { body: { key, name: 'Acme' }, once: true })];
  },
};

/** All about who has what. */
export const subscriptionThings: readonly Thing[] = [toBegin, runs, older, ...migrations, ends, follows, paused, addOnOf, company];
