import 'server-only';
import type { z } from 'zod';
import type { PlanDiff } from '@/lib/api/catalog/plan-versions';
import type { Difference } from '@/lib/catalog/diff/diff-sentences';
import { converter, snake } from '@/lib/wire';
import { elementOf, memberOf } from '@/lib/wire-path';

/** A difference with field names as the wire has them, in its path and in what it holds. Keys of phases and cards are not field names. */
export function wireDifference(root: z.ZodType, { path, before, after, ...rest }: Difference): PlanDiff['changes'][number] {
  const steps: (string | number)[] = [];
  let schema: z.core.$ZodType | undefined = root;
  for (const step of path) {
    const member: z.core.$ZodType | undefined = typeof step === 'string' ? memberOf(schema, step) : undefined;
    steps.push(member ? snake(String(step)) : step);
    schema = member ?? elementOf(schema);
  }
  const write = (value: unknown) => (schema ? converter(schema).toWire(value) : value);
  return {
    ...rest,
    path: steps,
    ...(before !== undefined && { before: write(before) }),
    ...(after !== undefined && { after: write(after) }),
  };
}
