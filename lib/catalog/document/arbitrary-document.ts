import fc from 'fast-check';
import { amount, price } from '@/lib/catalog/testing/arbitrary-plan';
import type {
  CatalogDocument,
  DocumentAddOn,
  DocumentCurrency,
  DocumentFeature,
  DocumentLlmOverride,
  DocumentMeter,
  DocumentPlan,
  DocumentRateCard,
  DocumentTaxCode,
  DocumentTaxDefault,
} from './document';

// Whole catalogs that can be applied to an empty workspace, for property tests. Drafts in them may carry warnings, never critical faults.

/** Texts that a file must quote, fold or escape to keep them. */
const words = fc.oneof(
  fc.constantFrom(
    'Pro',
    'yes',
    'null',
    '0.10',
    '1e3',
    '- a',
    '# no comment',
    'a: b',
    ' padded ',
    "it's",
    '"quoted"',
    'größer',
    '日本語',
    '🙂',
  ),
  fc.constantFrom(
    'two\nlines',
    'ends with a line\n',
    '\n\nbegins with lines',
    'tab\there',
    'trailing \n space',
    '|',
    '>',
    '~',
    '{}',
    '[]',
    '2026-11-01',
  ),
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
);
const labels = fc.option(
  fc.dictionary(fc.constantFrom('team', 'true', '1', 'name', 'unit_price'), fc.constantFrom('a', '0.10', 'yes'), { maxKeys: 3 }),
  { nil: undefined },
);
const description = fc.option(words, { nil: undefined });
const described = { name: words, description, labels };

const currencies: fc.Arbitrary<DocumentCurrency[]> = fc.tuple(
  fc.record({
    key: fc.constant('CREDITS'),
    name: words,
    symbol: fc.constantFrom('₵', undefined),
    precision: fc.constantFrom(0, 2),
    decimalMark: fc.constant('.'),
    thousandSeparator: fc.constantFrom(',', ' ', "'"),
    costBases: fc.subarray([
      { fiatCode: 'USD', rate: '0.010', effectiveFrom: '2026-01-01T00:00:00Z' },
      { fiatCode: 'EUR', rate: '1', effectiveFrom: '2026-01-01T01:00:00+01:00', effectiveTo: '2027-01-01T00:00:00Z' },
      { fiatCode: 'USD', rate: '0.02', effectiveFrom: '2030-01-01T00:00:00.000Z' },
    ]),
  }),
);

const taxCodes: fc.Arbitrary<DocumentTaxCode[]> = fc.tuple(
  fc.record({
    key: fc.constant('saas'),
    ...described,
    appMappings: fc.subarray([
      { appType: 'stripe' as const, taxCode: 'txcd_10000000' },
      { appType: 'sandbox' as const, taxCode: '0123' },
    ]),
  }),
);

const taxDefaults: fc.Arbitrary<DocumentTaxDefault[]> = fc.constantFrom<DocumentTaxDefault[]>(
  [],
  [
    { key: 'invoicing', taxCode: 'saas' },
    { key: 'credit_grant', taxCode: 'saas' },
  ],
);

/** Names that a key must escape to keep them. */
const modelKeys = fc.subarray(['openai/gpt-5', 'a%2Fb, 100%25/meta-llama/L%2C1'.replace(',', '%2C'), 'Größer & co/日本 :8b#']);
const llmOverrides: fc.Arbitrary<DocumentLlmOverride[]> = modelKeys
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({
          key: fc.constant(key),
          overrides: fc
            .subarray(['2026-01-01T00:00:00Z', '2026-03-01T01:00:00+01:00', '2030-01-01T00:00:00.000Z'], { minLength: 1 })
            .chain((starts) =>
              fc.tuple(
                ...starts.map((effectiveFrom) =>
                  fc.record({
                    name: words.filter((name) => name.trim() !== ''),
                    pricing: fc.record(
                      { inputPerToken: amount, outputPerToken: fc.constantFrom('0.00001', '0.000010'), cacheReadPerToken: amount },
                      { requiredKeys: ['inputPerToken', 'outputPerToken'] },
                    ),
                    currency: fc.constant('USD'),
                    effectiveFrom: fc.constant(effectiveFrom),
                    effectiveTo: fc.constantFrom(undefined, '2031-01-01T00:00:00Z'),
                  }),
                ),
              ),
            ),
        }),
      ),
    ),
  )
  .map((list): DocumentLlmOverride[] => [...list]);

const METERED = ['tokens', 'requests', 'seats'] as const;
const UNMETERED = ['sso', 'audit_log'] as const;

const meters: fc.Arbitrary<DocumentMeter[]> = fc.tuple(
  ...METERED.map((key) =>
    fc.record(
      {
        key: fc.constant(key),
        ...described,
        aggregation: fc.constantFrom('sum' as const, 'unique_count' as const, 'latest' as const),
        eventType: fc.constantFrom('request', 'llm.usage', '1.0'),
        valueProperty: fc.constantFrom('$.n', "$['two words']"),
        dimensions: fc.constantFrom<Record<string, string>[]>({}, { model: '$.model' }, { model: '$.model', region: '$.a.b' }),
        eventsFrom: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00.000500Z'),
      },
      { requiredKeys: ['key', 'name', 'aggregation', 'eventType', 'valueProperty'] },
    ),
  ),
);

const unitCost = fc.option(
  fc.oneof(
    amount.map((value) => ({ type: 'manual' as const, amount: value })),
    fc.constant({ type: 'llm' as const, provider: 'openai', model: 'gpt', tokenType: 'input' as const }),
  ),
  { nil: undefined },
);
const features: fc.Arbitrary<DocumentFeature[]> = fc.tuple(
  ...METERED.map((key) =>
    fc.record({ key: fc.constant(key), ...described, meter: fc.constant({ key, filters: { subject: { eq: 'no' } } }), unitCost }),
  ),
  ...UNMETERED.map((key) => fc.record({ key: fc.constant(key), ...described })),
);

const card = (key: string): fc.Arbitrary<DocumentRateCard> => {
  const isFeature = [...METERED, ...UNMETERED].some((feature) => feature === key);
  return fc.record(
    {
      key: fc.constant(key),
      ...described,
      feature: fc.constant(isFeature ? key : undefined),
      price,
      currency: fc.constant('CREDITS'),
      taxConfig: fc.record({ behavior: fc.constantFrom('inclusive' as const, 'exclusive' as const), code: fc.constant('saas') }),
      billingCadence: fc.constantFrom('P1M', 'P1Y'),
      unitConfig: fc.record({
        operation: fc.constantFrom('divide' as const, 'multiply' as const),
        conversionFactor: fc.constantFrom('1000', '1000000.0', '1.20'),
        rounding: fc.constantFrom('ceiling' as const, 'none' as const),
        precision: fc.constant(0),
      }),
      commitments: fc.record(
        { minimumAmount: fc.constantFrom('1', '2.50'), maximumAmount: fc.constantFrom('100', '100.00') },
        { requiredKeys: [] },
      ),
      discounts: fc.record({ percentage: fc.constantFrom(0, 12.5, 100), usage: amount }, { requiredKeys: [] }),
      entitlement: fc.oneof(
        fc.constant({ type: 'boolean' as const }),
        fc.constantFrom([], 'text', { z: 1, a: [null, 1.5, '0.10'] }).map((config) => ({ type: 'static' as const, config })),
        fc.record({ type: fc.constant('metered' as const), isSoftLimit: fc.boolean(), limit: fc.constantFrom(0, 0.5, 1e21) }),
      ),
    },
    { requiredKeys: ['key', 'name', 'price', 'feature'] },
  );
};
const cards = fc
  .shuffledSubarray(['fee', 'support', ...METERED, ...UNMETERED])
  .chain((keys) => fc.tuple(...keys.map(card)))
  .map((list): DocumentRateCard[] => [...list]);

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'CREDITS');

const addons: fc.Arbitrary<DocumentAddOn[]> = fc
  .shuffledSubarray(['more_seats', 'priority'])
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        fc.record({
          key: fc.constant(key),
          ...described,
          instanceType: fc.constantFrom('single' as const, 'multiple' as const),
          currency,
          rateCards: cards,
        }),
      ),
    ),
  )
  .map((list): DocumentAddOn[] => [...list]);

const isIn = (code: string, addOn: DocumentAddOn) =>
  addOn.currency === code && addOn.rateCards.every((rateCard) => (rateCard.currency ?? code) === code);

/** A plan in a currency that offers add-ons all in the same one. */
const planIn = (code: string, key: string, addOns: readonly DocumentAddOn[]): fc.Arbitrary<DocumentPlan> =>
  fc.record({
    key: fc.constant(key),
    ...described,
    currency: fc.constant(code),
    billingCadence: fc.constantFrom('P1M', 'P1Y'),
    proRatingEnabled: fc.boolean(),
    phases: fc
      .shuffledSubarray(['trial', 'ramp', 'standard'], { minLength: 1 })
      .chain((keys) =>
        fc.tuple(
          ...keys.map((phase) =>
            fc.record({ key: fc.constant(phase), ...described, duration: fc.constantFrom(undefined, 'P14D'), rateCards: cards }),
          ),
        ),
      )
      .map((list) => [...list]),
    addons: fc.shuffledSubarray(addOns.filter((a) => isIn(code, a)).map((a) => a.key)).chain((keys) =>
      fc
        .tuple(
          ...keys.map((addon) =>
            fc.record({
              ...described,
              addon: fc.constant(addon),
              fromPlanPhase: fc.constant('standard'),
              maxQuantity: fc.constantFrom(undefined, 3),
            }),
          ),
        )
        .map((list) => [...list]),
    ),
  });

/** A catalog of a currency, a tax code with defaults, prices of up to three models, three meters, five features and up to two add-ons and three plans. */
export const catalogDocument: fc.Arbitrary<CatalogDocument> = fc
  .tuple(currencies, taxCodes, taxDefaults, llmOverrides, meters, features, addons)
  .chain(([c, t, d, l, m, f, a]) =>
    fc
      .shuffledSubarray(['free', 'pro', 'team'])
      .chain((keys) => fc.tuple(...keys.map((key) => currency.chain((code) => planIn(code, key, a)))))
      .map(
        (plans): CatalogDocument => ({
          currencies: [...c],
          taxCodes: [...t],
          taxDefaults: d,
          llmOverrides: l,
          meters: [...m],
          features: [...f] as DocumentFeature[],
          addons: a,
          plans: [...plans],
        }),
      ),
  );
