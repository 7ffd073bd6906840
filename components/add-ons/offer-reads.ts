import { listAddOnOffers } from '@/lib/api/add-on-versions';
import { listAuditEntries } from '@/lib/api/audit-log';
import { listPlanAddOns } from '@/lib/api/plan-add-ons';
import { getPlan, listPlans } from '@/lib/api/plans';

/** What shows something of the add-ons that a plan offers, to be read again when that changes. */
export const OFFER_READS = [listPlanAddOns, getPlan, listPlans, listAddOnOffers, listAuditEntries];
