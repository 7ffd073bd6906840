import { readFile } from 'node:fs/promises';
import { draftPlan, flatFee, publish, soldFeature, unit, usageCard } from './catalog';
import { expect, ownWorkspace, test, V3 } from './signed-in';

test('a catalog goes out as a file, comes back changed, is reviewed, applied and taken to another workspace; a view of the list is kept', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const liveName = unique('Live');
  await ownWorkspace(context, baseURL as string, liveName);
  const api = await ownWorkspace(context, baseURL as string, unique('Sandbox'));
  const { feature } = await soldFeature(api, 'tokens', 'llm', 'n');
  const card = usageCard('tokens', 'Tokens', feature.id, unit('0.002'));
  await publish(api, await draftPlan(api, 'pro', [flatFee('49'), card], 'Pro'));
  await draftPlan(api, 'team', [flatFee('99')], 'Team');

  const file = await test.step('the file holds what is there', async () => {
    await page.goto('/catalog');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download YAML' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    expect(text).toContain('key: pro');
    expect(text).toContain('amount: "49"');
    return text;
  });

  const box = page.getByLabel('The file as YAML or JSON');
  await test.step('what was not changed changes nothing', async () => {
    await box.fill(file);
    await page.getByRole('button', { name: 'Review changes' }).click();
    await expect(page.getByRole('heading', { name: 'No changes' })).toBeVisible();
  });

  await test.step('a mistake is told with its line', async () => {
    await box.fill(file.replace('amount: "49"', 'amonut: "49"'));
    await page.getByRole('button', { name: 'Review changes' }).click();
    await expect(page.getByText(/Line \d+, column \d+: There is no field "amonut" here/).first()).toBeVisible();
  });

  await test.step('a changed file is uploaded, reviewed in sentences and applied as drafts', async () => {
    const changed = file.replace('amount: "49"', 'amount: "59.00"');
    await page
      .getByLabel('Catalog file')
      .setInputFiles({ name: 'catalog.yaml', mimeType: 'application/yaml', buffer: Buffer.from(changed) });
    await page.getByRole('button', { name: 'Review changes' }).click();
    const changes = page.getByRole('list', { name: 'Changes' });
    await expect(changes).toContainText('Next version 2, as a draft');
    await expect(changes).toContainText('price rises from $49.00 to $59.00');
    await page.getByRole('button', { name: 'Apply as drafts' }).click();
    await expect(page.getByText('One change applied')).toBeVisible();
    const { data } = await api.get<{ data: { key: string; version: number; status: string }[] }>(`${V3}/plans?sort=key,version`);
    expect(data.map(({ key, version, status }) => `${key} ${version} ${status}`)).toEqual(['pro 1 active', 'pro 2 draft', 'team 1 draft']);
  });

  await test.step('what a file does not list is removed where it is ticked, and what is used says where', async () => {
    await draftPlan(api, 'old', [flatFee('1')], 'Old');
    await box.fill('plans: []');
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByRole('button', { name: 'Show unlisted items' }).click();
    const list = page.getByRole('list', { name: 'Not listed' });
    await expect(list).toContainText('Its draft is discarded.');
    await list.getByRole('checkbox', { name: 'Remove Old' }).click();
    await page.getByRole('button', { name: 'Apply, remove 1' }).click();
    await expect.poll(async () => (await api.get<{ data: { key: string }[] }>(`${V3}/plans?filter[key]=old`)).data).toEqual([]);
  });

  await test.step('the plan goes to the other workspace with what it needs', async () => {
    await page.goto('/catalog?tab=promote');
    await page
      .getByRole('combobox', { name: 'To' })
      .or(page.getByRole('button', { name: 'To' }))
      .first()
      .click();
    await page.getByRole('option', { name: new RegExp(liveName) }).click();
    await page.getByRole('checkbox', { name: 'Pro', exact: true }).click();
    await page.getByRole('button', { name: 'Review changes' }).click();
    await expect(page.getByText('meters/tokens_meter')).toBeVisible();
    await expect(page.getByRole('heading', { name: '3 things change' })).toBeVisible();
    await page.getByRole('checkbox', { name: 'Publish the drafts at once' }).click();
    await page.getByRole('button', { name: 'Apply and publish' }).click();
    await expect(page.getByText(`3 changes taken to ${liveName}`)).toBeVisible();
  });

  await test.step('a search of the plans is kept as a view and opened again', async () => {
    await page.goto('/plans?status=draft&q=team');
    await expect(page.getByRole('link', { name: 'Team' })).toBeVisible();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Save this view…' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Team drafts');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.goto('/plans');
    await expect(page.getByRole('link', { name: 'Pro' })).toBeVisible();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Team drafts' }).first().click();
    await expect(page).toHaveURL(/status=draft/);
    await expect(page.getByRole('link', { name: 'Pro' })).toBeHidden();
  });

  await test.step('several drafts are published at once, each with its own result', async () => {
    await page.goto('/plans');
    await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
    await page.getByRole('region', { name: 'Chosen plans' }).getByRole('button', { name: 'Publish drafts' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish drafts 2 plans' }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText('2 done, 0 refused.');
  });
});
