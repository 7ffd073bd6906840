import { listAddOnOffers } from '@/lib/api/catalog/add-on-versions';
import { listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import { getPlan, listPlans } from '@/lib/api/catalog/plans';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';

/** Reads that show the add-ons of a plan, to be read again when that changes. */
export const OFFER_READS = [listPlanAddOns, getPlan, listPlans, listAddOnOffers, listAuditEntries];
