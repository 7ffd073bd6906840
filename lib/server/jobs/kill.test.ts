import { expect, test } from 'vitest';
import { killWhileJobsRun } from '@/bench/fault-jobs-ground';

test('each effect is there exactly once when workers and the database are killed in the middle', { timeout: 240_000 }, async () => {
  expect(await killWhileJobsRun(90, 2)).toMatchObject({ workersKilled: 1, databaseKilled: 1, lost: 0, doubled: 0 });
});
