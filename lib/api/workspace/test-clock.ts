import { z } from 'zod';
import { operation, V1 } from '@/lib/api/operation';
import { DateTime } from '@/lib/fields';

const tag = 'Test clock';
const permission = 'workspace:manage';

/** Longest advance, in days: ten years. */
export const ADVANCE_DAYS_MAX = 3_653;

/** The clock of a sandbox workspace. It stands still until it is advanced. */
export const TestClock = z
  .strictObject({
    /** Current instant of the clock. */
    at: DateTime,
    status: z.enum(['standing', 'advancing', 'cancelling']),
    /** Target and start of the running advance. */
    target: DateTime.optional(),
    startedFrom: DateTime.optional(),
    /** Number of pieces of work done during the advance. */
    done: z.int(),
    /** Why the last advance stopped before its end. */
    error: z.string().optional(),
  })
  .meta({ id: 'TestClock' });
export type TestClock = z.infer<typeof TestClock>;

export const getTestClock = operation({
  id: 'get-test-clock',
  method: 'get',
  path: `${V1}/test-clock`,
  tag,
  summary: 'Get the test clock of a sandbox workspace; 404 where the wall clock counts',
  permission: 'catalog:read',
  result: TestClock,
  refusals: [404],
});

export const SetTestClockRequest = z.strictObject({ at: DateTime }).meta({ id: 'SetTestClockRequest' });

export const setTestClock = operation({
  id: 'set-test-clock',
  method: 'put',
  path: `${V1}/test-clock`,
  tag,
  summary: 'Give a sandbox workspace a test clock that stands at an instant',
  permission,
  body: SetTestClockRequest,
  result: TestClock,
});

export const AdvanceTestClockRequest = z.strictObject({ to: DateTime }).meta({ id: 'AdvanceTestClockRequest' });

export const advanceTestClock = operation({
  id: 'advance-test-clock',
  method: 'post',
  path: `${V1}/test-clock/advance`,
  tag,
  summary: 'Move the test clock forward and do, in the order of time, everything that falls due on the way',
  permission,
  body: AdvanceTestClockRequest,
  result: TestClock,
  status: 202,
  refusals: [404],
});

export const cancelTestClock = operation({
  id: 'cancel-test-clock',
  method: 'post',
  path: `${V1}/test-clock/cancel`,
  tag,
  summary: 'Stop advancing after the piece of work under way; the clock stays where it is then',
  permission,
  result: TestClock,
  refusals: [404],
});

export const releaseTestClock = operation({
  id: 'release-test-clock',
  method: 'post',
  path: `${V1}/test-clock/release`,
  tag,
  summary: 'Let the workspace go on by the wall clock, once its test clock has reached the present',
  permission,
  refusals: [404],
});
