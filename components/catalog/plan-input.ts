import type { CallOf } from '@/lib/api/operation';
import type { listPlans } from '@/lib/api/plans';

/** All versions of all plans: the list groups, searches and sorts them at once. */
export const ALL_PLAN_VERSIONS: CallOf<typeof listPlans> = { query: { page: { size: 1000 } } };
