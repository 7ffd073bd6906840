import type { Locator, Page } from '@playwright/test';
import { soldFeature } from './catalog';
import { expect, test } from './signed-in';

/** Goes on with Tab (or back with Shift and Tab) until the focus is there, as a person without a mouse does. */
async function tabTo(page: Page, target: Locator, back = false) {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab never reached ${target}`);
}

/** Opens the command palette. A page that has only just been sent may not listen yet, so the keys are pressed until it does. */
const openPalette = (page: Page) =>
  expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')).toBeFocused({ timeout: 3_000 });
  }).toPass();

/** Every press of a pointer, so that a test can say there was none. */
async function countPointer(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    addEventListener(
      'pointerdown',
      () => sessionStorage.setItem('pointer', String(Number(sessionStorage.getItem('pointer') ?? 0) + 1)),
      true,
    );
  });
  return () => page.evaluate(() => Number(sessionStorage.getItem('pointer') ?? 0));
}

/** Presses a button as Enter does, and gives the role of what has the focus before anything else can happen. */
const pressed = (button: HTMLElement | SVGElement) => {
  (button as HTMLElement).click();
  return document.activeElement?.getAttribute('role');
};

test('a plan is built and published without a mouse, its tiers walked like a spreadsheet', async ({ page, api, unique }) => {
  const [key, planName] = [unique('characters'), unique('keys')];
  await soldFeature(api, key, 'text.read', 'characters');
  const pointerPresses = await countPointer(page);
  const { keyboard } = page;
  const outline = page.getByRole('navigation', { name: 'Parts of the plan' });
  const focused = page.locator(':focus');

  await test.step('the command palette goes to the plans', async () => {
    await page.goto('/features');
    await expect(page.getByRole('heading', { name: 'Features', exact: true })).toBeVisible();
    await openPalette(page);
    await keyboard.type('Plans');
    await keyboard.press('Enter');
    await expect(page).toHaveURL(/\/plans$/);
  });

  await test.step('a plan is created from its dialog', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Create plan' }));
    await keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Create plan' }).getByLabel('Name')).toBeFocused();
    await keyboard.type(planName);
    await keyboard.press('Enter');
    await expect(page).toHaveURL(/\/edit$/);
    await expect(page.getByRole('heading', { level: 1, name: planName })).toBeVisible();
  });

  await test.step('a flat fee: the name is ready to be typed over', async () => {
    await tabTo(page, outline.getByRole('button', { name: 'Add rate card' }));
    await keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Flat fee/ })).toBeFocused();
    await keyboard.press('Enter');
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
    await keyboard.type('Platform fee');
    await tabTo(page, page.getByLabel('Amount', { exact: true }));
    await keyboard.type('19.50');
    await expect(outline.getByRole('button', { name: 'Platform fee: $19.50 per month', exact: true })).toBeVisible();
  });

  await test.step('a graduated price: arrows choose its kind, typing finds its feature', async () => {
    await tabTo(page, outline.getByRole('button', { name: 'Add rate card' }), true);
    await keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Flat fee/ })).toBeFocused();
    for (let presses = 0; presses < 12 && !(await focused.textContent())?.startsWith('Graduated tiers'); presses++) {
      await keyboard.press('ArrowDown');
    }
    await keyboard.press('Enter');
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
    const feature = page.getByRole('button', { name: /^Feature None/ });
    await tabTo(page, feature);
    // In the very moment it opens the search has the focus: the next key is not lost, however busy the page is.
    expect(await feature.evaluate(pressed)).toBe('combobox');
    await keyboard.type(key);
    await expect(page.getByRole('listbox', { name: 'Feature' }).getByRole('option')).toHaveCount(1);
    await keyboard.press('Enter');
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue(key);
  });

  const cell = (tier: number, what: string) => page.getByLabel(`Tier ${tier}, ${what}`);
  await test.step('in the tiers, arrows and Enter move, a bound in the last row opens the next, Enter at the end puts one before it, undo takes it back', async () => {
    await tabTo(page, cell(1, 'up to'));
    await keyboard.type('100');
    await keyboard.press('ArrowRight');
    await expect(cell(1, 'price per unit')).toBeFocused();
    await keyboard.type('0');
    await keyboard.press('Enter');
    await expect(cell(2, 'price per unit')).toBeFocused();
    await keyboard.type('0.02');
    await keyboard.press('Shift+Enter');
    await expect(cell(1, 'price per unit')).toBeFocused();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowLeft');
    await expect(cell(2, 'up to')).toBeFocused();
    await keyboard.type('1000');
    await keyboard.press('ArrowDown');
    await expect(cell(3, 'up to')).toBeFocused();
    await keyboard.press('ArrowRight');
    await keyboard.type('0.01');
    await keyboard.press('Enter');
    await expect(cell(3, 'up to')).toBeFocused();
    await expect(cell(3, 'up to')).toHaveValue('');
    await expect(cell(4, 'price per unit')).toHaveValue('0.01');
    await keyboard.press('Control+z');
    await expect(cell(4, 'up to')).toBeHidden();
    const words = 'First 100 units free, then $0.02 per unit up to 1k, then $0.01 per unit';
    await expect(outline.getByRole('button', { name: `${key}: ${words}`, exact: true })).toBeVisible();
  });

  await test.step('a menu has its first act ready when it opens, and Escape gives the focus back', async () => {
    const acts = outline.getByRole('button', { name: `Actions for ${key}` });
    await tabTo(page, acts, true);
    expect(await acts.evaluate(pressed)).toBe('menuitem');
    await keyboard.press('Escape');
    await expect(acts).toBeFocused();
  });

  await test.step('rows of the plan are walked with arrows and moved with Alt', async () => {
    await tabTo(page, outline.getByRole('button', { name: new RegExp(`^${key}:`) }), true);
    await keyboard.press('Alt+ArrowUp');
    await expect(outline.getByRole('button', { name: /^(Platform fee|characters\S*):/ }).first()).toHaveText(new RegExp(`^${key}`));
    await expect(focused).toHaveText(new RegExp(`^${key}`));
    await keyboard.press('ArrowDown');
    await expect(focused).toHaveText(/^Platform fee/);
    await expect(page.getByLabel('Amount', { exact: true })).toHaveValue('19.50');
  });

  await test.step('published from its dialog', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Publish…' }), true);
    await keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Publish version 1' }));
    await keyboard.press('Enter');
    await expect(page.getByText('Active, version 1')).toBeVisible();
  });

  expect(await pointerPresses()).toBe(0);
});

test('the palette finds places, things and acts, and closes without doing anything', async ({ page, api, unique }) => {
  const name = unique('Palette customer');
  await api.post('/api/v3/openmeter/customers', { key: unique('palette'), name });
  await page.goto('/plans');
  await expect(page.getByRole('heading', { name: 'Plans', exact: true })).toBeVisible();

  const go = async (typed: string, url: RegExp) => {
    await openPalette(page);
    await page.keyboard.type(typed);
    await expect(page.getByRole('combobox')).toHaveValue(typed);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(url);
  };
  await go('audit', /\/settings\/audit-log/);
  await go('csv', /\/usage-imports/);

  await test.step('a customer by name', async () => {
    await openPalette(page);
    await page.keyboard.type(name);
    await expect(page.getByRole('option', { name })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/customers\/[0-9A-Z]{26}/);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  });

  await test.step('two keys one after the other go to a place', async () => {
    await expect(async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('m');
      await expect(page).toHaveURL(/\/meters$/, { timeout: 3_000 });
    }).toPass();
  });

  await test.step('Escape closes it and gives the focus back', async () => {
    await openPalette(page);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page).toHaveURL(/\/meters$/);
  });
});
