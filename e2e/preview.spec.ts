import { existsSync, readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { draftPlan, flatFee, publish, soldFeature, unit, usageCard } from './catalog';
import { choose } from './fields';
import { type Api, expect, ownWorkspace, test, V1, V3 } from './signed-in';

const TRACE = process.env.AZURE_LLM_TRACE ?? '../shared/data/azure-llm-2023/conv.csv';
const perThousand = { unit_config: { operation: 'divide', conversion_factor: '1000' } };

/** A figure of a finished import: "Accepted" → "12". */
const figure = (page: Page, label: string) => page.getByRole('term').filter({ hasText: label }).locator('xpath=following-sibling::dd[1]');

/** The cells of a line of an invoice: its total is the last. */
const line = (invoice: Locator, name: string) => invoice.getByRole('row').filter({ has: invoice.page().getByRole('button', { name }) });

test('usage from a file is mapped and imported once, and priced for one customer line by line, with another version beside it', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('Preview'));
  const { feature } = await soldFeature(api, 'tokens', 'llm.request', 'tokens');
  const customer = await api.post(`${V3}/customers`, { key: 'team-1', name: 'Team One' });
  const tiers = (last: string) => ({
    type: 'graduated',
    tiers: [{ up_to_amount: '10', unit_price: unit('0.50') }, { up_to_amount: '20', unit_price: unit('0.40') }, { unit_price: unit(last) }],
  });
  const tokens = (last: string) => usageCard('tokens', 'Tokens', feature.id, tiers(last), perThousand);
  await publish(api, await draftPlan(api, 'pro', [flatFee('20'), tokens('0.30')], 'Pro'));
  await draftPlan(api, 'pro', [flatFee('20'), tokens('0.25')], 'Pro');

  await test.step('a file of twelve rows is mapped: the subject is the number of the row modulo three', async () => {
    const now = new Date();
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15)).toISOString().slice(0, 10);
    const rows = Array.from({ length: 12 }, (_, row) => `${month}T12:00:${String(row).padStart(2, '0')}Z,${(row + 1) * 1000}`);
    const csv = ['when,tokens', ...rows, 'not a time,5'].join('\n');
    await page.goto('/usage-imports');
    await page.getByLabel('Drop a CSV or NDJSON file').setInputFiles({ name: 'usage.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByLabel('Event type', { exact: true }).fill('llm.request');
    await page.getByLabel('Source', { exact: true }).fill('usage-file');
    await page.getByLabel('Subject', { exact: true }).fill('team-{row % 3}');
    await page.getByLabel('Time', { exact: true }).fill('{when}');
    const first = page.getByRole('region', { name: 'The first rows' });
    await expect(first.getByRole('row').nth(2)).toContainText('team-1');
    await expect(first.getByRole('row').nth(2)).toContainText('2000');
  });

  const importFile = async (accepted: string, known: string) => {
    await page.getByRole('button', { name: /^Import \d/ }).click();
    await expect(page.getByText('usage.csv is imported')).toBeVisible();
    await expect(figure(page, 'Accepted')).toHaveText(accepted);
    await expect(figure(page, 'Already imported')).toHaveText(known);
    await expect(figure(page, 'Rejected')).toHaveText('1');
  };
  await test.step('twelve rows are accepted, and the row without a time can be read with its reason', async () => {
    await importFile('12', '0');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: /Rejected rows with their reasons/ }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toContain('not a time');
  });

  const total = page.getByTestId('preview-total');
  await test.step('the preview of a customer is exact: 20 + (10 × 0.50 + 10 × 0.40 + 6 × 0.30) = 30.80', async () => {
    await page.goto('/previews');
    await choose(page, 'Customer', customer.name);
    await choose(page, 'Plan', 'Pro v1');
    await expect(total).toHaveText('$30.80');
  });

  const invoice = page.getByRole('article', { name: /^Invoice of/ });
  await test.step('a line unfolds into the steps that made it', async () => {
    await expect(line(invoice, 'Platform fee').getByRole('cell').last()).toHaveText('20.00');
    await invoice.getByRole('button', { name: /above 20k/ }).click();
    const steps = invoice.getByRole('list', { name: /^Calculation of .*/ }).getByRole('listitem');
    await expect(steps).toContainText(['26,000', '26', '6 in tier 3', '6 × $0.30 = $1.80']);
  });

  await test.step('the draft beside it says what would be different, in total, in its line and why', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    await choose(page, 'Compare with', 'Pro v2');
    await expect(page.getByTestId('preview-difference')).toHaveText('+$0.30 (+1%)');
    const comparison = page.getByRole('table', { name: 'Comparison' });
    const tokens = comparison.getByRole('row', { name: /^Tokens/ });
    await expect(tokens.getByRole('cell')).toHaveText(['10.50', '10.80', '+$0.30 (+2.9%)']);
    await expect(
      comparison
        .getByRole('row', { name: /^Platform fee/ })
        .getByRole('cell')
        .last(),
    ).toHaveText('$0.00');
    await expect(comparison.getByRole('row', { name: /^Total/ }).getByRole('cell')).toHaveText(['30.50', '30.80', '+$0.30 (+1%)']);
    await tokens.getByRole('button', { name: 'Tokens' }).click();
    await expect(
      comparison
        .getByRole('row', { name: /tier 3/ })
        .getByRole('cell')
        .last(),
    ).toHaveText('+$0.30 (+20%)');
    await expect(comparison.getByText('Tokens: price above 20k rises from $0.25 to $0.30 per 1k tokens meter')).toBeVisible();
  });

  await test.step('the question is in the address: a reload answers the same', async () => {
    await page.reload();
    await expect(total).toHaveText('$30.80');
    await expect(page.getByTestId('preview-difference')).toContainText('$0.30');
  });
});

/** "LLM Pro" and the forty customers whose requests the trace holds. */
async function llmPro(api: Api) {
  const sold = async (key: string, field?: string) => (await soldFeature(api, key, 'llm.request', field)).feature.id;
  const graduated = [
    { up_to_amount: '300', unit_price: unit('0') },
    { up_to_amount: '550', unit_price: unit('0.003') },
    { unit_price: unit('0.0025') },
  ];
  const volume = [{ up_to_amount: '400', unit_price: unit('0.001') }, { unit_price: unit('0.0008') }];
  const roundedUp = { unit_config: { ...perThousand.unit_config, rounding: 'ceiling' }, discounts: { percentage: 10 } };
  const plan = await draftPlan(
    api,
    'llm_pro',
    [
      flatFee('49'),
      usageCard(
        'input_tokens',
        'Input tokens',
        await sold('input_tokens', 'context_tokens'),
        { type: 'graduated', tiers: graduated },
        perThousand,
      ),
      usageCard('output_tokens', 'Output tokens', await sold('output_tokens', 'generated_tokens'), unit('0.015'), roundedUp),
      usageCard(
        'requests',
        'Requests',
        await sold('requests'),
        { type: 'volume', tiers: volume },
        { commitments: { minimum_amount: '1.00' } },
      ),
    ],
    'LLM Pro',
  );
  const names = Array.from({ length: 40 }, (_, n) => `acme-${String(n).padStart(2, '0')}`);
  for (const key of names) await api.post(`${V3}/customers`, { key, name: key });
  return { plan, names };
}

test('a real trace of nineteen thousand requests, imported in the browser, prices forty customers to the cent', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  test.skip(!existsSync(TRACE), 'the trace is not on this machine; AZURE_LLM_TRACE names it');
  const api = await ownWorkspace(context, baseURL as string, unique('Trace'));
  const { plan, names } = await llmPro(api);

  await test.step('the file is imported with the customer taken from the number of the row', async () => {
    await page.goto('/usage-imports');
    await page.getByLabel('Drop a CSV or NDJSON file').setInputFiles(TRACE);
    await page.getByLabel('Event type', { exact: true }).fill('llm.request');
    await page.getByLabel('Source', { exact: true }).fill('azure-llm-2023');
    await page.getByLabel('Subject', { exact: true }).fill('acme-{row % 40:02}');
    await expect(page.getByLabel('Id', { exact: true })).toHaveValue('{row}');
    await expect(page.getByLabel('Time', { exact: true })).toHaveValue('{TIMESTAMP}');
    await expect(page.getByLabel('Name of field 1')).toHaveValue('context_tokens');
    await expect(page.getByLabel('Name of field 2')).toHaveValue('generated_tokens');
    await page.getByRole('button', { name: /^Import \d/ }).click();
    await expect(page.getByText('conv.csv is imported')).toBeVisible({ timeout: 60_000 });
    await expect(figure(page, 'Accepted')).toHaveText('19,366');
    await expect(figure(page, 'Rejected')).toHaveText('0');
  });

  await test.step('acme-07 would have paid 52.21', async () => {
    await page.goto('/previews?from=2023-11-01&to=2023-12-01');
    await choose(page, 'Customer', 'acme-07');
    await choose(page, 'Plan', 'LLM Pro v1');
    await expect(page.getByTestId('preview-total')).toHaveText('$52.21');
    const invoice = page.getByRole('article', { name: /^Invoice of/ });
    const amounts = ['49.00', '0.00', '0.75', '0.07', '1.39', '0.39', '0.61'];
    await expect(invoice.getByRole('row')).toHaveCount(amounts.length + 1);
    for (const [at, amount] of amounts.entries()) {
      const cells = invoice
        .getByRole('row')
        .nth(at + 1)
        .getByRole('cell');
      await expect(cells.last()).toHaveText(amount);
    }
  });

  await test.step('all forty together would have paid 2,086.22', async () => {
    const question = { plan: { id: plan.id }, from: '2023-11-01T00:00:00Z', to: '2023-12-01T00:00:00Z' };
    let cents = 0;
    for (const key of names) {
      const { totals } = await api.post<{ totals: { total: string } }>(`${V1}/invoice-previews`, { customer: { key }, ...question });
      cents += Math.round(Number(totals.total) * 100);
    }
    expect(cents).toBe(208_622);
  });
});
