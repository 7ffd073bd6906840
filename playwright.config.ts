import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/test/chromium.mjs';

const port = Number(process.env.E2E_PORT ?? 3140);
/** Two servers: one with the demo data, one as a first run without it would be (for e2e/set-up.spec.ts). */
const demo = `http://localhost:${port}`;
const empty = `http://localhost:${port + 1}`;
const setUp = /set-up\.spec\.ts/;

const server = (url: string, seed: string) => ({
  command: 'exec node scripts/test/serve.mjs',
  url: `${url}/api/health/ready`,
  env: { PORT: new URL(url).port, NEXTAUTH_URL: url, SEED: seed, SET_UP_TOKEN: 'the token of the tests', LOG_LEVEL: 'warn' },
  timeout: 180_000,
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 15_000 },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 120_000, // a busy machine is no failure
  expect: { timeout: 30_000 },
  retries: 1, // what passes only the second time is reported as flaky
  forbidOnly: !!process.env.CI,
  reporter: [['list'], ['json', { outputFile: '.ci/out/playwright.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium(),
      chromiumSandbox: false, // root has no sandbox
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'desktop', testIgnore: setUp, use: { baseURL: demo } },
    { name: 'set-up', testMatch: setUp, use: { baseURL: empty } },
  ],
  webServer: [server(demo, process.env.SEED ?? 'demo'), server(empty, 'none')],
});
