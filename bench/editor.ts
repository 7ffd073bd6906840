// npm run bench:editor [-- --url http://localhost:3000]: how fast a huge plan is edited in a running demo: 20 phases, 100 rate cards of 50
// tiers each. Typing is measured as the browser does (Event Timing): from the key to the next picture, in steps of 8 ms. The
// same keys in an empty field of the same page, that nothing listens to, say what the machine itself takes: a busy one slows both.
import { parseArgs } from 'node:util';
import { chromium, type Locator, type Page } from '@playwright/test';
import { findChromium } from '../scripts/test/chromium.mjs';

const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://localhost:3000' } } });
const base = values.url as string;
const [PHASES, CARDS, TIERS] = [20, 100, 50];
const KEYS = 40;
const PAUSE_MS = 120; // a fast typist
const FAST_MS = 16; // what the browser does not report is faster than this

const cards = (phase: number) =>
  Array.from({ length: CARDS / PHASES }, (_, i) => ({
    key: `card_${phase}_${i}`,
    name: `Card ${phase} ${i}`,
    billing_cadence: 'P1M',
    payment_term: 'in_arrears',
    price: {
      type: i % 2 === 0 ? 'graduated' : 'volume',
      tiers: Array.from({ length: TIERS }, (_, tier) => ({
        ...(tier < TIERS - 1 && { up_to_amount: String((tier + 1) * 1000) }),
        unit_price: { type: 'unit', amount: `0.0${String(99 - tier).padStart(2, '0')}` },
      })),
    },
  }));

const plan = {
  key: `bench_${Date.now().toString(36)}`,
  name: 'A huge plan',
  currency: 'USD',
  billing_cadence: 'P1M',
  phases: Array.from({ length: PHASES }, (_, i) => ({
    key: `phase_${i + 1}`,
    name: `Phase ${i + 1}`,
    ...(i < PHASES - 1 && { duration: 'P1M' }),
    rate_cards: cards(i + 1),
  })),
};

async function signIn(page: Page): Promise<void> {
  await page.goto(`${base}/sign-in`);
  await page.getByLabel('E-mail').fill('demo@ratebook.example');
  await page.getByLabel('Password').fill('ratebook-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${base}/`);
}

/** Times of the keys typed into a field, in milliseconds, ascending. */
async function type(page: Page, field: Locator, text: string): Promise<number[]> {
  await field.click();
  await field.press('End');
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') seen.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  await page.keyboard.type(text, { delay: PAUSE_MS });
  await page.waitForTimeout(1_500);
  const slow = await page.evaluate(() => (window as Window & { seen?: number[] }).seen ?? []);
  return [...Array<number>(Math.max(0, text.length - slow.length)).fill(FAST_MS), ...slow].sort((a, b) => a - b);
}

const at = (times: readonly number[], share: number) => times[Math.floor(share * (times.length - 1))] ?? 0;

function report(what: string, times: readonly number[], machine?: readonly number[]): void {
  const ms = (share: number) => at(times, share).toFixed(0).padStart(4);
  const ratio = (share: number) => (at(times, share) / at(machine ?? times, share)).toFixed(1);
  const beside = machine ? `   × the empty field: p50 ${ratio(0.5)}, p95 ${ratio(0.95)}` : '';
  console.log(`${what.padEnd(34)} p50 ${ms(0.5)} ms   p95 ${ms(0.95)} ms   slowest ${ms(1)} ms${beside}`);
}

/** A field of the page's own that no code knows. */
async function emptyField(page: Page): Promise<Locator> {
  await page.evaluate(() => {
    const field = document.createElement('input');
    field.setAttribute('aria-label', 'Empty field');
    field.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 99';
    document.body.append(field);
  });
  return page.getByLabel('Empty field');
}

const browser = await chromium.launch({
  executablePath: findChromium(),
  chromiumSandbox: false,
  args: ['--disable-gpu', '--no-first-run'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(page);
  const made = await page.request.post(`${base}/api/v3/openmeter/plans`, { data: plan, headers: { origin: base } });
  if (!made.ok()) throw new Error(`the plan was refused: ${await made.text()}`);
  const { id } = await made.json();
  const opened = performance.now();
  await page.goto(`${base}/plans/${id}/edit`);
  const outline = page.getByRole('navigation', { name: 'Parts of the plan' });
  await outline.getByRole('button', { name: /^Card 10 0/ }).click();
  await page.getByLabel('Tier 25, price per unit').waitFor();
  console.log(
    `A plan of ${PHASES} phases, ${CARDS} rate cards and ${CARDS * TIERS} tiers; opened in ${((performance.now() - opened) / 1000).toFixed(1)} s\n`,
  );
  const words = 'and some more words for its name '.padEnd(KEYS, 'x');
  const empty = await emptyField(page);
  const machine = await type(page, empty, words);
  await empty.evaluate((field) => field.remove());
  report('an empty field: the machine itself', machine);
  report('a name', await type(page, page.getByLabel('Name', { exact: true }), words), machine);
  report('a price among 50 tiers', await type(page, page.getByLabel('Tier 25, price per unit'), '1234567'.repeat(2)), machine);
  report('the quantity of the live price', await type(page, page.getByLabel('Use in one period'), '123456'), machine);

  const saves: number[] = [];
  page.on('requestfinished', (request) => {
    if (request.method() === 'PUT') saves.push(request.timing().responseEnd);
  });
  for (let i = 0; i < 5; i++) {
    await page.getByLabel('Name', { exact: true }).press('End');
    await page.keyboard.type('y');
    await page.waitForTimeout(2_500);
  }
  report(
    '\nsaving',
    saves.sort((a, b) => a - b),
  );
  await page.request.delete(`${base}/api/v3/openmeter/plans/${id}`, { headers: { origin: base } });
} finally {
  await browser.close();
}
