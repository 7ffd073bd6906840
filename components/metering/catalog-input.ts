import type { listFeatures } from '@/lib/api/features';
import type { listMeters } from '@/lib/api/meters';
import type { CallOf } from '@/lib/api/operation';

// Meters and features are at most a few hundred: they are read whole, so that search and sort answer at once.
const ALL = 1000;

export const ALL_METERS: CallOf<typeof listMeters> = { query: { page: { size: ALL }, sort: 'name' } };
export const ALL_FEATURES: CallOf<typeof listFeatures> = { query: { page: { size: ALL }, sort: 'name' } };
