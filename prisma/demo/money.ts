import type { CreateTaxCodeRequest } from '@/lib/catalog/tax-code';

/** The first is the default of what is invoiced, the second of credits that are granted. */
export const TAX_CODES: CreateTaxCodeRequest[] = [
  { key: 'saas', name: 'Software as a service', appMappings: [{ appType: 'stripe', taxCode: 'txcd_10103001' }] },
  { key: 'prepaid_credit', name: 'Prepaid credit', appMappings: [{ appType: 'stripe', taxCode: 'txcd_10502000' }] },
];

/** A currency of the company's own, with what one unit was worth over time, by the months before this month. */
export const CREDITS = {
  code: 'CREDITS',
  name: 'Parallax credits',
  symbol: '◇',
  precision: 2,
  worth: [
    { monthsAgo: 14, fiatCode: 'USD', rate: '0.01' },
    { monthsAgo: 4, fiatCode: 'USD', rate: '0.012' },
  ],
};
