import { DEMO, expect, test } from './signed-in';

test('who is signed out while they edit signs in on the same page, and what they typed is saved', async ({
  page,
  context,
  api,
  unique,
}) => {
  const key = unique('signed_out');
  const plan = await api.post('/api/v3/openmeter/plans', {
    key,
    name: key,
    currency: 'USD',
    billing_cadence: 'P1M',
    phases: [{ key: 'standard', name: 'Standard', rate_cards: [] }],
  });
  await page.goto(`/plans/${plan.id}/edit`);
  await page.getByRole('button', { name: /^Plan settings/ }).click();
  await expect(page.getByText('Saved')).toBeVisible();

  await context.clearCookies({ name: /session-token/ });
  const typed = `${key} typed while signed out`;
  await page.getByLabel('Name', { exact: true }).fill(typed);
  const dialog = page.getByRole('dialog', { name: 'You were signed out' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel('E-mail')).toHaveValue(DEMO.email);
  await expect(dialog.getByLabel('Password')).toBeFocused();

  await test.step('a wrong password is told beside the field', async () => {
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('do not match an account')).toBeVisible();
  });
  await test.step('the notice stays when the dialog is put aside', async () => {
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Sign in…' }).click();
  });
  await dialog.getByLabel('Password').fill(DEMO.password);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('You were signed out')).toBeHidden();
  await expect(page.getByText('Saved')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(typed);
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(typed);
});
