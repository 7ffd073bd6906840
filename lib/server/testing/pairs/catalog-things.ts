import 'server-only';
import * as addOnVersionOps from '@/lib/api/catalog/add-on-versions';
import * as addOnOps from '@/lib/api/catalog/add-ons';
import * as catalogOps from '@/lib/api/catalog/catalog';
import * as featureOps from '@/lib/api/catalog/features';
import * as offerOps from '@/lib/api/catalog/plan-add-ons';
import * as planVersionOps from '@/lib/api/catalog/plan-versions';
import * as planOps from '@/lib/api/catalog/plans';
import { extra, fee, flat, phase } from '@/lib/server/testing/sample-plans';
import { type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { type Act, act, made, type Thing } from './act';

const LATER = { effective_from: '2030-01-01T00:00:00Z' };
const planChange = { name: 'New', phases: flat.phases };
const addOnChange = { name: 'New', instance_type: 'multiple', rate_cards: extra.rate_cards };
const offered = (id: string) => ({ name: 'X', addon: { id }, from_plan_phase: 'main', max_quantity: 3 });
const YAML = 'application/yaml';

const planActs = (w: TestWorkspace, id: string): Act[] => {
  const params = { planId: id };
  return [
    act(w, planOps.updatePlan, { params, body: planChange }),
    act(w, planVersionOps.replacePlan, { params, ifMatch: 1, body: { ...planChange, currency: 'USD', billing_cadence: 'P1M' } }),
    act(w, planOps.publishPlan, { params }),
    act(w, planVersionOps.schedulePlan, { params, body: LATER, idle: true }),
    act(w, planVersionOps.unschedulePlan, { params }),
    act(w, planOps.archivePlan, { params, once: true }),
    act(w, planVersionOps.createNextPlan, { params, once: true }),
    act(w, planOps.deletePlan, { params, once: true }),
  ];
};

const addOnActs = (w: TestWorkspace, id: string): Act[] => {
  const params = { addonId: id };
  return [
    act(w, addOnOps.updateAddOn, { params, body: addOnChange }),
    act(w, addOnVersionOps.replaceAddOn, { params, ifMatch: 1, body: { ...addOnChange, currency: 'USD' } }),
    act(w, addOnOps.publishAddOn, { params }),
    act(w, addOnVersionOps.scheduleAddOn, { params, body: LATER, idle: true }),
    act(w, addOnVersionOps.unscheduleAddOn, { params }),
    act(w, addOnOps.archiveAddOn, { params, once: true }),
    act(w, addOnVersionOps.createNextAddOn, { params, once: true }),
    act(w, addOnOps.deleteAddOn, { params, once: true }),
  ];
};

const newPlan = async (w: TestWorkspace, key: string, more: object = {}): Promise<string> =>
  (await made(w, 'POST', '/plans', { ...flat, key, ...more })).id;
const newAddOn = async (w: TestWorkspace, key: string): Promise<string> => (await made(w, 'POST', '/addons', { ...extra, key })).id;

/** Versions in each of their states. */
const versions: Thing[] = [
  {
    name: 'draft of a plan',
    refused: ['archive-plan', 'unschedule-plan', 'create-next-plan'],
    async make(w, key) {
      const id = await newPlan(w, key);
      return [
        act(w, planOps.createPlan, { body: { ...flat, key: `${key}_n` }, once: true }),
        act(w, planVersionOps.duplicatePlan, { params: { planId: id }, body: { key: `${key}_copy`, name: 'Copy' }, once: true }),
        ...planActs(w, id),
      ];
    },
  },
  {
    name: 'published plan',
    refused: ['update-plan', 'replace-plan', 'publish-plan', 'schedule-plan', 'unschedule-plan', 'delete-plan'],
    async make(w, key) {
      const id = await newPlan(w, key);
      await made(w, 'POST', `/plans/${id}/publish`);
      return planActs(w, id);
    },
  },
  {
    name: 'scheduled plan',
    refused: ['archive-plan', 'replace-plan'],
    async make(w, key) {
      const id = await newPlan(w, key);
      await made(w, 'POST', `/api/v1/plans/${id}/publish`, { effective_from: '2029-01-01T00:00:00Z' });
      return planActs(w, id);
    },
  },
  {
    name: 'draft of an add-on',
    refused: ['archive-addon', 'unschedule-addon', 'create-next-addon'],
    async make(w, key) {
      const id = await newAddOn(w, key);
      return [act(w, addOnOps.createAddOn, { body: { ...extra, key: `${key}_n` }, once: true }), ...addOnActs(w, id)];
    },
  },
  {
    name: 'published add-on',
    refused: ['update-addon', 'replace-addon', 'publish-addon', 'schedule-addon', 'unschedule-addon', 'delete-addon'],
    async make(w, key) {
      const id = await newAddOn(w, key);
      await made(w, 'POST', `/addons/${id}/publish`);
      const planId = await newPlan(w, key);
      return [act(w, offerOps.createPlanAddOn, { params: { planId }, body: offered(id), once: true }), ...addOnActs(w, id)];
    },
  },
];

/** A plan, an add-on on sale, and the assignment between them. */
async function assignment(w: TestWorkspace, key: string) {
  const addonId = await newAddOn(w, key);
  await made(w, 'POST', `/addons/${addonId}/publish`);
  const planId = await newPlan(w, key);
  const { id: planAddonId } = await made(w, 'POST', `/plans/${planId}/addons`, offered(addonId));
  return { addonId, plan: { planId }, params: { planId, planAddonId } };
}

const offer: Thing = {
  name: 'add-on that a plan offers',
  async make(w, key) {
    const { addonId, plan, params } = await assignment(w, key);
    const { addon: _, ...terms } = offered(addonId);
    return [
      act(w, offerOps.updatePlanAddOn, { params, body: terms }),
      act(w, offerOps.deletePlanAddOn, { params, once: true }),
      act(w, addOnOps.archiveAddOn, { params: { addonId }, once: true }),
      act(w, addOnVersionOps.createNextAddOn, { params: { addonId }, once: true }),
      act(w, planOps.publishPlan, { params: plan }),
      act(w, planVersionOps.duplicatePlan, { params: plan, body: { key: `${key}_copy`, name: 'C' }, once: true }),
      act(w, planOps.deletePlan, { params: plan, once: true }),
    ];
  },
};

const olderOffer: Thing = {
  name: 'add-on that a plan offers in an older version',
  async make(w, key) {
    const { addonId: old, plan, params } = await assignment(w, key);
    const { id: addonId } = await made(w, 'POST', `/api/v1/addons/${old}/next`);
    await made(w, 'POST', `/addons/${addonId}/publish`);
    return [
      act(w, offerOps.exchangePlanAddOn, { params, body: { addon: { id: addonId } }, idle: true }),
      act(w, offerOps.deletePlanAddOn, { params, once: true }),
      act(w, addOnOps.archiveAddOn, { params: { addonId }, once: true }),
      act(w, planOps.deletePlan, { params: plan, once: true }),
    ];
  },
};

const feature: Thing = {
  name: 'feature that a plan sells',
  async make(w, key) {
    const { id: featureId } = await made(w, 'POST', '/features', { key, name: 'F' });
    const cards = [phase({ ...fee, key, feature: { id: featureId } })];
    const planId = await newPlan(w, key, { phases: cards });
    const [params, plan] = [{ featureId }, { planId }];
    return [
      act(w, featureOps.createFeature, { body: { key: `${key}_n`, name: 'F' }, once: true }),
      act(w, featureOps.updateFeature, { params, body: { unit_cost: { type: 'manual', amount: '1' } } }),
      act(w, featureOps.deleteFeature, { params, once: true }),
      act(w, planOps.publishPlan, { params: plan }),
      act(w, planOps.updatePlan, { params: plan, body: { name: 'New', phases: cards } }),
      act(w, planOps.createPlan, { body: { ...flat, key: `${key}_n`, phases: cards }, once: true }),
    ];
  },
};

const file: Thing = {
  name: 'plan and feature that a catalog file names',
  alone: true,
  async make(w, key) {
    const { id: featureId } = await made(w, 'POST', '/features', { key, name: 'F' });
    const planId = await newPlan(w, key);
    const text = JSON.stringify({
      features: [{ key, name: 'F', unit_cost: { type: 'manual', amount: '1' } }],
      plans: [{ ...flat, key, name: 'From a file', phases: [phase({ ...fee, key, feature: key })] }],
    });
    const params = { planId };
    return [
      act(w, catalogOps.applyCatalog, { text: [text, YAML], idle: true }),
      act(w, catalogOps.applyCatalog, { name: 'apply and publish', query: '?publish=true', text: [text, YAML], idle: true }),
      act(w, catalogOps.applyCatalog, { name: 'apply and prune', query: '?prune=all', text: ['{}', YAML], idle: true }),
      act(w, planOps.updatePlan, { params, body: planChange }),
      act(w, planOps.publishPlan, { params }),
      act(w, planOps.deletePlan, { params, once: true }),
      act(w, featureOps.deleteFeature, { params: { featureId }, once: true }),
    ];
  },
};

const promotion: Thing = {
  name: 'plan that is promoted',
  alone: true,
  async make(w, key) {
    const planId = await newPlan(w, key);
    const target = await testWorkspace();
    const there = await newPlan(target, key, { name: 'There' });
    const { headers } = await testPerson([w, target].map(({ id }) => ({ workspaceId: id, role: 'editor' })));
    const body = { to: target.key, parts: [`plans/${key}`] };
    const asked = { headers: { ...headers, 'x-workspace': w.key }, idle: true };
    return [
      act(w, catalogOps.promoteCatalog, { ...asked, body }),
      act(w, catalogOps.promoteCatalog, { ...asked, name: 'promote and publish', body: { ...body, publish: true } }),
      act(w, planOps.updatePlan, { name: 'update here', params: { planId }, body: planChange }),
      act(target, planOps.updatePlan, { name: 'update there', params: { planId: there }, body: planChange }),
      act(target, planOps.publishPlan, { name: 'publish there', params: { planId: there } }),
      act(target, planOps.deletePlan, { name: 'delete there', params: { planId: there }, once: true }),
    ];
  },
};

/** All of the catalog that is written to. */
export const catalogThings: readonly Thing[] = [...versions, offer, olderOffer, feature, file, promotion];
