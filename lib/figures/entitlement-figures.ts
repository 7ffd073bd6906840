import type { Kinds } from './figure';

/** Rules for figures of entitlements: access, balances, resets. */
export const entitlementFigures: Kinds = {};
