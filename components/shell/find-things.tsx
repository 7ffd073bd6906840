import { Gauge, Layers, Puzzle, Users } from 'lucide-react';
import { call } from '@/components/api/client';
import type { Command, CommandSource } from '@/components/ui/commands';
import { listAddOns } from '@/lib/api/catalog/add-ons';
import { listPlans } from '@/lib/api/catalog/plans';
import { listCustomers } from '@/lib/api/metering/customers';
import { listMeters } from '@/lib/api/metering/meters';
import { asked } from './search-words';

const SIZE = 5;

/** Customers, plans, add-ons and meters by name, for the palette. */
export const findThings: CommandSource = async (query, signal) => {
  const { noun, name } = asked(query);
  const input = { query: { page: { size: SIZE }, filter: { name: { contains: name } } } };
  const searches = {
    customer: () =>
      call(listCustomers, input, { signal }).then(({ data }) =>
        data.data.map(
          (one): Command => ({
            id: `customer:${one.id}`,
            group: 'Customers',
            icon: <Users />,
            label: one.name,
            href: `/customers/${one.id}`,
          }),
        ),
      ),
    plan: () =>
      call(listPlans, input, { signal }).then(({ data }) =>
        data.data.map(
          (one): Command => ({
            id: `plan:${one.id}`,
            group: 'Plans',
            icon: <Layers />,
            label: `${one.name}, version ${one.version}`,
            href: `/plans/${one.id}`,
          }),
        ),
      ),
    'add-on': () =>
      call(listAddOns, input, { signal }).then(({ data }) =>
        data.data.map(
          (one): Command => ({
            id: `addon:${one.id}`,
            group: 'Add-ons',
            icon: <Puzzle />,
            label: `${one.name}, version ${one.version}`,
            href: `/add-ons/${one.id}`,
          }),
        ),
      ),
    meter: () =>
      call(listMeters, input, { signal }).then(({ data }) =>
        data.data.map(
          (one): Command => ({ id: `meter:${one.id}`, group: 'Meters', icon: <Gauge />, label: one.name, href: `/meters/${one.id}` }),
        ),
      ),
  };
  const answers = await Promise.allSettled(noun ? [searches[noun]()] : Object.values(searches).map((search) => search()));
  // What a role may not read, or what fails, is not found; the rest still is.
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};
