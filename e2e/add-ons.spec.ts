import { draftPlan, flatFee, publish } from './catalog';
import { choose } from './fields';
import { expect, test, V3 } from './signed-in';

test('an add-on is built, published, offered with a plan as far as it fits, and fixed with the plan when that is sold', async ({
  page,
  api,
  unique,
}) => {
  const [addOn, euro, plan] = [unique('seat_pack'), unique('euro_pack'), unique('team')];
  const card = { key: 'support', name: 'Support', billing_cadence: 'P1M', price: { type: 'flat', amount: '30' } };
  const inEuro = { key: euro, name: euro, instance_type: 'single', currency: 'EUR', rate_cards: [card] };
  const made = await api.post(`${V3}/addons`, inEuro);
  await api.post(`${V3}/addons/${made.id}/publish`);
  const draft = await draftPlan(api, plan, [flatFee('49')]);

  await test.step('it begins as a draft in the editor, which says what it lacks', async () => {
    await page.goto('/add-ons');
    await page.getByRole('button', { name: 'Create add-on' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create add-on' });
    await dialog.getByLabel('Name').fill(addOn);
    await expect(dialog.getByLabel('Key')).toHaveValue(addOn);
    await dialog.getByRole('radio', { name: /^In any quantity/ }).check();
    await dialog.getByRole('button', { name: 'Create and edit' }).click();
    await expect(page.getByText('Draft, version 1')).toBeVisible();
    await expect(page.getByRole('button', { name: '1 issue', exact: true })).toBeVisible();
  });

  await test.step('a flat fee is added, and it is published', async () => {
    const outline = page.getByRole('navigation', { name: 'Parts of the add-on' });
    await outline.getByRole('button', { name: 'Add rate card' }).click();
    await page
      .getByRole('dialog', { name: 'Add a rate card' })
      .getByRole('button', { name: /^Flat fee/ })
      .click();
    await page.getByLabel('Name', { exact: true }).fill('Ten more seats');
    await page.getByLabel('Amount', { exact: true }).fill('90');
    await expect(outline.getByRole('button', { name: 'Ten more seats: $90.00 per month', exact: true })).toBeVisible();
    await expect(page.getByText('No issues')).toBeVisible();
    await page.getByRole('button', { name: 'Publish…' }).click();
    const dialog = page.getByRole('dialog', { name: `Publish version 1 of ${addOn}` });
    await expect(dialog).toContainText('Ten more seats: $90.00 per month');
    await dialog.getByRole('button', { name: 'Publish version 1' }).click();
    await expect(page.getByText('Active, version 1')).toBeVisible();
    await expect(page.getByText('No plan offers it yet.')).toBeVisible();
  });

  const offers = page.getByRole('region', { name: 'Add-ons', exact: true });

  await test.step('a plan is told why another add-on does not fit it, and offers this one, five times at most', async () => {
    await page.goto(`/plans/${draft.id}`);
    await expect(offers).toContainText('None yet.');
    await offers.getByRole('button', { name: 'Offer an add-on' }).click();
    const dialog = page.getByRole('dialog', { name: 'Offer an add-on' });
    await choose(dialog, 'Add-on', euro);
    await expect(dialog).toContainText('The add-on is in EUR and the plan in USD. Choose an add-on in USD.');
    await choose(dialog, 'Add-on', addOn);
    await expect(dialog).toContainText('It fits: $90.00 per month, for each one taken.');
    await dialog.getByLabel('At most').fill('5');
    await dialog.getByRole('button', { name: 'Offer add-on' }).click();
    await expect(dialog).toBeHidden();
    await expect(offers.getByRole('listitem')).toContainText('Up to 5');
  });

  await test.step('how it is offered changes, and removing it can be taken back', async () => {
    await offers.getByRole('button', { name: `Change the offer of ${addOn}` }).click();
    const dialog = page.getByRole('dialog', { name: `Offer of ${addOn}` });
    await dialog.getByLabel('At most').fill('8');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(offers.getByRole('listitem')).toContainText('Up to 8');
    await offers.getByRole('button', { name: `Stop offering ${addOn}` }).click();
    await expect(offers).toContainText('None yet.');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(offers.getByRole('listitem')).toContainText('Up to 8');
  });

  await test.step('sold, the plan keeps its add-ons as they are, and the next version begins with them', async () => {
    await publish(api, draft);
    await page.reload();
    await expect(offers).toContainText('Fixed with this version.');
    await expect(offers.getByRole('button')).toHaveCount(0);
    await page.getByRole('button', { name: 'Make next version' }).click();
    await expect(page.getByText('Draft, version 2')).toBeVisible();
    await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: plan }).click();
    await expect(offers.getByRole('listitem')).toContainText('Up to 8');
    await offers.getByRole('link', { name: addOn }).click();
    await expect(page.getByRole('table', { name: 'Plans that offer this add-on' }).getByRole('row')).toHaveCount(3);
  });
});
