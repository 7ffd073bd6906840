import { customerFigures } from './customer-figures';
import type { Kinds } from './figure';
import { forecastFigures } from './forecast-figures';
import { ledgerFigures } from './ledger-figures';
import { recurringFigures } from './recurring-figures';
import { testFigures } from './test-figures';

/** Rules for figures of revenue: MRR, movements, retention, earned, forecast. */
export const revenueFigures: Kinds = { ...recurringFigures, ...customerFigures, ...ledgerFigures, ...forecastFigures, ...testFigures };
