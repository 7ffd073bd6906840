import type { Operation } from './operation';

/**
 * Every status that an operation may answer with, in order: its success, what follows from its shape, and what it declares besides.
 * 409: someone did the same at the same moment, or the Idempotency-Key was used for another request. 503: the database cannot be reached.
 */
export function statusesOf(op: Pick<Operation, 'method' | 'permission' | 'params' | 'body' | 'status' | 'refusals'>): number[] {
  const writes = op.method !== 'get';
  const statuses = [
    ...[op.status, 400, 503],
    ...(op.permission === 'none' ? [] : [401, 403]),
    ...(op.params ? [404] : []),
    ...(writes ? [409] : []),
    ...(writes && op.params ? [412] : []),
    ...(op.body ? [413, 415] : []),
    ...op.refusals,
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}
