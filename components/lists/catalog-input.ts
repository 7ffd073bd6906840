import type { listFeatures, searchFeatures } from '@/lib/api/catalog/features';
import type { listCustomers } from '@/lib/api/metering/customers';
import type { listEvents } from '@/lib/api/metering/events';
import type { listMeters, searchMeters } from '@/lib/api/metering/meters';
import type { CallOf } from '@/lib/api/operation';
import { type Paged, pagedQuery } from './paged-input';

// Forms offer all meters and features to choose from; their lists are searched by the server.
const ALL = 1000;

export const ALL_METERS: CallOf<typeof listMeters> = { query: { page: { size: ALL }, sort: 'name' } };
export const ALL_FEATURES: CallOf<typeof listFeatures> = { query: { page: { size: ALL }, sort: 'name' } };

/** One page of the features as their list stands in the URL. */
export const featurePage = (list: Paged): CallOf<typeof searchFeatures> =>
  pagedQuery(list, { name: ['name'], key: ['key'], meter: ['meter_name', 'name'] });
/** One page of the meters as their list stands in the URL. */
export const meterPage = (list: Paged): CallOf<typeof searchMeters> =>
  pagedQuery(list, {
    name: ['name'],
    key: ['key'],
    measure: ['aggregation', 'value_property'],
    event_type: ['event_type', 'name'],
    created: ['created_at'],
  });

/** The newest events, to take examples and the names of types and sources from. */
export const RECENT_EVENTS: CallOf<typeof listEvents> = { query: { page: { size: 100 } } };

/** The first thousand customers, to name those that figures and events carry only by id. */
export const NAMED_CUSTOMERS: CallOf<typeof listCustomers> = { query: { page: { size: ALL }, sort: 'name' } };

export const LATEST_SHOWN = 8;

/** The newest events of one type, as a meter's page shows them. */
export const latestOfType = (eventType: string): CallOf<typeof listEvents> => ({
  query: { page: { size: LATEST_SHOWN }, filter: { type: eventType } },
});

export const NEWEST_LOOKED_AT = 100;

/** The newest events of one type, to see how many of them a filter takes. */
export const newestOfType = (eventType: string): CallOf<typeof listEvents> => ({
  query: { page: { size: NEWEST_LOOKED_AT }, filter: { type: eventType } },
});
