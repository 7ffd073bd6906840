// npm test: sets up and runs everything. Every step runs, whatever the one before said; the last line is the sum.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { installDependencies } from './start/dependencies.mjs';
import { enterProject } from './start/environment.mjs';
import { atEnd, interrupted, live, node, run, say } from './start/lifetime.mjs';
import { requireChromium } from './test/chromium.mjs';
import { installClickHouse } from './test/clickhouse.mjs';

const REPORTS = '.ci/out';
const bin = (file) => `node_modules/${file}`;
const script = (name) => run('npm', ['run', '--silent', name]);
const vitest = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS}/vitest.json`];

/** Steps in order; `count` reads the report that a step writes. A step that fails without counting a failed test counts as one. */
const steps = [
  { name: 'dependencies', work: installDependencies },
  { name: 'browser', work: requireChromium },
  { name: 'ClickHouse for the tests of the usage store', work: installClickHouse },
  { name: 'database client', work: async () => (await import('./start/build.mjs')).generateClient() },
  { name: 'format and lint', work: () => script('lint') },
  { name: 'types', work: () => script('types') },
  { name: 'layers', work: () => script('layers') },
  { name: 'dead code', work: () => script('dead') },
  { name: 'migrations agree with the schema', work: () => script('db:check') },
  {
    name: 'unit, property, database and API tests',
    work: () => node([bin('vitest/vitest.mjs'), ...vitest]),
    report: 'vitest.json',
    count: vitestCount,
  },
  { name: 'build', work: async () => (await import('./start/build.mjs')).buildIfStale() },
  { name: 'browser tests', work: () => node([bin('@playwright/test/cli.js'), 'test']), report: 'playwright.json', count: playwrightCount },
];

function vitestCount({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

function playwrightCount({ stats: { expected, flaky, unexpected } }) {
  if (flaky > 0) say(`${flaky} browser tests passed only the second time`);
  return { passed: expected + flaky, failed: unexpected };
}

async function timed({ name, work, report, count }) {
  const began = performance.now();
  let error;
  say(`${name} …`);
  try {
    await work();
  } catch (thrown) {
    if (interrupted.aborted) throw thrown;
    error = thrown;
  }
  const written = report && existsSync(`${REPORTS}/${report}`);
  const counted = written ? count(JSON.parse(readFileSync(`${REPORTS}/${report}`, 'utf8'))) : { passed: 0, failed: 0 };
  if (error && counted.failed === 0) counted.failed = 1;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (error) say(`${name}: failed after ${seconds} s: ${error.message}`);
  return { name, seconds, ...counted };
}

await live(async () => {
  enterProject();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const results = [];
  for (const step of steps) results.push(await timed(step));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  if (sum('failed') > 0) process.exitCode = 1;
  atEnd(() => {
    for (const { name, seconds, failed } of results) console.log(`${seconds.padStart(7)} s  ${failed ? 'FAILED  ' : ''}${name}`);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  });
});
