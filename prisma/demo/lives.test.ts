import { expect, it } from 'vitest';
import { demoCustomers } from './customers';
import { demoLives } from './lives';

const DAYS = 426;
const ON_SALE = { starter: [0, 245], pro: [0, 153, 334], enterprise: [61] };
const acts = demoLives(demoCustomers(DAYS), ON_SALE, DAYS);

it('is the same each time, in order of time, within the time of the demo', () => {
  expect(demoLives(demoCustomers(DAYS), ON_SALE, DAYS)).toEqual(acts);
  expect(acts.every(({ day }, i) => day >= 0 && day < DAYS && day >= (acts[i - 1]?.day ?? 0))).toBe(true);
});

it('has everything that happens to customers, and some who have not subscribed yet', () => {
  const kinds = new Set(acts.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['add_on', 'cancel', 'change', 'migrate', 'negotiate', 'pause', 'resume', 'start']);
  const subscribed = new Set(acts.map(({ customer }) => customer)).size;
  expect(subscribed).toBeGreaterThan(50);
  expect(subscribed).toBeLessThan(60);
});

it('begins each life with a start, and does nothing to a customer before it', () => {
  const started = new Set<string>();
  for (const { customer, kind } of acts) {
    if (kind === 'start') started.add(customer);
    expect(started.has(customer), `${customer}: ${kind}`).toBe(true);
  }
});
