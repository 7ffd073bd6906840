import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { jsonText, parseJson } from '@/lib/exact-json';
import { catalogDocument } from './arbitrary-document';
import { canonical } from './canonical';
import { CatalogDocument, DocumentPlan, EMPTY_DOCUMENT } from './document';
import { normalDocument } from './document-of';
import { documentText, readText } from './document-text';

function parsed(text: string): CatalogDocument {
  const { read, faults } = readText(text);
  if (!read) throw new Error(JSON.stringify(faults));
  return CatalogDocument.parse(read.value);
}

describe('a catalog as a text', () => {
  test('is read as what it was written from, and written again byte for byte', () => {
    fc.assert(
      fc.property(catalogDocument, (written) => {
        const document = CatalogDocument.parse(written); // decimals in their one spelling, as they are stored
        const text = documentText(document);
        const read = parsed(text);
        expect(read).toEqual(CatalogDocument.parse(normalDocument(document)));
        expect(documentText(read)).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  test('is the same whatever order it was written in', () => {
    const turned = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;
    fc.assert(
      fc.property(catalogDocument, (document) => {
        const other = turned({ ...document, meters: document.meters.toReversed(), plans: document.plans.toReversed().map(turned) });
        expect(documentText(other)).toBe(documentText(document));
      }),
      { numRuns: 50 },
    );
  });

  test('says the same to a reader of YAML 1.1, to whom yes, no and on are truth values, and dates and 1:30 are no texts', () => {
    const names = [
      'yes',
      'No',
      'ON',
      'off',
      'y',
      'n',
      'Y',
      'N',
      'true',
      'Null',
      '~',
      '1:30',
      '12_000',
      '0o17',
      '0x1F',
      '017',
      '.5',
      '1e3',
      '2026-11-01',
      '=',
      '<<',
    ];
    const labels = Object.fromEntries(names.map((name) => [name, name]));
    const meters = names.map((name, i) => ({ key: `m${i}`, name, labels, aggregation: 'count' as const, eventType: name }));
    const text = documentText({ ...EMPTY_DOCUMENT, meters });
    const older = parseYaml(text, { version: '1.1' });
    expect(older).toEqual(parseYaml(text));
    expect(older.meters.map(({ name }: { name: unknown }) => name).sort()).toEqual(names.toSorted());
    fc.assert(
      fc.property(catalogDocument, (document) => {
        expect(parseYaml(documentText(document), { version: '1.1' })).toEqual(parseYaml(documentText(document)));
      }),
      { numRuns: 20 },
    );
  });

  test('keeps every digit of a configuration', () => {
    const json = '{"id":9007199254740993,"share":0.1234567890123456789,"far":-1e400,"list":[12345678901234567890,1.5]}';
    const card = {
      key: 'a',
      name: 'A',
      price: { type: 'free' as const },
      entitlement: { type: 'static' as const, config: parseJson(json) },
    };
    const plan = { key: 'p', name: 'P', currency: 'USD', billingCadence: 'P1M', phases: [{ key: 'a', name: 'A', rateCards: [card] }] };
    const text = documentText({ ...EMPTY_DOCUMENT, plans: [DocumentPlan.parse(plan)] });
    for (const digits of ['9007199254740993', '0.1234567890123456789', '-1e400', '12345678901234567890'])
      expect(text).toMatch(`${digits}\n`);
    const entitlement = parsed(text).plans[0]?.phases[0]?.rateCards[0]?.entitlement;
    expect(entitlement?.type === 'static' && jsonText(canonical(entitlement.config))).toBe(jsonText(canonical(parseJson(json))));
  });

  test('reads JSON as well', () => {
    expect(parsed('{"meters": [{"key": "a", "name": "A", "aggregation": "count", "event_type": "e"}]}').meters).toHaveLength(1);
    expect(parsed('{}')).toEqual(EMPTY_DOCUMENT);
  });

  test('keeps every digit of an amount that stands without quotation marks', () => {
    const amount = (text: string) =>
      parsed(`features: [{key: a, name: A, unit_cost: {type: manual, amount: ${text}}}]`).features[0]?.unitCost;
    for (const [written, digits] of [
      ['0.10', '0.1'],
      ['007', '7'],
      ['0.000000000000000001', '0.000000000000000001'],
      ['123456789012345678901234.50', '123456789012345678901234.5'],
      ['-1.0', '-1'],
    ] as const)
      expect(amount(written)).toMatchObject({ amount: digits });
    expect(parsed('features: [{key: 2024, name: 1.0, labels: {size: 1.50, on: true}}]').features[0]).toMatchObject({
      key: '2024',
      name: '1.0',
      labels: { size: '1.50', on: 'true' },
    });
  });
});

describe('a text that is no catalog', () => {
  test.each([
    ['meters:\n  - key: a\n   name: A\n', 3],
    ['meters: [\n  {key: a}\n', 3],
    ['plans:\n\t- key: a\n', 2],
    ['meters: []\nmeters: []\n', 2],
    ['name: "no end\n', 2],
  ])('is told with the line of the fault: %j', (text, line) => {
    const { faults } = readText(text);
    expect(faults?.[0]?.line).toBe(line);
    expect(faults?.[0]?.message).toMatch(/^[A-Z].*\.$/);
  });

  test('is refused when parts of it stand elsewhere', () => {
    expect(readText('a: &x [1]\nb: *x\n').faults?.[0]?.message).toMatch('anchors and aliases');
  });

  test('is refused rather than overflow, however deep it goes', () => {
    expect(readText('['.repeat(100_000)).faults?.length).toBeGreaterThan(0);
  });

  test('whatever it is, is read or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]{}:,-? \n\t"\'&*!|>#%@ab1.0') }), (text) => {
        const { read, faults } = readText(text);
        expect(Boolean(read) !== Boolean(faults)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('its parts are found by their paths, and missing ones where they should be', () => {
    const { read } = readText(
      'plans:\n  - key: pro\n    phases:\n      - key: main\n        rate_cards:\n          - key: fee\n            price: {}\n',
    );
    expect(read?.placeOf(['plans', 0, 'phases', 0, 'rateCards', 0, 'price'])).toEqual({ line: 7, column: 20 });
    expect(read?.placeOf(['plans', 0, 'phases', 0, 'rateCards', 0, 'price', 'amount'])).toEqual({ line: 7, column: 20 });
    expect(read?.placeOf(['meters', 3, 'key'])).toEqual({ line: 1, column: 1 });
  });
});
