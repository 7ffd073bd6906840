import type { AddOn } from '@/lib/catalog/add-on';
import type { PlanStatus } from '@/lib/catalog/plan';
import { statusAt } from '@/lib/catalog/version';

/** An add-on with the status that people know: the contract has no word for a version whose start is to come. */
export type ListedAddOn = Omit<AddOn, 'status'> & { status: PlanStatus };

export const listed = (addOn: AddOn, now: string): ListedAddOn => ({ ...addOn, status: statusAt(addOn, now) });
