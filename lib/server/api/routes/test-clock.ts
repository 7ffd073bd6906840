import 'server-only';
import * as op from '@/lib/api/workspace/test-clock';
import { bind } from '@/lib/server/api/edge/edge';
import * as clock from '@/lib/server/clock/test-clock';

export const testClockRoutes = [
  bind(op.getTestClock, (ctx) => clock.getTestClock(ctx)),
  bind(op.setTestClock, (ctx, { body }) => clock.setTestClock(ctx, body)),
  bind(op.advanceTestClock, (ctx, { body }) => clock.advanceTestClock(ctx, body)),
  bind(op.cancelTestClock, (ctx) => clock.cancelTestClock(ctx)),
  bind(op.releaseTestClock, (ctx) => clock.releaseTestClock(ctx)),
];
