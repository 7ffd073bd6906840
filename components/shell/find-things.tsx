import { Boxes, Gauge, Layers, Puzzle, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { call } from '@/components/api/client';
import type { Command, CommandSource } from '@/components/ui/commands';
import { listAddOns } from '@/lib/api/catalog/add-ons';
import { listFeatures } from '@/lib/api/catalog/features';
import { listPlans } from '@/lib/api/catalog/plans';
import { listCustomers } from '@/lib/api/metering/customers';
import { listMeters } from '@/lib/api/metering/meters';
import { asked, type Noun } from './search-words';

const SIZE = 5;

interface Kind {
  group: string;
  icon: ReactNode;
  /** The path of a page, up to the id. */
  path: string;
}
const KINDS: Record<Noun, Kind> = {
  customer: { group: 'Customers', icon: <Users />, path: '/customers/' },
  plan: { group: 'Plans', icon: <Layers />, path: '/plans/' },
  'add-on': { group: 'Add-ons', icon: <Puzzle />, path: '/add-ons/' },
  feature: { group: 'Features', icon: <Boxes />, path: '/features?feature=' },
  meter: { group: 'Meters', icon: <Gauge />, path: '/meters/' },
};

/** Finds customers, plans, add-ons, features and meters by name, for the palette. */
export const findThings: CommandSource = async (query, signal) => {
  const { noun, name } = asked(query);
  const input = { query: { page: { size: SIZE }, filter: { name: { contains: name } } } };
  const searches: Record<Noun, () => Promise<{ data: { data: { id: string; name: string; version?: number }[] } }>> = {
    customer: () => call(listCustomers, input, { signal }),
    plan: () => call(listPlans, input, { signal }),
    'add-on': () => call(listAddOns, input, { signal }),
    feature: () => call(listFeatures, input, { signal }),
    meter: () => call(listMeters, input, { signal }),
  };
  const nouns = noun ? [noun] : (Object.keys(searches) as Noun[]);
  const answers = await Promise.allSettled(nouns.map(async (one) => (await searches[one]()).data.data.map((row) => commandOf(one, row))));
  // Kinds that the role may not read, or that fail, are left out.
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
};

function commandOf(noun: Noun, { id, name, version }: { id: string; name: string; version?: number }): Command {
  const { group, icon, path } = KINDS[noun];
  return { id: `${noun}:${id}`, group, icon, label: version ? `${name}, version ${version}` : name, href: `${path}${id}` };
}
