import { bookKinds } from './book-figures';
import type { Kinds } from './figure';
import { invoiceFigures } from './invoice-figures';
import { lineFigures } from './line-figures';

/** Rules for figures of billing: lines, invoices, numbering, profiles, payments. */
export const billingFigures: Kinds = { ...lineFigures, ...invoiceFigures, ...bookKinds };
