import 'server-only';
import * as own from '@/lib/api/catalog/add-on-versions';
import * as op from '@/lib/api/catalog/add-ons';
import * as assigned from '@/lib/api/catalog/plan-add-ons';
import { searchAddOns } from '@/lib/api/catalog/version-lists';
import { bind } from '@/lib/server/api/edge/edge';
import { diffAddOn } from '@/lib/server/catalog/add-on-diff';
import * as versions from '@/lib/server/catalog/add-on-versions';
import * as addOns from '@/lib/server/catalog/add-ons';
import * as assignments from '@/lib/server/catalog/plan-add-ons';
import * as lists from '@/lib/server/catalog/version-lists';

export const addOnRoutes = [
  bind(op.listAddOns, (ctx, { query }) => addOns.listAddOns(ctx, query)),
  bind(searchAddOns, (ctx, { query }) => lists.searchAddOns(ctx, query)),
  bind(op.createAddOn, (ctx, { body }) => addOns.createAddOn(ctx, body)),
  bind(op.getAddOn, (ctx, { params }) => addOns.getAddOn(ctx, params.addonId)),
  bind(op.updateAddOn, (ctx, { params, body }) => addOns.updateAddOn(ctx, params.addonId, body)),
  bind(op.deleteAddOn, (ctx, { params }) => versions.deleteAddOn(ctx, params.addonId)),
  bind(op.publishAddOn, (ctx, { params }) => versions.publishAddOn(ctx, params.addonId)),
  bind(op.archiveAddOn, (ctx, { params }) => versions.archiveAddOn(ctx, params.addonId)),
  bind(own.replaceAddOn, (ctx, { params, body }) => addOns.replaceAddOn(ctx, params.addonId, body)),
  bind(own.scheduleAddOn, (ctx, { params, body }) => versions.publishAddOn(ctx, params.addonId, body.effectiveFrom)),
  bind(own.unscheduleAddOn, (ctx, { params }) => versions.unscheduleAddOn(ctx, params.addonId)),
  bind(own.createNextAddOn, (ctx, { params }) => versions.createNextAddOn(ctx, params.addonId)),
  bind(own.listAddOnVersions, (ctx, { params }) => versions.listAddOnVersions(ctx, params.addonId)),
  bind(own.listAddOnOffers, (ctx, { params }) => versions.listAddOnOffers(ctx, params.addonId)),
  bind(own.diffAddOn, (ctx, { params, query }) => diffAddOn(ctx, params.addonId, query.against)),
  bind(assigned.listPlanAddOns, (ctx, { params, query }) => assignments.listPlanAddOns(ctx, params.planId, query.page)),
  bind(assigned.createPlanAddOn, (ctx, { params, body }) => assignments.createPlanAddOn(ctx, params.planId, body)),
  bind(assigned.getPlanAddOn, (ctx, { params }) => assignments.getPlanAddOn(ctx, params.planId, params.planAddonId)),
  bind(assigned.updatePlanAddOn, (ctx, { params, body }) => assignments.updatePlanAddOn(ctx, params.planId, params.planAddonId, body)),
  bind(assigned.exchangePlanAddOn, (ctx, { params, body }) =>
    assignments.exchangePlanAddOn(ctx, params.planId, params.planAddonId, body.addon.id),
  ),
  bind(assigned.deletePlanAddOn, (ctx, { params }) => assignments.deletePlanAddOn(ctx, params.planId, params.planAddonId)),
];
