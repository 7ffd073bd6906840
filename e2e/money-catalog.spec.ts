import { choose } from './fields';
import { expect, ownWorkspace, test, V1, V3 } from './signed-in';

test('tax codes, credits and model prices are set up; a plan is sold in credits, and what its feature cost follows the price', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('Money'));

  await test.step('a tax code is created, becomes the default, and shows what others call it', async () => {
    await page.goto('/tax-codes');
    await page.getByRole('button', { name: 'Create tax code' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create tax code' });
    await dialog.getByLabel('Name').fill('Software as a service');
    await expect(dialog.getByLabel('Key')).toHaveValue('software_as_a_service');
    await dialog.getByLabel('Code in Stripe').fill('txcd_10103001');
    await dialog.getByRole('button', { name: 'Create tax code' }).click();
    const row = page.getByRole('row', { name: /Software as a service/ });
    await expect(row).toContainText('txcd_10103001');
    await page.getByRole('button', { name: 'Set defaults' }).click();
    await page.getByRole('dialog', { name: 'Default tax codes' }).getByRole('button', { name: 'Save defaults' }).click();
    await expect(row).toContainText('Default for invoices');
    await expect(row).toContainText('Default for credit grants');
  });

  await test.step('a currency of one’s own is worth something now, and something else from next year on', async () => {
    await page.goto('/currencies');
    await page.getByRole('button', { name: 'Create currency' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create currency' });
    await dialog.getByLabel('Name').fill('AI credits');
    await dialog.getByLabel('Code').fill('CREDITS');
    await dialog.getByRole('button', { name: 'Create currency' }).click();
    const sheet = page.getByRole('dialog', { name: 'AI credits' });
    const worth = page.getByRole('dialog', { name: 'Value of 1 CREDITS' });
    for (const [rate, from] of [
      ['0.01', ''],
      ['0.015', '1 Jan 2099'],
    ] as const) {
      await sheet.getByRole('button', { name: 'Add cost basis' }).click();
      await worth.getByLabel('1 CREDITS is').fill(rate);
      if (from) await worth.getByLabel('From').fill(from);
      await worth.getByRole('button', { name: 'Add cost basis' }).click();
      await expect(worth).toBeHidden();
    }
    const history = sheet.getByRole('table', { name: 'Value of CREDITS' });
    await expect(history.getByRole('row', { name: /\$0\.015/ })).toContainText('Upcoming');
    await expect(history.getByRole('row', { name: /\$0\.01 / })).toContainText('Now');
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('credits');
    await expect(page.getByRole('row', { name: /AI credits/ })).toContainText('$0.01');
    await expect(page).toHaveURL(/q=credits/);
  });

  await test.step('a model costs what the list says, until the workspace says otherwise', async () => {
    await page.goto('/llm-prices?q=gpt-4o+mini');
    const row = page.getByRole('row', { name: /GPT-4o mini (?!2024)/ });
    await expect(row).toContainText('$0.15');
    await row.getByText('GPT-4o mini').click();
    const sheet = page.getByRole('dialog', { name: 'GPT-4o mini' });
    await sheet.getByRole('button', { name: 'Add override' }).click();
    const dialog = page.getByRole('dialog', { name: 'Override GPT-4o mini' });
    await dialog.getByLabel('Input').fill('0.12');
    await dialog.getByLabel('From').fill('1 Jan 2020');
    await dialog.getByRole('button', { name: 'Add override' }).click();
    await expect(sheet.getByText('Applies now')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(row).toContainText('$0.12');
    await expect(row).toContainText('Yours');
  });

  const plan = unique('credits');
  await test.step('a rate card of a plan in credits names the tax code, and the plan can be published', async () => {
    await page.goto('/plans');
    await page.getByRole('button', { name: 'Create plan' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create plan' });
    await dialog.getByLabel('Name').fill(plan);
    await choose(dialog, 'Currency', 'AI credits');
    await dialog.getByRole('button', { name: 'Create and edit' }).click();
    const outline = page.getByRole('navigation', { name: 'Parts of the plan' });
    await outline.getByRole('button', { name: 'Add rate card' }).click();
    await page
      .getByRole('dialog', { name: 'Add a rate card' })
      .getByRole('button', { name: /^Flat fee/ })
      .click();
    await choose(page, 'Tax code', 'Software as a service');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    const { data } = await api.get<{ data: { phases: { rate_cards: { tax_config?: object }[] }[]; currency: string }[] }>(
      `${V3}/plans?filter[name]=${plan}`,
    );
    expect(data[0]).toMatchObject({ currency: 'CREDITS', phases: [{ rate_cards: [{ tax_config: { code: {} } }] }] });
  });

  await test.step('the tax code cannot be deleted while the draft uses it, and the page says where', async () => {
    await page.goto('/tax-codes');
    const row = page.getByRole('row', { name: /Software as a service/ });
    await row
      .getByRole('button', { name: /Software as a service/ })
      .last()
      .click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: /^Delete/ });
    await dialog.getByRole('button', { name: 'Delete tax code' }).click();
    await expect(dialog).toContainText(`version 1 of the plan "${plan}"`);
  });

  await test.step('what a feature cost is usage times the price of its model', async () => {
    const { id: meterId } = await api.post(`${V3}/meters`, {
      key: 'tokens',
      name: 'Tokens',
      event_type: 'llm.request',
      aggregation: 'sum',
      value_property: '$.tokens',
      dimensions: { model: '$.model' },
    });
    const cost = { type: 'llm', provider: 'openai', model_property: 'model', token_type: 'input' };
    const feature = await api.post(`${V3}/features`, { key: 'chat', name: 'Chat', meter: { id: meterId }, unit_cost: cost });
    const usage = (id: string, model: string, tokens: number) => ({
      ...{ specversion: '1.0', source: 'e2e', type: 'llm.request', subject: 'acme', id },
      data: { tokens, model },
    });
    await context.request.post(`${baseURL}${V3}/events`, {
      headers: { origin: baseURL as string },
      data: [usage('1', 'gpt-4o-mini', 50_000_000), usage('2', 'gpt-4o', 1_000_000)],
    });
    await page.goto(`/features?feature=${feature.id}`);
    const sheet = page.getByRole('dialog', { name: 'Chat' });
    // 50 million at $0.12 and one at $2.50.
    await expect(sheet.getByRole('figure', { name: 'Cost' })).toContainText('$8.50');
    await context.request.post(`${baseURL}${V3}/events`, { headers: { origin: baseURL as string }, data: usage('3', 'sonata-9', 5) });
    await page.reload();
    await expect(sheet.getByText('The cost is not known: no price for openai / sonata-9.')).toBeVisible();
  });

  const { data: entries } = await api.get<{ data: { action: string }[] }>(`${V1}/audit-log?page[size]=100`);
  const actions = entries.map(({ action }) => action);
  for (const action of ['tax_code.create', 'tax_code_defaults.update', 'currency.create', 'cost_basis.create', 'llm_price.create']) {
    expect(actions).toContain(action);
  }
});
