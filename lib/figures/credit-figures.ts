import type { Kinds } from './figure';

/** Rules for figures of credits: the ledger, grants, settlement, thresholds. */
export const creditFigures: Kinds = {};
