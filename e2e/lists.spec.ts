import { readFile } from 'node:fs/promises';
import { expect, ownWorkspace, test, V3 } from './signed-in';

test('a long list is searched, sorted, paged, exported and acted on by the keyboard, and stands in the address', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('lists'));
  const numbers = Array.from({ length: 53 }, (_, i) => String(i + 1).padStart(2, '0'));
  for (const number of numbers) {
    const app_mappings = number === '07' ? [{ app_type: 'stripe', tax_code: 'txcd_777' }] : [];
    await api.post(`${V3}/tax-codes`, { key: `code_${number}`, name: number === '53' ? '=Formula' : `Code ${number}`, app_mappings });
  }
  const rows = page.getByRole('table', { name: 'Tax codes' }).locator('tbody').getByRole('row');
  const names = async () => (await rows.allInnerTexts()).map((text) => text.trim().split(/\s*\n/)[0]);

  await test.step('fifty rows stand on a page, in the order of a column', async () => {
    await page.goto('/tax-codes');
    await expect(page.getByText('1–50 of 53 tax codes')).toBeVisible();
    const key = page.getByRole('columnheader', { name: 'Key' });
    await key.getByRole('button').press('Enter');
    await expect(key).toHaveAttribute('aria-sort', 'ascending');
    await expect(rows.first()).toContainText('code_01');
    await key.getByRole('button').press('Enter');
    await expect(key).toHaveAttribute('aria-sort', 'descending');
    await expect(rows.first()).toContainText('code_53');
    await page.getByRole('button', { name: 'Next page' }).press('Enter');
    await expect(page.getByText('51–53 of 53 tax codes')).toBeVisible();
    await page.reload();
    await expect(rows).toHaveCount(3);
    await expect(rows.last()).toContainText('code_01');
  });

  await test.step('a search begins at the first page, finds codes of other systems, and is cleared', async () => {
    const search = page.getByRole('searchbox', { name: 'Search by name, key or code' });
    await search.fill('TXCD_777');
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText('Code 07');
    await search.fill('nothing like it');
    await expect(page.getByText('Nothing matches')).toBeVisible();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await expect(page.getByText('1–50 of 53 tax codes')).toBeVisible();
    await search.fill('code_5');
    await expect(rows).toHaveCount(4);
    await expect(page).toHaveURL(/sort=-key/);
  });

  await test.step('the CSV has the rows that are shown, in their order, and no formula', async () => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).press('Enter');
    const text = await readFile(await (await downloading).path(), 'utf8');
    const [head, ...lines] = text.trimEnd().split('\r\n');
    const column = head?.split(',').indexOf('name') ?? -1;
    expect(lines.map((line) => line.split(',')[column])).toEqual(["'=Formula", 'Code 52', 'Code 51', 'Code 50']);
    expect(await names()).toEqual(['=Formula', 'Code 52', 'Code 51', 'Code 50']);
  });

  await test.step('what is chosen is deleted, each with its own result', async () => {
    await page.getByRole('checkbox', { name: 'Select all on this page' }).press('Space');
    await page.getByRole('region', { name: 'Chosen tax codes' }).getByRole('button', { name: 'Delete' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete 4 tax codes' }).press('Enter');
    await expect(dialog.getByRole('status')).toHaveText('4 done, 0 refused.');
    await dialog.getByRole('button', { name: 'Close' }).last().press('Enter');
    await expect(page.getByText('Nothing matches')).toBeVisible();
  });
});
