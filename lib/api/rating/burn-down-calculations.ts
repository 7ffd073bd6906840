import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime, Duration, mapOf } from '@/lib/fields';
import { Numeric } from '@/lib/pricing/numeric';

const Amounts = mapOf(Numeric, 100);

const CalculatedGrant = z
  .strictObject({
    id: z.string().min(1).max(64),
    amount: Numeric,
    priority: z.int().min(1).max(1000).default(10).meta({ description: '1 is used before 2.' }),
    effectiveAt: DateTime,
    createdAt: DateTime.optional(),
    expiresAt: DateTime.optional(),
    voidedAt: DateTime.optional(),
    recurrence: z
      .strictObject({ interval: Duration, anchor: DateTime })
      .optional()
      .meta({ description: 'The balance is full again at every anchor + n × interval.' }),
    minRollover: Numeric.optional(),
    maxRollover: Numeric.optional(),
  })
  .meta({ id: 'CalculatedGrant' });

/** Grants and the usage that burns them, all given: nothing stored is read. */
export const BurnDownCalculationRequest = z
  .strictObject({
    aggregation: z
      .enum(['sum', 'count', 'unique_count', 'latest'])
      .default('sum')
      .meta({ description: 'How events count: their values added up, their number, their distinct values, or the last value.' }),
    grants: z.array(CalculatedGrant).max(100),
    events: z
      .array(z.strictObject({ at: DateTime, value: z.string().min(1).max(256).optional() }))
      .max(1_000)
      .meta({ description: 'In any order. The value is a decimal, but for distinct counts, where any text tells two apart.' }),
    from: DateTime,
    to: DateTime,
    resets: z.array(DateTime).max(400).optional().meta({ description: 'When a usage period ends and the next begins.' }),
    preserveOverage: z.boolean().default(false).meta({ description: 'Pay overage of a usage period from what the next one begins with.' }),
    timeZone: z.string().min(1).max(64).default('UTC'),
  })
  .meta({ id: 'BurnDownCalculationRequest' });
export type BurnDownCalculationRequest = z.infer<typeof BurnDownCalculationRequest>;

const Snapshot = z
  .strictObject({
    at: DateTime,
    periodStart: DateTime.optional(),
    balances: Amounts,
    burned: Amounts.optional(),
    overage: Numeric,
    usage: Numeric,
    grantUsage: Numeric,
  })
  .meta({ id: 'BalanceSnapshot' });

const Segment = z
  .strictObject({
    kind: z.enum(['usage', 'reset', 'end']),
    from: DateTime,
    to: DateTime,
    usage: Numeric,
    balanceAtStart: Amounts,
    overageAtStart: Numeric,
    burned: z.array(z.strictObject({ id: z.string(), amount: Numeric })).meta({ description: 'In burn order.' }),
    overage: Numeric,
  })
  .meta({ id: 'BurnDownSegment' });

export const BurnDownCalculation = z
  .strictObject({ balance: Numeric, end: Snapshot, segments: z.array(Segment) })
  .meta({ id: 'BurnDownCalculation' });
export type BurnDownCalculation = z.infer<typeof BurnDownCalculation>;

export const createBurnDownCalculation = operation({
  id: 'create-burn-down-calculation',
  method: 'post',
  path: `${V1}/price-calculations/burn-down`,
  tag: 'Previews',
  summary: 'What is left of grants after usage you give, segment by segment',
  permission: 'previews:run',
  body: BurnDownCalculationRequest,
  result: BurnDownCalculation,
});
