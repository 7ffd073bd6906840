import { z } from 'zod';
import { type Currency, findFiatCurrency } from '@/lib/currency';
import { CurrencyCode } from '@/lib/currency-code';
import { DateTime, readOnly, Ulid } from '@/lib/fields';
import { pageOf } from '@/lib/paging';
import { critical, type Issue } from '@/lib/problem';
import { CostBasis } from './cost-basis';

/** The code of a currency of one's own, such as CREDITS. Longer than three letters, so that it is never taken for money. */
export const BillingCurrencyCodeCustom = z
  .string()
  .min(4)
  .max(24)
  .refine((code) => code.trim() === code, 'must not be blank, or begin or end with a blank')
  .meta({ id: 'BillingCurrencyCodeCustom' });

/** A currency something is priced in: money, or a currency of one's own. */
export const BillingCurrencyCode = z.union([CurrencyCode, BillingCurrencyCodeCustom]).meta({ id: 'BillingCurrencyCode' });

export const CurrencyType = z.enum(['fiat', 'custom']).meta({ id: 'BillingCurrencyType' });

const written = {
  name: z.string().min(1).max(256),
  symbol: z.string().min(1).optional(),
  precision: z.int().meta({ format: 'uint32' }),
  decimalMark: z.string().min(1).max(1),
  thousandSeparator: z.string().min(1).max(1),
};

/** Money, as ISO 4217 knows it. */
export const FiatCurrency = z
  .strictObject({ type: readOnly(z.literal('fiat')), ...written, code: readOnly(CurrencyCode) })
  .meta({ id: 'BillingCurrencyFiat' });
export type FiatCurrency = z.infer<typeof FiatCurrency>;

/** A currency of the workspace's own, such as credits; what it is worth stands in its cost bases. */
export const CustomCurrency = z
  .strictObject({
    type: readOnly(z.literal('custom')),
    ...written,
    id: readOnly(Ulid),
    code: BillingCurrencyCodeCustom,
    createdAt: readOnly(DateTime),
    costBasis: readOnly(z.array(CostBasis)).optional(),
  })
  .meta({ id: 'BillingCurrencyCustom' });
export type CustomCurrency = z.infer<typeof CustomCurrency>;

export const BillingCurrency = z.discriminatedUnion('type', [FiatCurrency, CustomCurrency]).meta({ id: 'BillingCurrency' });
export type BillingCurrency = z.infer<typeof BillingCurrency>;

export const CreateCurrencyCustomRequest = z
  .strictObject({ ...written, code: BillingCurrencyCodeCustom })
  .meta({ id: 'CreateCurrencyCustomRequest' });
export type CreateCurrencyCustomRequest = z.infer<typeof CreateCurrencyCustomRequest>;

export const BillingCurrencyExpand = z.enum(['cost_basis']).meta({ id: 'BillingCurrencyExpand' });

export const CurrencyPagePaginatedResponse = pageOf(BillingCurrency, 'CurrencyPagePaginatedResponse');

export const PRECISION_MAX = 12;

/** Returns the issues of a currency of one's own. Rules of the reference; the marks must differ, or amounts could be read in two ways. */
export function customCurrencyIssues(currency: CreateCurrencyCustomRequest): Issue[] {
  const issues: Issue[] = [];
  if (!isCustomCurrencyCode(currency.code)) {
    issues.push(critical(['code'], 'currency_invalid', 'A code takes 4 to 24 characters without "|", such as CREDITS.'));
  }
  if (currency.precision < 0 || currency.precision > PRECISION_MAX) {
    const message = `Amounts have between 0 and ${PRECISION_MAX} digits after the point.`;
    issues.push(critical(['precision'], 'currency_precision_out_of_range', message, { minimum: 0, maximum: PRECISION_MAX }));
  }
  if (currency.decimalMark === currency.thousandSeparator) {
    const message = 'The decimal mark and the mark between thousands must differ.';
    issues.push(critical(['thousandSeparator'], 'currency_marks_equal', message));
  }
  return issues;
}

/** Is this the code of a currency of one's own, rather than of money? Three letters are reserved for money. */
export function isCustomCurrencyCode(code: string): boolean {
  return BillingCurrencyCodeCustom.safeParse(code).success && !code.includes('|');
}

/** Is this a currency we can price in: known to ISO 4217, or of the form of a custom code? */
export function isCurrencyCode(code: string): boolean {
  return findFiatCurrency(code) !== null || isCustomCurrencyCode(code);
}

/** The currency of a code for writing amounts. A currency of one's own that is not among `custom` is written with the digits it has. */
export function displayCurrency(code: string, custom: readonly Currency[] = []): Currency {
  return findFiatCurrency(code) ?? custom.find((currency) => currency.code === code) ?? { code, precision: 0 };
}
