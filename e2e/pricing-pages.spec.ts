import type { Locator, Page } from '@playwright/test';
import { soldFeature } from './catalog';
import { choose, paste } from './fields';
import { type Api, expect, ownWorkspace, test, V3 } from './signed-in';

// Three kinds of pricing page that are found on the web, each modelled by hand in the browser.

/** Makes a plan by its dialog and opens its editor. */
async function createPlan(page: Page, name: string, billed = 'Every month') {
  await page.goto('/plans');
  await page.getByRole('button', { name: 'Create plan' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create plan' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Billed').selectOption({ label: billed });
  await dialog.getByRole('button', { name: 'Create and edit' }).click();
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
}

const outlineOf = (page: Page) => page.getByRole('navigation', { name: 'Parts of the plan' });
const livePrice = (page: Page) => page.getByRole('complementary', { name: 'Live price' });

/** A part of the plan in the outline, by the whole of what it says. */
const part = (page: Page, words: string) => outlineOf(page).getByRole('button', { name: words, exact: true });

/** Adds a card of a kind to the n-th phase, and sells a feature with it. */
async function addCard(page: Page, kind: string, feature?: string, phase = 0) {
  const dialog = page.getByRole('dialog', { name: 'Add a rate card' });
  // A page that was painted a moment ago may not listen yet.
  await expect(async () => {
    await outlineOf(page).getByRole('button', { name: 'Add rate card' }).nth(phase).click({ timeout: 5_000 });
    await expect(dialog).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await dialog.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  if (feature === undefined) return;
  await choose(page, 'Feature', feature);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(feature);
}

async function publishPlan(page: Page, name: string) {
  await page.getByRole('button', { name: 'Publish…' }).click();
  const dialog = page.getByRole('dialog', { name: `Publish version 1 of ${name}` });
  await dialog.getByRole('button', { name: 'Publish version 1' }).click();
  await expect(page.getByText('Active, version 1')).toBeVisible();
}

interface StoredPlan {
  key: string;
  phases: { key: string; duration?: string; rate_cards: { key: string; price: object }[] }[];
}

/** The plan as other programs read it. */
async function storedPlan(api: Api, key: string): Promise<StoredPlan> {
  const { data } = await api.get<{ data: StoredPlan[] }>(`${V3}/plans?page[size]=100`);
  const found = data.find((plan) => plan.key === key);
  if (!found) throw new Error(`there is no plan ${key}`);
  return found;
}

test('an LLM API: prices per million input, cached and output tokens for two models, with a monthly minimum', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('LLM'));
  for (const model of ['sonata', 'nocturne'])
    for (const kind of ['input', 'cached', 'output']) await soldFeature(api, `${model}_${kind}`, 'llm.request', kind);
  await createPlan(page, 'Pay as you go');

  await test.step('three cards for the first model, each priced per million', async () => {
    for (const [kind, price] of [
      ['input', '3'],
      ['cached', '0.3'],
      ['output', '15'],
    ] as const) {
      await addCard(page, 'Per unit', `sonata_${kind}`);
      await page.getByLabel('Billed quantity').selectOption({ label: 'Divided by' });
      await page.getByLabel('Factor').fill('1000000');
      await page.getByLabel('Price per 1M units', { exact: true }).fill(price);
    }
    await expect(part(page, 'sonata_input: $3.00 per 1M units')).toBeVisible();
    await expect(part(page, 'sonata_cached: $0.30 per 1M units')).toBeVisible();
  });

  await test.step('at least 20 dollars a month', async () => {
    await page.getByRole('textbox', { name: 'Minimum spend per month' }).fill('20');
    await expect(part(page, 'sonata_output: $15.00 per 1M units, at least $20.00 per month')).toBeVisible();
    await livePrice(page).getByLabel('Use in one period').fill('1000000');
    await expect(livePrice(page).getByText('$20.00', { exact: true }).first()).toBeVisible();
    await livePrice(page).getByLabel('Use in one period').fill('2500000');
    await expect(livePrice(page).getByText('$37.50', { exact: true }).first()).toBeVisible();
  });

  await test.step('the second model is the first one copied, at a tenth of its price', async () => {
    await part(page, 'sonata_input: $3.00 per 1M units').click();
    await part(page, 'sonata_output: $15.00 per 1M units, at least $20.00 per month').click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Duplicate all' }).click();
    await page.getByRole('textbox', { name: 'Raise or lower all prices by' }).fill('-90');
    await page.getByRole('button', { name: 'Change prices' }).click();
    for (const kind of ['input', 'cached', 'output']) {
      await outlineOf(page)
        .getByRole('button', { name: new RegExp(`^sonata_${kind} copy:`) })
        .click();
      await choose(page, 'Feature', `nocturne_${kind}`);
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue(`nocturne_${kind}`);
    }
    await expect(part(page, 'nocturne_cached: $0.03 per 1M units')).toBeVisible();
  });

  await test.step('it is sold, and other programs read the same prices', async () => {
    await publishPlan(page, 'Pay as you go');
    const [phase] = (await storedPlan(api, 'pay_as_you_go')).phases;
    const perMillion = { operation: 'divide', conversion_factor: '1000000' };
    expect(phase?.rate_cards).toMatchObject(
      [
        ['sonata_input', '3'],
        ['nocturne_input', '0.3'],
        ['sonata_cached', '0.3'],
        ['nocturne_cached', '0.03'],
        ['sonata_output', '15'],
        ['nocturne_output', '1.5'],
      ].map(([key, amount]) => ({ key, price: { type: 'unit', amount }, unit_config: perMillion })),
    );
    expect(phase?.rate_cards.at(-1)).toMatchObject({ commitments: { minimum_amount: '2' } });
  });
});

test('a developer platform: free, and a price per seat with build minutes included and graduated above, by the month and by the year', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('Platform'));
  await soldFeature(api, 'build_time', 'build.finished', 'minutes');
  await soldFeature(api, 'seat', 'seat.counted', 'seats');
  const entitle = async (limit: string, onlyWarns: boolean) => {
    await page.getByLabel('Entitles to').selectOption({ label: 'Usage allowance' });
    await page.getByRole('textbox', { name: 'Limit' }).fill(limit);
    if (onlyWarns) await page.getByRole('checkbox', { name: 'The limit only warns' }).check();
  };

  await test.step('the free plan allows 500 minutes a month and costs nothing', async () => {
    await createPlan(page, 'Free');
    await addCard(page, 'Free', 'build_time');
    await entitle('500', false);
    await expect(page.getByText('No issues')).toBeVisible();
    await publishPlan(page, 'Free');
  });

  const seatAndMinutes = async (seat: string, minutesBilled?: string) => {
    await addCard(page, 'Per seat', 'seat');
    await page.getByLabel('Price per seat', { exact: true }).fill(seat);
    await page.getByLabel('Entitles to').selectOption({ label: 'On–off access' });
    await addCard(page, 'Graduated tiers', 'build_time');
    if (minutesBilled) await page.getByLabel('Billed', { exact: true }).selectOption({ label: minutesBilled });
    await paste(page, 'Tier 1, up to', '3000\t0\n10000\t0.008\n\t0.006');
    await expect(page.getByLabel('Tier 3, price per unit')).toHaveValue('0.006');
    await entitle('3000', true);
  };

  await test.step('the monthly plan: 20 dollars per seat, 3,000 minutes included, and overage in tiers', async () => {
    await createPlan(page, 'Pro');
    await seatAndMinutes('20');
    await expect(part(page, 'seat: $20.00 per seat')).toBeVisible();
    await expect(part(page, 'build_time: First 3k units free, then $0.008 per unit up to 10k, then $0.006 per unit')).toBeVisible();
    await outlineOf(page).getByRole('button', { name: 'Phase Standard', exact: true }).click();
    await livePrice(page).getByLabel('Use of seat in one period').fill('5');
    await livePrice(page).getByLabel('Use of build_time in one period').fill('12000');
    // 5 × 20 + 7,000 × 0.008 + 2,000 × 0.006
    await expect(livePrice(page).getByText('$168.00', { exact: true })).toBeVisible();
    await publishPlan(page, 'Pro');
  });

  await test.step('the yearly plan: 192 dollars per seat at once, minutes still by the month', async () => {
    await createPlan(page, 'Pro yearly', 'Every year');
    await seatAndMinutes('192', 'Every month');
    await outlineOf(page).getByRole('button', { name: 'Phase Standard', exact: true }).click();
    await livePrice(page).getByLabel('Use of seat in one period').fill('5');
    await livePrice(page).getByLabel('Use of build_time in one period').fill('12000');
    await expect(livePrice(page).getByText('$960.00', { exact: true }).first()).toBeVisible();
    await expect(livePrice(page).getByText('$68.00', { exact: true }).first()).toBeVisible();
    await publishPlan(page, 'Pro yearly');
  });

  await test.step('who gets what stands beside each other', async () => {
    await page.goto('/plans?view=entitlements');
    const matrix = page.getByRole('region', { name: 'Entitlements by plan' });
    await expect(matrix.getByRole('columnheader')).toHaveCount(4);
    const cells = (feature: string) => matrix.getByRole('row', { name: new RegExp(`^${feature}`) }).getByRole('cell');
    await expect(cells('build_time').filter({ hasText: '500 / month' })).toHaveCount(1);
    await expect(cells('build_time').filter({ hasText: '3k / month' })).toHaveCount(2);
    await expect(cells('seat').filter({ hasText: 'Nothing' })).toHaveCount(1);
  });
});

test('an API gateway: a trial, a ramp and the full price in three phases, with volume tiers and packs as an add-on', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('Gateway'));
  await soldFeature(api, 'api_call', 'api.call');
  const customer = await api.post(`${V3}/customers`, { key: 'acme', name: 'Acme' });
  const lasts = async (scope: Locator, count: string, unit: string) => {
    await scope.getByLabel('Unit of time').selectOption(unit);
    await scope.getByRole('textbox', { name: 'Lasts' }).fill(count);
  };
  const form = page.getByRole('region', { name: 'Selection' });

  await test.step('a trial of 14 days, in which 10,000 calls are free', async () => {
    await createPlan(page, 'Gateway');
    await part(page, 'Phase Standard').click();
    await form.getByLabel('Name', { exact: true }).fill('Trial');
    await outlineOf(page).getByRole('button', { name: 'Add phase' }).click();
    await page.getByRole('menuitem', { name: 'Phase after Trial…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add phase' }).click();
    await form.getByLabel('Name', { exact: true }).fill('Ramp');
    await part(page, 'Phase Trial').click();
    await lasts(form, '14', 'day');
    await addCard(page, 'Free', 'api_call');
    await page.getByLabel('Entitles to').selectOption({ label: 'Usage allowance' });
    await page.getByRole('textbox', { name: 'Limit' }).fill('10000');
  });

  await test.step('a ramp with a fee and all calls at the price of the tier that is reached', async () => {
    await addCard(page, 'Flat fee', undefined, 1);
    await form.getByLabel('Name', { exact: true }).fill('Base fee');
    await page.getByLabel('Amount', { exact: true }).fill('25');
    await addCard(page, 'Volume tiers', 'api_call', 1);
    await paste(page, 'Tier 1, up to', '100000\t0.0004\n1000000\t0.0003\n\t0.0002');
    await livePrice(page).getByLabel('Use in one period').fill('500000');
    await expect(livePrice(page).getByText('$150.00', { exact: true }).first()).toBeVisible();
  });

  await test.step('the full price is the ramp copied and doubled', async () => {
    await part(page, 'Phase Ramp').click();
    await form.getByRole('button', { name: 'Duplicate', exact: true }).click();
    await form.getByLabel('Name', { exact: true }).fill('Full price');
    await part(page, 'Phase Ramp').click();
    await lasts(form, '3', 'month');
    await part(page, 'Base fee: $25.00 per month').last().click();
    await page.keyboard.press('Shift+ArrowDown');
    await expect(form.getByRole('heading', { name: '2 rate cards' })).toBeVisible();
    await form.getByRole('textbox', { name: 'Raise or lower all prices by' }).fill('100');
    await form.getByRole('button', { name: 'Change prices' }).click();
    await expect(part(page, 'Base fee: $50.00 per month')).toBeVisible();
    await expect(part(page, 'Base fee: $25.00 per month')).toBeVisible();
    await expect(page.getByRole('status').getByText('Saved', { exact: true })).toBeVisible();
  });

  await test.step('packs of calls are an add-on, taken in any quantity', async () => {
    await page.goto('/add-ons');
    await page.getByRole('button', { name: 'Create add-on' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create add-on' });
    await dialog.getByLabel('Name').fill('Call pack');
    await dialog.getByRole('radio', { name: /^In any quantity/ }).check();
    await dialog.getByRole('button', { name: 'Create and edit' }).click();
    await page.getByRole('button', { name: 'Add rate card' }).first().click();
    await page
      .getByRole('dialog', { name: 'Add a rate card' })
      .getByRole('button', { name: /^Flat fee/ })
      .click();
    await form.getByLabel('Name', { exact: true }).fill('Pack');
    await form.getByLabel('Amount', { exact: true }).fill('9.50');
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page
      .getByRole('dialog', { name: /^Publish/ })
      .getByRole('button', { name: 'Publish version 1' })
      .click();
    await expect(page.getByText('Active, version 1')).toBeVisible();
  });

  await test.step('the plan offers them from the ramp on, and is sold', async () => {
    await page.goto('/plans');
    await page.getByRole('link', { name: 'Gateway' }).click();
    await page.getByRole('button', { name: 'Offer an add-on' }).click();
    const dialog = page.getByRole('dialog', { name: 'Offer an add-on' });
    await choose(dialog, 'Add-on', 'Call pack');
    await dialog.getByLabel('From phase').selectOption({ label: 'Ramp' });
    await dialog.getByRole('button', { name: 'Offer add-on' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('link', { name: /^Edit/ }).click();
    await publishPlan(page, 'Gateway');
    const { phases } = await storedPlan(api, 'gateway');
    expect(phases.map(({ duration }) => duration)).toEqual(['P14D', 'P3M', undefined]);
  });

  await test.step('a customer in the ramp with three packs would pay 25 + 3 × 9.50', async () => {
    await page.goto(`/previews?customer=${customer.id}`);
    await choose(page, 'Plan', 'Gateway v1');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByLabel('Phase').selectOption({ label: 'In Ramp' });
    await choose(page, 'Add an add-on', 'Call pack v1');
    await page.getByLabel('How many of Call pack v1').fill('3');
    await expect(page.getByTestId('preview-total')).toHaveText('$53.50');
  });
});
