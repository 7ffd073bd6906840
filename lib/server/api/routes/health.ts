import 'server-only';
import { z } from 'zod';
import { operation } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import { bindOpen } from '@/lib/server/api/edge/edge';
import { pool } from '@/lib/server/core/db';

const Health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

const live = operation({
  id: 'get-liveness',
  method: 'get',
  path: '/api/health/live',
  tag: 'Health',
  summary: 'Is the process alive?',
  permission: 'none',
  result: Health,
});
const ready = operation({
  id: 'get-readiness',
  method: 'get',
  path: '/api/health/ready',
  tag: 'Health',
  summary: 'Can it serve requests, database included?',
  permission: 'none',
  result: Health,
});

export const healthRoutes = [
  bindOpen(live, async () => ({ status: 'ok' as const })),
  bindOpen(ready, async () => {
    await pool('health')
      .query('SELECT 1 FROM workspaces LIMIT 1')
      .catch((cause: unknown) => {
        throw problem('unavailable', 'The database does not answer.', { cause, retryAfterSeconds: 2 });
      });
    return { status: 'ok' as const };
  }),
];
