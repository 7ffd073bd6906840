import type { Page } from '@playwright/test';
import { draftPlan, flatFee, publish, soldFeature } from './catalog';
import { apiOf, expect, join, ownWorkspace, signInAs, test, V1, V3 } from './signed-in';

const PASSWORD = 'reads a lot and writes nothing';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('an analyst reads everything, is offered no act, and is refused by the API whatever they send', async ({
  browser,
  baseURL,
  api,
  unique,
}) => {
  const url = baseURL as string;
  const sold = await publish(api, await draftPlan(api, unique('sold'), [flatFee('49')]));
  const draft = await draftPlan(api, unique('draft'), [flatFee('49')]);
  const { meter, feature } = await soldFeature(api, unique('read'), 'reading', 'pages');
  const customer = await api.post(`${V3}/customers`, { key: unique('reader'), name: 'Reader' });
  const email = `${unique('alan')}@parallax.example`;
  await join(api, url, { email, name: 'Alan Turing', role: 'analyst', password: PASSWORD });
  const context = await browser.newContext({ baseURL: url, storageState: await signInAs(url, { email, password: PASSWORD }) });
  const page = await context.newPage();

  await test.step('no page offers to create, change or remove anything', async () => {
    const act = /^(create|new|add(?!-on)|edit|make next|publish|archive|delete|remove|duplicate|save|revoke|invite|import \d)\b/i;
    for (const path of [
      '/plans',
      `/plans/${sold.id}`,
      `/plans/${draft.id}`,
      '/add-ons',
      '/features',
      '/meters',
      `/meters/${meter.id}`,
      '/customers',
      `/customers/${customer.id}`,
      '/events',
      '/usage-imports',
      '/settings/members',
    ]) {
      await page.goto(path);
      await expect(heading(page)).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      const main = page.getByRole('main');
      await expect(main.getByRole('button', { name: act }).or(main.getByRole('link', { name: act })), path).toHaveCount(0);
      await expect(main.getByRole('button', { name: /^(Actions|More actions)/ }), path).toHaveCount(0);
    }
  });

  await test.step('the editor of a draft says who may edit, and where to read it', async () => {
    await page.goto(`/plans/${draft.id}/edit`);
    await expect(page.getByText('Your role reads plans but does not edit them')).toBeVisible();
    await page.getByRole('link', { name: 'Open the plan' }).click();
    await expect(page.getByText('Draft, version 1')).toBeVisible();
  });

  await test.step('API keys are not theirs to see, the audit log is', async () => {
    const main = page.getByRole('navigation', { name: 'Main' });
    await main.getByRole('link', { name: 'Settings' }).click();
    await expect(main.getByRole('link', { name: 'Audit log' })).toBeVisible();
    await expect(main.getByRole('link', { name: 'API keys' })).toBeHidden();
    await page.goto('/settings/api-keys');
    await expect(page.getByText('Your role does not allow this')).toBeVisible();
  });

  await test.step('the API refuses what the pages do not offer', async () => {
    const { refused } = apiOf(context.request, url);
    const forbidden = { status: 403, code: 'forbidden' };
    expect(await refused('POST', `${V3}/meters`, { key: 'a', name: 'a', event_type: 'a', aggregation: 'count' })).toEqual(forbidden);
    expect(await refused('POST', `${V3}/plans`, { key: 'a', name: 'a', currency: 'USD', billing_cadence: 'P1M', phases: [] })).toEqual(
      forbidden,
    );
    expect(await refused('POST', `${V3}/plans/${draft.id}/publish`)).toEqual(forbidden);
    expect(await refused('DELETE', `${V3}/plans/${draft.id}`)).toEqual(forbidden);
    expect(await refused('DELETE', `${V3}/features/${feature.id}`)).toEqual(forbidden);
    expect(await refused('DELETE', `${V3}/customers/${customer.id}`)).toEqual(forbidden);
    expect(await refused('POST', `${V3}/events`, { specversion: '1.0', id: '1', source: 's', type: 't', subject: 'u' })).toEqual(forbidden);
    expect(await refused('GET', `${V1}/api-keys`)).toEqual(forbidden);
    expect(await refused('POST', `${V1}/invitations`, { email: 'eve@parallax.example', role: 'owner' })).toEqual(forbidden);
    expect((await api.get<{ status: string }>(`${V3}/plans/${draft.id}`)).status).toBe('draft');
  });
  await context.close();
});

test("another workspace's plan, meter and customer are not found, by page and by API, whoever asks", async ({
  browser,
  page,
  baseURL,
  api,
  demoState,
  unique,
}) => {
  const url = baseURL as string;
  const elsewhere = await browser.newContext({ baseURL: url, storageState: demoState });
  const other = await ownWorkspace(elsewhere, url, unique('Elsewhere'));
  const plan = await draftPlan(other, 'secret', [flatFee('49')]);
  const { meter } = await soldFeature(other, 'hidden', 'hidden', 'n');
  const customer = await other.post(`${V3}/customers`, { key: 'unknown', name: 'Unknown' });

  for (const path of [`/plans/${plan.id}`, `/plans/${plan.id}/edit`, `/meters/${meter.id}`, `/customers/${customer.id}`]) {
    await page.goto(path);
    await expect(page.getByText('Not found', { exact: true }), path).toBeVisible();
    await expect(page.getByText('It was removed, belongs to another workspace, or the address is wrong.')).toBeVisible();
  }
  const missing = { status: 404, code: 'not_found' };
  for (const path of [`plans/${plan.id}`, `meters/${meter.id}`, `customers/${customer.id}`]) {
    expect(await api.refused('GET', `${V3}/${path}`)).toEqual(missing);
    expect(await api.refused('DELETE', `${V3}/${path}`)).toEqual(missing);
  }
  expect((await other.get(`${V3}/plans/${plan.id}`)).id).toBe(plan.id);
  await elsewhere.close();
});
