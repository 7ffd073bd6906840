import { expect, it } from 'vitest';
import { problemResponse } from '@/lib/server/api/edge/problem-response';
import { awayReason } from './sql-state';

const prisma = (code: string) => ({ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: code } } } });

it.each([
  ...[
    '53100',
    '53200',
    '53300',
    '57P01',
    '57P02',
    '57P03',
    '57014',
    '58030',
    '58P01',
    '08000',
    '08003',
    '08006',
    'ECONNREFUSED',
    'ENOSPC',
  ].map((code) => ({ code })),
  ...['53100', '08001', '57P01'].map(prisma),
  ...['P1001', 'P2024', 'P2028', 'P2037'].map((code) => ({ code })),
  { code: 'P1001', meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } } },
  new Error('timeout exceeded when trying to connect'),
  new Error('Connection terminated unexpectedly'),
  new Error('a query failed', { cause: { code: '53100' } }),
])('a database that cannot work now is answered 503 and asked again: %o', async (error) => {
  const response = problemResponse(error, 'r');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect((await response.json()).detail).toContain('Try again shortly.');
});

it.each([{ code: '42P01' }, { code: '22012' }, new Error('broken'), null])('what is no such fault is none: %o', (error) => {
  expect(awayReason(error)).toBeUndefined();
});
