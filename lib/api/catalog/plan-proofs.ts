import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { Ulid } from '@/lib/fields';

const Proof = z
  .strictObject({
    sentence: z.string(),
    cards: z.int().min(0).meta({ description: 'How many rate cards it was tried on.' }),
    broken: z.string().nullable().meta({ description: 'The first counter-example; null when it held everywhere.' }),
  })
  .meta({ id: 'PlanInvariant' });

export const PlanProof = z
  .strictObject({ planId: Ulid, version: z.int(), seed: z.int(), holds: z.boolean(), invariants: z.array(Proof) })
  .meta({ id: 'PlanProof' });
export type PlanProof = z.infer<typeof PlanProof>;

export const getPlanProof = operation({
  id: 'get-plan-proof',
  method: 'get',
  path: `${V1}/plans/{planId}/proof`,
  tag: 'Plans',
  summary: 'Every invariant of rating, tried on the rate cards of a version',
  permission: 'catalog:read',
  params: z.strictObject({ planId: Ulid }),
  query: z.strictObject({ seed: z.int().min(1).max(999_999_999).optional() }),
  result: PlanProof,
});
