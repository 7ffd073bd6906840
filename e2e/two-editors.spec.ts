import type { Browser, Page } from '@playwright/test';
import { draftPlan, flatFee } from './catalog';
import { type Api, expect, join, ownWorkspace, signInAs, test, V3 } from './signed-in';

const PASSWORD = 'grace likes quiet mornings';
const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved$/ });
const row = (page: Page, text: string) =>
  page.getByRole('navigation', { name: 'Parts of the plan' }).getByRole('button', { name: text, exact: true });

/** A second person who may edit the same workspace, in a browser of their own. */
async function grace(browser: Browser, baseURL: string, api: Api, unique: (name: string) => string): Promise<Page> {
  const email = `${unique('grace')}@parallax.example`;
  await join(api, baseURL, { email, name: 'Grace Hopper', role: 'editor', password: PASSWORD });
  const context = await browser.newContext({ baseURL, storageState: await signInAs(baseURL, { email, password: PASSWORD }) });
  return context.newPage();
}

async function setAmount(page: Page, card: string, amount: string) {
  await row(page, card).click();
  await page.getByLabel('Amount', { exact: true }).fill(amount);
}

test('of two editors of one draft, the second to save is told who changed what and chooses, and nothing is lost', async ({
  page: ada,
  browser,
  baseURL,
  api,
  unique,
}) => {
  const plan = await draftPlan(api, unique('shared'), [flatFee('49'), { ...flatFee('10', 'Support'), key: 'support' }]);
  const other = await grace(browser, baseURL as string, api, unique);
  for (const page of [ada, other]) {
    await page.goto(`/plans/${plan.id}/edit`);
    await expect(row(page, 'Platform fee: $49.00 per month')).toBeVisible();
  }

  await test.step('the first saves, and knows of nobody', async () => {
    await setAmount(ada, 'Platform fee: $49.00 per month', '59');
    await expect(row(ada, 'Platform fee: $59.00 per month')).toBeVisible();
    await expect(saved(ada)).toBeVisible();
  });

  await test.step('the second is told what the first did and what they did, and merges both', async () => {
    await setAmount(other, 'Support: $10.00 per month', '15');
    const dialog = other.getByRole('dialog', { name: /^Demo user changed this \d+ seconds? ago$/ });
    await expect(dialog).toBeVisible();
    const [theirs, mine] = [
      dialog.getByRole('region', { name: 'Changed by Demo user' }),
      dialog.getByRole('region', { name: 'Changed by you' }),
    ];
    await expect(theirs).toContainText('$59.00');
    await expect(theirs).not.toContainText('$15.00');
    await expect(mine).toContainText('$15.00');
    await dialog.getByRole('button', { name: 'Merge both' }).click();
    await expect(row(other, 'Platform fee: $59.00 per month')).toBeVisible();
    await expect(row(other, 'Support: $15.00 per month')).toBeVisible();
    await expect(saved(other)).toBeVisible();
  });

  await test.step('where both changed the same price, one has to choose before anything is saved', async () => {
    await setAmount(other, 'Platform fee: $59.00 per month', '55');
    await expect(saved(other)).toBeVisible();
    await setAmount(ada, 'Platform fee: $59.00 per month', '69');
    const dialog = ada.getByRole('dialog', { name: /^Grace Hopper changed this/ });
    await expect(dialog.getByText('One place was changed by both')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Merge: 1 to decide' })).toBeDisabled();
    const choice = dialog.getByRole('group', { name: 'Standard, Platform fee: price' });
    await expect(choice).toContainText('$55.00');
    await expect(choice).toContainText('$69.00');
    await choice.getByRole('radio', { name: /^Mine/ }).check();
    await dialog.getByRole('button', { name: 'Merge both' }).click();
    await expect(saved(ada)).toBeVisible();
  });

  await test.step('the server has what was chosen, and the edit of the other person', async () => {
    type Stored = { phases: { rate_cards: { name: string; price: { amount: string } }[] }[] };
    const stored = await api.get<Stored>(`${V3}/plans/${plan.id}`);
    expect(stored.phases[0]?.rate_cards.map(({ name, price }) => `${name} ${price.amount}`)).toEqual(['Platform fee 69', 'Support 15']);
  });
  await other.context().close();
});

test('what could not be saved survives a closed tab, and is offered when the plan is opened again', async ({
  page,
  context,
  api,
  unique,
}) => {
  const plan = await draftPlan(api, unique('kept'), [flatFee('49')]);
  await page.goto(`/plans/${plan.id}/edit`);

  await test.step('the connection breaks while one types', async () => {
    await context.route('**/plans/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.fallback()));
    await setAmount(page, 'Platform fee: $49.00 per month', '77.25');
    await expect(page.getByRole('status').filter({ hasText: 'Your text is kept' })).toBeVisible();
    await page.close();
    await context.unroute('**/plans/**');
  });

  await test.step('a new tab shows what the server has, and offers the rest', async () => {
    const again = await context.newPage();
    await again.goto(`/plans/${plan.id}/edit`);
    await expect(again.getByText(/You changed this plan here .* and it was not saved/)).toBeVisible();
    await expect(row(again, 'Platform fee: $49.00 per month')).toBeVisible();
    await again.getByRole('button', { name: 'Restore my changes' }).click();
    await expect(row(again, 'Platform fee: $77.25 per month')).toBeVisible();
    await expect(saved(again)).toBeVisible();
    await again.reload();
    await expect(row(again, 'Platform fee: $77.25 per month')).toBeVisible();
    await expect(again.getByRole('button', { name: 'Restore my changes' })).toBeHidden();
  });
});

test('a form that somebody else was quicker to save asks field by field, and keeps both', async ({ page, context, baseURL, unique }) => {
  const api = await ownWorkspace(context, baseURL as string, unique('Quicker'));
  const code = await api.post(`${V3}/tax-codes`, { key: 'saas', name: 'Software', description: 'Ours', app_mappings: [] });

  await page.goto('/tax-codes');
  await page.getByRole('row', { name: /Software/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Edit Software' });
  await dialog.getByLabel('Name').fill('Software as a service');
  await dialog.getByLabel('Code in Stripe').fill('txcd_10103001');
  await api.put(`${V3}/tax-codes/${code.id}`, { name: 'Online software', description: 'What we run for others', app_mappings: [] });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  const merge = dialog.getByRole('alert').filter({ hasText: 'changed this while you had it open' });
  await expect(merge).toContainText('One field was changed by both.');
  await expect(merge).toContainText('What we run for others (theirs)');
  await expect(dialog.getByRole('button', { name: 'Merge: 1 to decide' })).toBeDisabled();
  await merge.getByRole('radio', { name: /Theirs/ }).click();
  await dialog.getByRole('button', { name: 'Save both changes' }).click();
  await expect(dialog).toBeHidden();
  expect(await api.get(`${V3}/tax-codes/${code.id}`)).toMatchObject({
    name: 'Online software',
    description: 'What we run for others',
    app_mappings: [{ app_type: 'stripe', tax_code: 'txcd_10103001' }],
  });
});
