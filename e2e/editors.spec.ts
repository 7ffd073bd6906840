import { flatFee, soldFeature, unit, usageCard } from './catalog';
import { choose } from './fields';
import { expect, test, V3 } from './signed-in';

test('an add-on is edited as a plan is: a live price, hints that mend, and several cards at once', async ({ page, api, unique }) => {
  const [key, fee, code] = [unique('exports'), unique('fee'), unique('tax')];
  const { feature } = await soldFeature(api, key, 'export.made');
  await api.post(`${V3}/tax-codes`, { key: code, name: code, app_mappings: [] });
  const addOn = await api.post(`${V3}/addons`, {
    key: unique('pack'),
    name: 'Exports',
    instance_type: 'single',
    currency: 'USD',
    rate_cards: [
      usageCard(key, key, feature.id, {
        type: 'volume',
        tiers: [{ up_to_amount: '15', unit_price: unit('10') }, { unit_price: unit('5') }],
      }),
      { ...flatFee('30', fee), key: fee },
    ],
  });
  const outline = page.getByRole('navigation', { name: 'Parts of the add-on' });
  const live = page.getByRole('complementary', { name: 'Live price' });
  const hints = page.getByRole('list', { name: 'Hints' });

  await test.step('a quantity is priced as it is typed', async () => {
    await page.goto(`/add-ons/${addOn.id}/edit`);
    await outline.getByRole('button', { name: new RegExp(`^${key}:`) }).click();
    await live.getByLabel('Use in one period').fill('15');
    await expect(live).toContainText('$150.00');
    await expect(live.getByRole('group', { name: 'Priced for' })).toBeHidden();
  });

  await test.step('a volume cliff is told with its quantity, and mended by one click', async () => {
    await expect(hints).toContainText('Using more costs less: 15 cost $150.00, and a little more than that costs $75.00.');
    await hints.getByRole('button', { name: 'Charge each tier for its own units' }).click();
    await expect(
      outline.getByRole('button', { name: `${key}: First 15 units $10.00 per unit, then $5.00 per unit`, exact: true }),
    ).toBeVisible();
    await live.getByLabel('Use in one period').fill('16');
    await expect(live).toContainText('$155.00');
  });

  await test.step('two cards are selected, and get a tax code together', async () => {
    await outline.getByRole('button', { name: new RegExp(`^${fee}:`) }).click({ modifiers: ['Control'] });
    await expect(page.getByRole('heading', { name: '2 rate cards' })).toBeVisible();
    await choose(page, 'Tax code', code);
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    const { data } = await page.request.get(`${V3}/addons/${addOn.id}`).then(async (answer) => ({ data: await answer.json() }));
    expect(data.rate_cards.map((card: { tax_config?: { behavior?: string } }) => card.tax_config !== undefined)).toEqual([true, true]);
  });
});

test('the boundaries of phases are moved by keys and by dragging, and the phases last as long', async ({ page, api, unique }) => {
  const plan = await api.post(`${V3}/plans`, {
    key: unique('ramp'),
    name: 'Ramp',
    currency: 'USD',
    billing_cadence: 'P1M',
    phases: [
      { key: 'trial', name: 'Trial', duration: 'P2W', rate_cards: [flatFee('0')] },
      { key: 'ramp', name: 'Ramp', duration: 'P3M', rate_cards: [flatFee('20')] },
      { key: 'full', name: 'Full', rate_cards: [flatFee('50')] },
    ],
  });
  await page.goto(`/plans/${plan.id}/edit`);
  const axis = page.getByRole('navigation', { name: 'Phases in time' });
  const end = axis.getByRole('slider', { name: 'End of Trial' });
  const length = (name: string) => axis.getByRole('button', { name: new RegExp(`^${name}, `) });

  await test.step('arrows move it by one unit, never to nothing, and undo takes it back', async () => {
    await end.press('ArrowRight');
    await expect(length('Trial')).toHaveAccessibleName(/^Trial, 3 weeks/);
    await end.press('PageDown');
    await expect(end).toHaveAttribute('aria-valuetext', '1 week');
    await page.keyboard.press('Control+z');
    await expect(length('Trial')).toHaveAccessibleName(/^Trial, 2 weeks/);
  });

  await test.step('dragged to the right, the phase lasts longer, and that is saved', async () => {
    const handle = axis.getByRole('slider', { name: 'End of Ramp' });
    const box = await handle.boundingBox();
    const bar = await length('Ramp').boundingBox();
    if (!box || !bar) throw new Error('the axis is not drawn');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + (bar.width / 3) * 2, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await expect(length('Ramp')).toHaveAccessibleName(/^Ramp, 5 months/);
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    const saved = await page.request.get(`${V3}/plans/${plan.id}`).then((answer) => answer.json());
    expect(saved.phases.map(({ duration }: { duration?: string }) => duration)).toEqual(['P2W', 'P5M', undefined]);
  });
});
