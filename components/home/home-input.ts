import type { listCustomers } from '@/lib/api/customers';
import type { CallOf } from '@/lib/api/operation';

/** Whether there is a customer at all. */
export const ONE_CUSTOMER: CallOf<typeof listCustomers> = { query: { page: { size: 1 } } };
