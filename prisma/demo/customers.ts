import { chance } from './chance';

/** Trend of a customer's usage over the months. */
export type Shape = 'steady' | 'growing' | 'shrinking' | 'seasonal' | 'bursty' | 'office_hours' | 'churned' | 'new';

export interface DemoCustomer {
  index: number;
  key: string;
  name: string;
  email: string;
  country: string;
  /** Event subjects besides the key. */
  subjects: string[];
  shape: Shape;
  /** Requests on an ordinary day of the middle of its life. */
  dailyRequests: number;
  seats: number;
  storageGb: number;
  /** Days after the demo's first day on which usage begins and ends (null: it goes on). */
  firstDay: number;
  lastDay: number | null;
  models: string[];
}

export const MODELS = ['sonata-large', 'sonata-mini', 'sonata-embed'] as const;

const NAMES =
  `Alder Analytics,Amberline Health,Anvil Robotics,Atlas Ledger,Bayside Clinics,Birchwood Media,Blue Heron Travel,Brightwell Learning,
Canopy Insurance,Cedar & Finch,Cinder Games,Cobalt Legal,Copperfield Retail,Crestline Logistics,Driftwood Studios,Echo Valley Farms,Ember Security,
Fablecraft,Fernway Mobility,Fjord Systems,Foxglove Pharma,Gable Homes,Glasshouse Design,Granite Peak Bank,Harbor Freightways,Hawthorn Press,
Helio Weather,Indigo Airlines Support,Ironbark Energy,Juniper Desk,Kestrel Maps,Kiln Ceramics,Lantern HR,Larkspur Events,Lighthouse Tutors,
Lodestar Capital,Maplewood Foods,Marble Arch Museums,Meridian Freight,Mosaic Translate,Nettle Health,North Quay Shipping,Oakline Telecom,
Opaline Beauty,Orchard Street Realty,Paperplane Mail,Pebble Payments,Pinecone Outdoors,Quarry Data,Quillpen,Raven Audio,Redwood Civic,
Saffron Kitchens,Sandbar Surf,Silverbirch Care,Slate Cloud,Summit Trails,Tidewater Utilities,Umbra Labs,Willowbrook Schools`
    .split(',')
    .map((name) => name.trim());

const SHAPES: Shape[] = [
  'steady',
  'growing',
  'office_hours',
  'seasonal',
  'growing',
  'bursty',
  'churned',
  'steady',
  'new',
  'office_hours',
  'shrinking',
  'growing',
];
const COUNTRIES = ['US', 'US', 'US', 'DE', 'GB', 'FR', 'NL', 'CA', 'SE', 'JP'];

/** The customers of the demo: about sixty, from a hobby project to one that outweighs thirty others. */
export function demoCustomers(days: number): DemoCustomer[] {
  return NAMES.map((name, index) => {
    const random = chance(11, index);
    const shape = SHAPES[index % SHAPES.length] as Shape;
    const key = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    const size = 10 ** (1.7 + 3.2 * random() ** 1.6);
    const firstDay =
      shape === 'new' ? days - 20 - Math.floor(random() * 60) : index % 3 === 0 ? 0 : Math.floor(random() ** 1.5 * days * 0.6);
    const lastDay = shape === 'churned' ? Math.min(days - 15, firstDay + 120 + Math.floor(random() * (days - firstDay - 120))) : null;
    return {
      index,
      key,
      name,
      email: `billing@${key}.example`,
      country: COUNTRIES[Math.floor(random() * COUNTRIES.length)] as string,
      subjects: size > 3000 ? [`${key}/production`, `${key}/staging`] : [],
      shape,
      dailyRequests: Math.round(size),
      seats: Math.max(1, Math.round(size ** 0.38 * (0.4 + random()))),
      storageGb: Math.round(size ** 0.75 * (0.2 + random())) / 10,
      firstDay: Math.max(0, firstDay),
      lastDay,
      models: MODELS.filter((_, i) => (i === 0 ? size > 600 || random() > 0.5 : i === 1 || random() > 0.6)),
    };
  });
}
