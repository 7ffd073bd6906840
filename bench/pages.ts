// npm run bench:pages [-- --url http://localhost:3000]: what each page of a running demo weighs, of what it is made, and how soon it is there.
// Scripts are counted as they came over the wire (gzip), with an empty cache: `first` is what is asked for before the page has loaded,
// `later` is what comes afterwards in quiet moments. Libraries are told where the build has source maps: SOURCE_MAPS=1 npm run build.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../scripts/test/chromium.mjs';
import { librariesOf } from './script-libraries';

const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:3000' } } });
const base = values.url as string;
const EMAIL = 'demo@ratebook.example';
const PASSWORD = 'ratebook-demo';
const PREVIEWS = 40;
const LIBRARIES_SHOWN = 9;
/** Time after which the parts loaded in quiet moments have begun to load. */
const QUIET_MS = 2_000;

interface Script {
  path: string;
  bytes: number;
  isFirst: boolean;
}
interface Weighed {
  name: string;
  scripts: Script[];
  fontBytes: number;
  firstPaintMs: number;
  largestPaintMs: number;
  loadMs: number;
}

async function weigh(browser: Browser, name: string, path: string, storage?: Awaited<ReturnType<typeof signIn>>): Promise<Weighed> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...(storage && { storageState: storage }) });
  const page = await context.newPage();
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const last = list.getEntries().at(-1);
      if (last) document.documentElement.dataset.largestPaint = String(last.startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(base + path, { waitUntil: 'load' });
  await page.waitForTimeout(QUIET_MS);
  const figures = await page.evaluate(() => {
    const all = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const loadMs = navigation?.loadEventEnd ?? 0;
    const firstPaintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0;
    return {
      scripts: all
        .filter((e) => e.name.includes('/_next/static/') && e.name.endsWith('.js'))
        .map((e) => ({ path: new URL(e.name).pathname, bytes: e.encodedBodySize, isFirst: e.startTime <= loadMs })),
      fontBytes: all.filter((e) => e.name.endsWith('.woff2')).reduce((sum, e) => sum + e.encodedBodySize, 0),
      firstPaintMs,
      largestPaintMs: Number(document.documentElement.dataset.largestPaint ?? firstPaintMs),
      loadMs,
    };
  });
  await context.close();
  return { name, ...figures };
}

const kB = (bytes: number) => (bytes / 1000).toFixed(0);
const bytesOf = (scripts: readonly Script[]) => scripts.reduce((sum, { bytes }) => sum + bytes, 0);

/** Returns how many kB of a page's first scripts each library has, the largest first; null without source maps. */
function libraries(scripts: readonly Script[]): [string, number][] | null {
  const sums = new Map<string, number>();
  for (const script of scripts.filter(({ isFirst }) => isFirst)) {
    const file = path.join('.next', script.path.replace('/_next/', ''));
    if (!existsSync(file)) return null;
    const text = readFileSync(file, 'utf8');
    const map = path.join(path.dirname(file), /sourceMappingURL=(\S+)/.exec(text)?.[1] ?? 'none');
    if (!existsSync(map)) continue; // the runtime's own, which has none
    for (const [library, size] of librariesOf(text, JSON.parse(readFileSync(map, 'utf8')))) {
      sums.set(library, (sums.get(library) ?? 0) + (size / text.length) * script.bytes);
    }
  }
  return sums.size === 0 ? null : [...sums].sort((one, other) => other[1] - one[1]);
}

async function signIn(browser: Browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('E-mail').fill(EMAIL);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${base}/`);
  const get = (path: string) => page.evaluate(async (url) => (await fetch(url)).json(), path);
  const post = (path: string, body: unknown) =>
    page.evaluate(
      async ([url, text]) => {
        const started = performance.now();
        const response = await fetch(url as string, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: text as string,
        });
        await response.text();
        return { status: response.status, ms: performance.now() - started };
      },
      [path, JSON.stringify(body)],
    );
  const plans = (await get('/api/v3/openmeter/plans?page[size]=100')).data as {
    id: string;
    key: string;
    status: string;
    version: number;
  }[];
  const customers = (await get('/api/v3/openmeter/customers?page[size]=100')).data as { id: string }[];
  const meters = (await get('/api/v3/openmeter/meters')).data as { id: string }[];
  const times: number[] = [];
  for (let i = 0; i < PREVIEWS; i++) {
    const plan = plans.find((p) => p.key === 'pro' && p.status === 'active');
    const body = {
      customer: { id: customers[i % customers.length]?.id },
      plan: { id: plan?.id },
      from: '2026-10-01T00:00:00Z',
      to: '2026-11-01T00:00:00Z',
    };
    const { status, ms } = await post('/api/v1/invoice-previews', body);
    if (status !== 200) throw new Error(`a preview answered ${status}`);
    times.push(ms);
  }
  const state = await context.storageState();
  await context.close();
  return Object.assign(state, { plans, customers, meters, times: times.sort((a, b) => a - b) });
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  chromiumSandbox: false,
  args: ['--disable-gpu', '--disable-quic', '--no-first-run'],
});
try {
  const storage = await signIn(browser);
  const draft = storage.plans.find((p) => p.status === 'draft')?.id;
  const sold = storage.plans.find((p) => p.key === 'pro' && p.status === 'active')?.id;
  const customer = storage.customers[0]?.id;
  const paths: [string, string][] = [
    ['home', '/'],
    ['plans', '/plans'],
    ['plan', `/plans/${sold}`],
    ['plan editor', `/plans/${draft}/edit`],
    ['features', '/features'],
    ['meters', '/meters'],
    ['meter', `/meters/${storage.meters[0]?.id}`],
    ['customers', '/customers'],
    ['customer', `/customers/${customer}`],
    ['events', '/events'],
    ['import', '/usage-imports'],
    ['preview', `/previews?customer=${customer}&plan=${sold}`],
    ['add-ons', '/add-ons'],
    ['usage', '/usage'],
    ['sources', '/sources'],
    ['LLM prices', '/llm-prices'],
    ['currencies', '/currencies'],
    ['tax codes', '/tax-codes'],
    ['catalog', '/catalog'],
    ['workspace', '/settings/workspace'],
    ['account', '/settings/account'],
    ['jobs', '/settings/jobs'],
    ['security log', '/settings/security-log'],
    ['members', '/settings/members'],
    ['API keys', '/settings/api-keys'],
    ['audit log', '/settings/audit-log'],
  ];
  const pages = [['sign-in', '/sign-in'] as [string, string], ...paths];
  const weighed = await inTurn(
    pages.map(
      ([name, path]) =>
        () =>
          weigh(browser, name, path, name === 'sign-in' ? undefined : storage),
    ),
  );
  console.log('page            first JS    later   fonts   first paint   largest paint     load');
  for (const { name, scripts, fontBytes, firstPaintMs, largestPaintMs, loadMs } of weighed) {
    const first = scripts.filter(({ isFirst }) => isFirst);
    const later = bytesOf(scripts) - bytesOf(first);
    const sizes = `${kB(bytesOf(first)).padStart(6)} kB ${kB(later).padStart(5)} kB ${kB(fontBytes).padStart(4)} kB`;
    const times = [firstPaintMs, largestPaintMs, loadMs].map((ms) => `${ms.toFixed(0).padStart(10)} ms`).join(' ');
    console.log(`${name.padEnd(15)} ${sizes} ${times}`);
  }
  console.log('\nof which, in kB:');
  for (const { name, scripts } of weighed) {
    const parts = libraries(scripts)
      ?.slice(0, LIBRARIES_SHOWN)
      .map(([library, bytes]) => `${library} ${kB(bytes)}`);
    console.log(`${name.padEnd(15)} ${parts?.join(', ') ?? 'unknown: SOURCE_MAPS=1 npm run build'}`);
  }
  const at = (share: number) => storage.times[Math.floor(share * (storage.times.length - 1))]?.toFixed(0);
  console.log(`\npreview of one customer's month over HTTP, ${PREVIEWS} customers: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
} finally {
  await browser.close();
}

async function inTurn<T>(works: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  for (const work of works) results.push(await work());
  return results;
}
