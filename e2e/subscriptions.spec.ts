import { choose } from './fields';
import { expect, test, V1, V3 } from './signed-in';
import { subscribable } from './subscribable';

test('a customer starts with a trial, moves on, is paused and resumed, and every step was previewed', async ({ page, api }) => {
  const { customer, key } = await subscribable(api, 'Trialed');

  await test.step('started on the customer page, with the trial first', async () => {
    await page.goto(`/customers/${customer.id}`);
    await page.getByRole('button', { name: 'Start subscription' }).click();
    const dialog = page.getByRole('dialog');
    await choose(dialog, 'Plan', 'Trialed v1');
    const effect = dialog.getByRole('region', { name: 'Effect' });
    await expect(effect.getByText('Recurring per month')).toBeVisible();
    await dialog.getByRole('button', { name: 'Start subscription' }).click();
    await expect(page).toHaveURL(/\/subscriptions\/[0-9A-Z]{26}$/);
    await expect(page.getByRole('heading', { name: 'Trialed v1' })).toBeVisible();
    await expect(page.getByRole('figure', { name: 'Timeline of the subscription' })).toBeVisible();
  });

  await test.step('paused and resumed', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause subscription' }).click();
    await expect(page.getByText('Paused', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Resume' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resume subscription' }).click();
    await expect(page.getByText('Active', { exact: true })).toBeVisible();
  });

  await test.step('canceled at the end of the period, and taken back', async () => {
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel subscription' }).click();
    await expect(page.getByText('Ending', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await expect(page.getByText('Active', { exact: true })).toBeVisible();
  });

  await test.step('the list finds it by its plan, and the history tells what happened', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    await expect(page.getByText('Began on version 1 of Trialed')).toBeVisible();
    await page.goto(`/subscriptions?plan=${key}`);
    await expect(page.getByRole('row', { name: /Trialed customer/ })).toBeVisible();
  });
});

test('subscribers of a plan move to its new version: checked, tried on one, then the rest; a negotiated price stays', async ({
  page,
  api,
}) => {
  const { key, first, customer, plan } = await subscribable(api, 'Moved');
  const started = await api.post<{ id: string }>(`${V3}/subscriptions`, { customer: { id: customer.id }, plan: { id: first.id } });
  const other = await api.post(`${V3}/customers`, { key: `${key}-other`, name: `Moved other ${key}`, currency: 'USD' });
  await api.post(`${V3}/subscriptions`, { customer: { id: other.id }, plan: { id: first.id } });
  const terms = [{ item: 'seats', phase: 'standard', set: { price: { type: 'flat', amount: '15' } } }];
  await api.post(`${V1}/subscriptions/${started.id}/negotiated-terms`, { terms });
  const next = await api.post(`${V1}/plans/${first.id}/next`);
  await api.put(`${V3}/plans/${next.id}`, plan('25'));
  await api.post(`${V3}/plans/${next.id}/publish`);

  await page.goto(`/plans/${next.id}`);
  await expect(page.getByText('2 subscribers stay on an earlier version')).toBeVisible();
  await page.getByRole('button', { name: 'Move subscribers' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Now, with proration').check();
  await dialog.getByLabel('Include subscriptions with negotiated terms').check();
  await dialog.getByLabel('Try on the first').fill('1');
  await dialog.getByRole('button', { name: 'Check subscribers' }).click();
  await expect(page).toHaveURL(/\/plan-migrations\/[0-9A-Z]{26}$/);

  await page.getByRole('button', { name: 'Move the first 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move the first 1' }).click();
  await expect(page.getByText('The first 1 were moved')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Done', { exact: true })).toBeVisible();

  const state = await api.get<{
    plan: { version: number };
    timeline: { items: { phase_key: string; rate_card: { price: { amount?: string } } }[] };
  }>(`${V1}/subscriptions/${started.id}`);
  expect(state.plan.version).toBe(2);
  expect(state.timeline.items.findLast(({ phase_key }) => phase_key === 'standard')?.rate_card.price.amount).toBe('15');

  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone', { exact: true })).toBeVisible();
  const back = await api.get<{ plan: { version: number } }>(`${V1}/subscriptions/${started.id}`);
  expect(back.plan.version).toBe(1);
});
