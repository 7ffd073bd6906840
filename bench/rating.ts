// npm run bench:rating: how fast lines are rated, beside the raw arithmetic they are made of. One core, one run, no I/O.
import { type Currency, getCurrency } from '../lib/currency';
import { type Decimal, decimal, round, ZERO } from '../lib/decimal';
import { moneyText } from '../lib/money';
import type { PricingTerms } from '../lib/pricing/terms';
import { netLines, rateRun } from '../lib/rating/cumulative';
import { rateInvoices } from '../lib/rating/invoice';
import type { Line } from '../lib/rating/line';
import { type Rater, rater } from '../lib/rating/pipe';
import { priceAt } from '../lib/rating/price-at';
import { billingSchedule, usageNeeds } from '../lib/rating/schedule';
import type { PlannedCard } from '../lib/subscription/planned';
import { plannedTimeline } from '../lib/subscription/planned-timeline';

const usd: Currency = getCurrency('USD');
const unit = (amount: string) => ({ type: 'unit' as const, amount });

const tiers = [
  { upToAmount: '1000', unitPrice: unit('0.01'), flatPrice: { type: 'flat' as const, amount: '5' } },
  { upToAmount: '5000', unitPrice: unit('0.008') },
  { upToAmount: '20000', unitPrice: unit('0.006') },
  { upToAmount: '100000', unitPrice: unit('0.004') },
  { unitPrice: unit('0.0025') },
];
const cards: Record<string, PricingTerms> = {
  unit: { key: 'card', name: 'Requests', price: unit('0.0025') },
  'graduated, 5 tiers': { key: 'card', name: 'Tokens', price: { type: 'graduated', tiers } },
  'graduated, 5 tiers, all steps': {
    key: 'card',
    name: 'Tokens',
    price: { type: 'graduated', tiers },
    unitConfig: { operation: 'divide', conversionFactor: '1000', rounding: 'ceiling', precision: 0 },
    discounts: { usage: '100', percentage: 12.5 },
    commitments: { minimumAmount: '10', maximumAmount: '100000' },
  },
  volume: { key: 'card', name: 'Requests', price: { type: 'volume', tiers } },
  package: {
    key: 'card',
    name: 'Packages',
    price: unit('15'),
    unitConfig: { operation: 'divide', conversionFactor: '500', rounding: 'ceiling', precision: 0 },
  },
};

/** Runs the work for about the given time and gives how often it ran per second of this core, however busy the machine is otherwise. */
function perSecond(work: (i: number) => void, milliseconds = 700): number {
  for (let i = 0; i < 50; i++) work(i);
  const start = performance.now();
  const before = process.cpuUsage();
  let runs = 0;
  while (performance.now() - start < milliseconds) for (let i = 0; i < 20; i++) work(runs++);
  const { user, system } = process.cpuUsage(before);
  return runs / ((user + system) / 1e6);
}

const quantities = Array.from({ length: 256 }, (_, i) => decimal(`${150_000 + i * 977}.25`));
const large = quantities.map((quantity) => quantity.times(decimal('1000')));
const at = (list: readonly Decimal[], i: number): Decimal => list[i & 255] ?? ZERO;
const count = (n: number): string => Math.floor(n).toLocaleString('en-US').padStart(12);

// Least work of every line: multiply, round to the minor unit, add to a total.
const price = decimal('0.0025');
let total = ZERO;
const raw = perSecond((i) => {
  total = ZERO.plus(round(at(quantities, i).times(price), 2));
});
console.log(`\nRaw: multiply, round, add              ${count(raw)} per second (${(1e6 / raw).toFixed(2)} µs each)\n`);
console.log('                                              cards/s       lines/s   µs/line   × raw');

function report(name: string, rated: number, lines: number): void {
  const perLine = 1e6 / (rated * lines);
  console.log(
    `${name.padEnd(40)} ${count(rated)}  ${count(rated * lines)}  ${perLine.toFixed(2).padStart(8)}  ${(perLine / (1e6 / raw)).toFixed(1).padStart(6)}`,
  );
}

for (const [name, card] of Object.entries(cards)) {
  const rate: Rater = rater(card, usd);
  const used = card.unitConfig ? large : quantities;
  const lines = rateRun(rate, { through: at(used, 0), final: true }, usd).length;
  report(
    name,
    perSecond((i) => void rateRun(rate, { through: at(used, i), final: true }, usd)),
    lines,
  );
  report(
    `${name}, traced`,
    perSecond((i) => void rateRun(rate, { through: at(used, i), final: true, explain: true }, usd)),
    lines,
  );
}

const read = cards['graduated, 5 tiers, all steps'] as PricingTerms;
const readAnew = perSecond((i) => void rateRun(rater(read, usd), { through: at(large, i), final: true }, usd));
report('the same, card read anew for each call', readAnew, rateRun(rater(read, usd), { through: at(large, 0), final: true }, usd).length);

const whole = cards['graduated, 5 tiers, all steps'] as PricingTerms;
const rate = rater(whole, usd);
let booked: Line[] = [];
let part = 0;
const runs = perSecond(() => {
  if (part === 30) [booked, part] = [[], 0];
  part++;
  const through = at(large, 0).times(decimal(String(part)));
  booked = netLines([...booked, ...rateRun(rate, { through, final: part === 30, booked }, usd)]);
});
report('cumulative, a run of 30', runs, 6);

// A plan as they are: some fees, and usage priced in every way.
const mixed = [{ key: 'fee', name: 'Fee', price: { type: 'flat' as const, amount: '49' } }, ...Object.values(cards)];
const planOf = (terms: readonly PricingTerms[]): PlannedCard[] =>
  Array.from({ length: 30 }, (_, i) => ({
    ...(terms[i % terms.length] as PricingTerms),
    key: `card_${i}`,
    billingCadence: 'P1M',
    feature: { id: `f${i}` },
  }));
function preview(rateCards: PlannedCard[], explain: boolean): number {
  const span = { from: '2025-01-31T00:00:00Z', to: '2026-01-31T00:00:00Z' };
  const timeZone = 'Europe/Berlin';
  const timeline = plannedTimeline({ phases: [{ key: 'main', rateCards }], start: span.from, end: null, timeZone });
  const schedule = billingSchedule({ timeline, anchor: span.from, cadence: 'P1M', ...span, timeZone });
  const usage = Object.fromEntries(usageNeeds(schedule).map((need) => [need.key, '150000000']));
  return rateInvoices({ schedule, currency: usd, usage, prorate: true, explain }).invoices.reduce(
    (n, invoice) => n + invoice.lines.length,
    0,
  );
}
const milliseconds = (runsPerSecond: number) => `${(1000 / runsPerSecond).toFixed(2)} ms`;
for (const [name, plan] of [
  ['as plans are', planOf(mixed)],
  ['all of 5 tiers and all steps', planOf([whole])],
] as const) {
  const times = [false, true].map((explain) => milliseconds(perSecond(() => void preview(plan, explain), 3000)));
  console.log(`\nPreview of 12 months × 30 cards, ${name} (${preview(plan, false)} lines): ${times[0]}, traced ${times[1]}`);
}
const live = perSecond(() => {
  for (let i = 0; i < 100; i++) priceAt(whole, usd, '150000000');
}, 3000);
console.log(`Live price of a plan of 100 such cards, traced:  ${milliseconds(live)}`);
console.log(`(last total ${moneyText(total, usd)})`);
