import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const server = ['lib/server/**/*.test.ts', 'prisma/**/*.test.ts', 'scripts/**/*.test.ts'];

export default defineConfig({
  resolve: { alias: { '@': root, 'server-only': path.join(root, 'scripts/test/empty.ts') } },
  test: {
    maxWorkers: 2,
    testTimeout: 30_000, // a busy machine is no failure
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['lib/**/*.test.{ts,tsx}', 'components/**/*.test.{ts,tsx}'],
          exclude: ['lib/server/**', 'node_modules/**'],
          testTimeout: 30_000, // property tests try hundreds of cases, and take ten times as long on a busy machine
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: server,
          globalSetup: 'scripts/test/database.ts',
          setupFiles: 'scripts/test/clone.ts',
          pool: 'forks',
          testTimeout: 30_000, // on a busy machine a test of a few hundred queries takes its time
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
