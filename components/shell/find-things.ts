import { call } from '@/components/api/client';
import type { Command, CommandSource } from '@/components/ui/commands';
import { listCustomers } from '@/lib/api/customers';
import { listMeters } from '@/lib/api/meters';
import { listPlans } from '@/lib/api/plans';

const SIZE = 5;

/** Customers, plans and meters by name, for the palette. */
export const findThings: CommandSource = async (query, signal) => {
  const input = { query: { page: { size: SIZE }, filter: { name: { contains: query } } } };
  const answers = await Promise.allSettled([
    call(listCustomers, input, { signal }).then(({ data }) =>
      data.data.map((one): Command => ({ id: `customer:${one.id}`, group: 'Customers', label: one.name, href: `/customers/${one.id}` })),
    ),
    call(listPlans, input, { signal }).then(({ data }) =>
      data.data.map(
        (one): Command => ({
          id: `plan:${one.id}`,
          group: 'Plans',
          label: `${one.name}, version ${one.version}`,
          href: `/plans/${one.id}`,
        }),
      ),
    ),
    call(listMeters, input, { signal }).then(({ data }) =>
      data.data.map((one): Command => ({ id: `meter:${one.id}`, group: 'Meters', label: one.name, href: `/meters/${one.id}` })),
    ),
  ]);
  // What a role may not read, or what fails, is not found; the rest still is.
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};
