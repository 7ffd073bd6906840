import type { Kinds } from './figure';

/** Rules for figures of revenue: MRR, movements, retention, earned, forecast. */
export const revenueFigures: Kinds = {};
