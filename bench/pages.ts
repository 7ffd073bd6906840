// npm run bench:pages [-- --url http://localhost:3000]: what each page of a running demo weighs and how long it and its data take.
// JavaScript is counted as it came over the wire (compressed), first load, empty cache; the sign-in page is the baseline.
import { parseArgs } from 'node:util';
import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../scripts/test/chromium.mjs';

const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:3000' } } });
const base = values.url as string;
const EMAIL = 'demo@ratebook.example';
const PASSWORD = 'ratebook-demo';
const PREVIEWS = 40;

interface Weighed {
  name: string;
  scriptsKb: number;
  firstPaintMs: number;
  loadMs: number;
}

async function weigh(browser: Browser, name: string, path: string, storage?: Awaited<ReturnType<typeof signIn>>): Promise<Weighed> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...(storage && { storageState: storage }) });
  const page = await context.newPage();
  await page.goto(base + path, { waitUntil: 'load' });
  await page.waitForTimeout(1_500); // what is loaded right after the first paint belongs to the page too
  const figures = await page.evaluate(() => {
    const scripts = performance
      .getEntriesByType('resource')
      .filter((e) => e.name.includes('/_next/static/') && e.name.endsWith('.js')) as PerformanceResourceTiming[];
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return {
      bytes: scripts.reduce((sum, e) => sum + e.encodedBodySize, 0),
      paint: paint?.startTime ?? 0,
      load: navigation?.loadEventEnd ?? 0,
    };
  });
  await context.close();
  return { name, scriptsKb: figures.bytes / 1000, firstPaintMs: figures.paint, loadMs: figures.load };
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
    ['members', '/settings/members'],
    ['API keys', '/settings/api-keys'],
    ['audit log', '/settings/audit-log'],
  ];
  const ground = await weigh(browser, 'sign-in', '/sign-in');
  console.log('page            first-load JS   × sign-in   first paint       load');
  for (const one of [
    ground,
    ...(await inTurn(
      paths.map(
        ([name, path]) =>
          () =>
            weigh(browser, name, path, storage),
      ),
    )),
  ]) {
    const ratio = (one.scriptsKb / ground.scriptsKb).toFixed(2);
    console.log(
      `${one.name.padEnd(14)} ${one.scriptsKb.toFixed(0).padStart(9)} kB ${ratio.padStart(11)} ${one.firstPaintMs.toFixed(0).padStart(10)} ms ${one.loadMs.toFixed(0).padStart(7)} ms`,
    );
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
