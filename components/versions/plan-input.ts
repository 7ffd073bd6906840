import type { listAddOns } from '@/lib/api/catalog/add-ons';
import type { listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import type { listPlans } from '@/lib/api/catalog/plans';
import type { CallOf } from '@/lib/api/operation';

/** All versions of all plans: the list groups, searches and sorts them at once. */
export const ALL_PLAN_VERSIONS: CallOf<typeof listPlans> = { query: { page: { size: 1000 } } };

/** All versions of all add-ons, for the list of them and wherever one is named or chosen. */
export const ALL_ADD_ON_VERSIONS: CallOf<typeof listAddOns> = { query: { page: { size: 1000 } } };

/** All add-ons offered with a plan version. */
export const offersOf = (planId: string): CallOf<typeof listPlanAddOns> => ({ params: { planId }, query: { page: { size: 1000 } } });
