import { expect, type Page, test } from '@playwright/test';
import { expectNoBarriers, listen } from './axe';

const OWNER = { email: 'ada@northwind.example', password: 'a kettle of plain words' };

async function signIn(page: Page, { email, password }: typeof OWNER) {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('the first person sets up, signs out, is told plainly when the password is wrong, and comes back to where they wanted to go', async ({
  page,
}) => {
  await test.step('a new installation asks to be set up, whatever page is asked for', async () => {
    await page.goto('/plans');
    await expect(page).toHaveURL(/\/set-up$/);
    await expect(page.getByRole('heading', { name: 'Set up Ratebook' })).toBeVisible();
  });

  await test.step('its form has no barrier that axe finds', async () => {
    const said = listen(page);
    await expectNoBarriers(page, 'set-up');
    expect(said).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('what is missing or too short is said beside its field, and nothing is made', async () => {
    await page.getByLabel('Company or product').fill('Northwind AI');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(page.getByLabel('Your name')).toHaveAccessibleDescription('Required.');
    await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('Required.');
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/at least 12 characters/i);
    await expect(page).toHaveURL(/\/set-up$/);
  });

  await test.step('complete, it makes the workspace and signs its owner in', async () => {
    await page.getByLabel('Set-up token').fill('guessed');
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByLabel('E-mail').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(page.getByLabel('Set-up token')).toHaveAccessibleDescription(/not the token/);
    await page.getByLabel('Set-up token').fill('the token of the tests');
    await page.getByRole('button', { name: 'Create workspace' }).click();
    await expect(page).toHaveURL(/:\d+\/$/);
    await expect(page.getByRole('button', { name: 'Workspace: Northwind AI' })).toBeVisible();
    await page.goto('/settings/members');
    await expect(page.getByRole('row', { name: /Ada Lovelace/ })).toContainText('Owner');
  });

  await test.step('nobody can set up a second time', async () => {
    await page.goto('/set-up');
    await expect(page).not.toHaveURL(/set-up/);
    const again = await page.request.post('/api/v1/set-up', {
      data: { workspace_name: 'Other', name: 'Eve', email: 'eve@example.com', password: OWNER.password, time_zone: 'UTC' },
      headers: { origin: new URL(page.url()).origin },
    });
    expect(again.status()).toBe(409);
  });

  await test.step('signing out ends the session', async () => {
    await page.goto('/plans');
    await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  });

  await test.step('a wrong password and an unknown address get the same words', async () => {
    await page.goto('/features?sort=-name');
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
    const words = 'This e-mail and password do not match an account. Check both and try again.';
    await signIn(page, { ...OWNER, password: 'not the right sentence' });
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
    await expect(page.getByLabel('E-mail')).toHaveValue(OWNER.email);
    await signIn(page, { email: 'nobody@northwind.example', password: OWNER.password });
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
  });

  await test.step('the right password opens the page that was asked for', async () => {
    await signIn(page, OWNER);
    await expect(page).toHaveURL(/\/features\?sort=-name$/);
    await expect(page.getByRole('heading', { name: 'Features', exact: true })).toBeVisible();
  });

  await test.step('an address elsewhere is not gone to', async () => {
    await page.context().clearCookies();
    for (const elsewhere of ['https%3A%2F%2Felsewhere.example%2F', '/%09/elsewhere.example', '/%5Celsewhere.example']) {
      await page.context().clearCookies();
      await page.goto(`/sign-in?callbackUrl=${elsewhere}`);
      await signIn(page, OWNER);
      await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/$/);
    }
  });
});
