import { choose, paste } from './fields';
import { expect, test } from './signed-in';

test('a plan is built from nothing: a meter, a feature, a flat fee and pasted tiers, with words and live price exact, until it is sold', async ({
  page,
  unique,
}) => {
  const [meter, feature, plan] = [unique('prompt_tokens'), unique('prompts'), unique('build')];
  const words = 'First 300k units free, then $0.003 per 1k units up to 550k, then $0.0025 per 1k units, 10% off';

  await test.step('a meter is created and its page opens', async () => {
    await page.goto('/meters');
    await page.getByRole('button', { name: 'Create meter' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create meter' });
    await dialog.getByLabel('Name').fill(meter);
    await expect(dialog.getByLabel('Key')).toHaveValue(meter);
    await dialog.getByLabel('Event type').fill('llm.request');
    await dialog.getByRole('radio', { name: /^Sum/ }).check();
    await dialog.getByLabel('Value property').fill('$.context_tokens');
    await dialog.getByRole('button', { name: 'Create meter' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('a feature sells what the meter counts', async () => {
    await page.goto('/features');
    await page.getByRole('button', { name: 'Create feature' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create feature' });
    await dialog.getByLabel('Name').fill(feature);
    await choose(dialog, 'Meter', meter);
    await dialog.getByRole('button', { name: 'Create feature' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('searchbox').fill(feature);
    await expect(page.getByRole('row', { name: new RegExp(feature) })).toContainText(meter);
  });

  await test.step('a plan begins as a draft in the editor', async () => {
    await page.goto('/plans');
    await page.getByRole('button', { name: 'Create plan' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create plan' });
    await dialog.getByLabel('Name').fill(plan);
    await expect(dialog.getByLabel('Key')).toHaveValue(plan);
    await dialog.getByRole('button', { name: 'Create and edit' }).click();
    await expect(page.getByRole('heading', { level: 1, name: plan })).toBeVisible();
    await expect(page.getByText('Draft, version 1')).toBeVisible();
  });

  const outline = page.getByRole('navigation', { name: 'Parts of the plan' });
  const live = page.getByRole('complementary', { name: 'Live price' });
  const add = async (kind: string) => {
    await outline.getByRole('button', { name: 'Add rate card' }).click();
    await page
      .getByRole('dialog', { name: 'Add a rate card' })
      .getByRole('button', { name: new RegExp(`^${kind}`) })
      .click();
  };

  await test.step('a platform fee of 49 dollars in advance', async () => {
    await add('Flat fee');
    await page.getByLabel('Name', { exact: true }).fill('Platform fee');
    await page.getByLabel('Amount', { exact: true }).fill('49');
    await expect(outline.getByRole('button', { name: 'Platform fee: $49.00 per month', exact: true })).toBeVisible();
    await expect(live).toContainText('$49.00');
  });

  await test.step('input tokens in graduated tiers per thousand, pasted from a spreadsheet, with ten percent off', async () => {
    await add('Graduated tiers');
    await choose(page, 'Feature', feature);
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(feature);
    await page.getByLabel('Billed quantity').selectOption({ label: 'Divided by' });
    await page.getByLabel('Factor').fill('1000');
    await paste(page, 'Tier 1, up to', '300\t0\n550\t0.003\n\t0.0025');
    await expect(page.getByLabel('Tier 2, price per unit')).toHaveValue('0.003');
    await expect(page.getByLabel('Tier 3, price per unit')).toHaveValue('0.0025');
    await expect(page.getByRole('table', { name: 'Tiers' }).getByRole('textbox')).toHaveCount(9);
    await page.getByRole('textbox', { name: 'Discount' }).fill('10');
  });

  await test.step('the price stands there in words', async () => {
    await expect(outline.getByRole('button', { name: `${feature}: ${words}`, exact: true })).toBeVisible();
  });

  await test.step('the live price is exact for a quantity', async () => {
    await live.getByLabel('Use in one period').fill('579020');
    await expect(live.getByText('$0.73', { exact: true })).toBeVisible();
    await expect(live.getByText('$1.26 / 1M units on average')).toBeVisible();
    const steps = (tier: string) => live.getByRole('listitem').filter({ hasText: tier }).getByRole('listitem');
    await expect(steps(', up to 300k')).toContainText(['300 in tier 1 (up to 300)', '300 × $0.00 = $0.00', '10% discount']);
    await expect(steps(', above 300k up to 550k')).toHaveText([
      '579,020 units used',
      '579,020 units ÷ 1,000 = 579.02',
      '250 in tier 2 (above 300 up to 550)',
      '250 × $0.003 = $0.75',
      '10% discount −$0.08',
    ]);
    await expect(steps(', above 550k')).toContainText(['29.02 × $0.0025 = $0.07', '10% discount −$0.01']);
    await live.getByLabel('Use in one period').fill('300000');
    await expect(live.getByText('$0.00', { exact: true }).first()).toBeVisible();
  });

  await test.step('everything is saved by itself, and still there after a reload', async () => {
    await expect(page.getByRole('status').getByText('Saved', { exact: true })).toBeVisible();
    await page.reload();
    await expect(outline.getByRole('button', { name: `${feature}: ${words}`, exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /\d issues?$/ })).toHaveCount(0);
  });

  await test.step('published, it is active and says the same', async () => {
    await page.getByRole('button', { name: 'Publish…' }).click();
    const dialog = page.getByRole('dialog', { name: `Publish version 1 of ${plan}` });
    await expect(dialog.getByText('Platform fee: $49.00 per month')).toBeVisible();
    await expect(dialog.getByText(`${feature}: ${words}`)).toBeVisible();
    await dialog.getByRole('button', { name: 'Publish version 1' }).click();
    await expect(page).toHaveURL(/\/plans\/[0-9A-Z]{26}$/);
    await expect(page.getByText('Active, version 1')).toBeVisible();
    const rows = page.getByRole('table', { name: 'Rate cards' }).getByRole('row');
    await expect(rows.filter({ hasText: '$49.00 per month' })).toHaveCount(1);
    await expect(rows.filter({ hasText: 'First 300k units' })).toContainText('Free');
    await expect(rows.filter({ hasText: 'Above 550k units' })).toContainText('$0.0025 per 1k units');
    await expect(rows.filter({ hasText: 'Discount' })).toContainText('10%');
  });

  await test.step('what is sold is not edited any more', async () => {
    await page.goto(`${page.url()}/edit`);
    await expect(page.getByText(`Version 1 of ${plan} cannot be changed`)).toBeVisible();
  });
});
