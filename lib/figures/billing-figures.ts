import type { Kinds } from './figure';

/** Rules for figures of billing: lines, invoices, numbering, profiles, payments. */
export const billingFigures: Kinds = {};
