import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { converter, wireJsonSchema, wireName } from './wire';

const Tier = z.strictObject({
  upToAmount: z.string().optional(),
  flatPrice: z.strictObject({ type: z.literal('flat'), amount: z.string() }).optional(),
});
const Price = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('flat'), amount: z.string() }),
  z.strictObject({ type: z.literal('graduated'), tiers: z.array(Tier) }),
]);
const Card = z.strictObject({
  billingCadence: z.string().nullable().optional(),
  price: Price,
  labels: z.record(z.string(), z.string()).default({}),
  config: z.any(),
  filter: z.union([z.string(), z.strictObject({ startsWith: z.string() })]).optional(),
});

describe('the wire', () => {
  it('converts declared names both ways and leaves the keys of maps and free data alone', () => {
    const code = {
      billingCadence: 'P1M',
      price: { type: 'graduated', tiers: [{ upToAmount: '5', flatPrice: { type: 'flat', amount: '1' } }] },
      labels: { costCentre: 'a', cost_centre: 'b' },
      config: { maxItems: 1, max_items: 2 },
      filter: { startsWith: 'x' },
    };
    const wire = {
      billing_cadence: 'P1M',
      price: { type: 'graduated', tiers: [{ up_to_amount: '5', flat_price: { type: 'flat', amount: '1' } }] },
      labels: { costCentre: 'a', cost_centre: 'b' },
      config: { maxItems: 1, max_items: 2 },
      filter: { starts_with: 'x' },
    };
    expect(converter(Card).toWire(code)).toEqual(wire);
    expect(converter(Card).fromWire(wire)).toEqual(code);
  });

  it('hands an undeclared name on, so that the strict shape refuses it by that name', () => {
    const parsed = Card.safeParse(converter(Card).fromWire({ price: { type: 'flat', amount: '1', up_to: 1 }, config: null }));
    expect(parsed.error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['up_to'] });
  });

  it('keeps a member named __proto__ a member', () => {
    const wire = JSON.parse('{"labels": {"__proto__": "x"}}');
    expect(Object.getOwnPropertyNames((converter(Card).fromWire(wire) as { labels: object }).labels)).toEqual(['__proto__']);
  });

  it('follows a shape that contains itself', () => {
    const Filter: z.ZodType = z.lazy(() => z.strictObject({ notEqual: z.string().optional(), and: z.array(Filter).optional() }));
    const wire = { and: [{ not_equal: 'a' }, { and: [{ not_equal: 'b' }] }] };
    expect(converter(Filter).fromWire(wire)).toEqual({ and: [{ notEqual: 'a' }, { and: [{ notEqual: 'b' }] }] });
  });

  it('takes the option of a union that knows the names of the value', () => {
    const Choice = z.union([z.strictObject({ id: z.string() }), z.strictObject({ byName: z.strictObject({ fullName: z.string() }) })]);
    expect(converter(Choice).fromWire({ by_name: { full_name: 'a' } })).toEqual({ byName: { fullName: 'a' } });
    expect(converter(Choice).toWire({ byName: { fullName: 'a' } })).toEqual({ by_name: { full_name: 'a' } });
  });

  it('is undone by its opposite for every JSON value of the shape', () => {
    const value = fc.record({
      price: fc.constant({ type: 'flat', amount: '1' }),
      labels: fc.dictionary(fc.string(), fc.string()),
      config: fc.jsonValue(),
    });
    fc.assert(
      fc.property(value, (v) => {
        expect(converter(Card).fromWire(converter(Card).toWire(v))).toEqual(v);
      }),
    );
  });

  it('renames properties and required names in a JSON schema, and nothing else', () => {
    const json = { properties: { upTo: { type: 'string', default: 'aB' } }, required: ['upTo'], enum: ['inAdvance'] };
    expect(wireJsonSchema(json)).toEqual({
      properties: { up_to: { type: 'string', default: 'aB' } },
      required: ['up_to'],
      enum: ['inAdvance'],
    });
  });

  it('lets no name of code in, not even beside the right one, and tells a refusal by the name that was sent', () => {
    const slipped = Card.safeParse(
      converter(Card).fromWire({ price: { type: 'flat', amount: '1' }, billing_cadence: 'P1M', billingCadence: 'P1Y' }),
    );
    const issue = slipped.error?.issues.find(({ code }) => code === 'unrecognized_keys');
    expect(issue).toMatchObject({ code: 'unrecognized_keys', path: [] });
    expect((issue as z.core.$ZodIssueUnrecognizedKeys).keys.map(wireName)).toEqual(['billingCadence']);
  });
});
