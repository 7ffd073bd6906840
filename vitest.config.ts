import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const server = ['lib/server/**/*.test.ts', 'prisma/**/*.test.ts', 'scripts/**/*.test.ts'];

export default defineConfig({
  resolve: { alias: { '@': root, 'server-only': path.join(root, 'scripts/test/empty.ts') } },
  test: {
    maxWorkers: 2,
    testTimeout: 30_000, // property tests and tests of a few hundred queries take ten times as long on a busy machine
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['bench/**/*.test.ts', 'lib/**/*.test.{ts,tsx}', 'components/**/*.test.{ts,tsx}'],
          exclude: ['lib/server/**', 'node_modules/**'],
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
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
