import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WIDTHS = [1440, 390];

/** Unwanted messages in a page's console: errors, warnings, uncaught exceptions. */
export function listen(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    // The warning about unused preloads depends on the speed of the machine.
    if (message.text().includes('was preloaded using link preload but not used')) return;
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  return said;
}

/** Everything is loaded and nothing moves any more. Not every animation says when it ends: a pulse has no end, and one on an element that was put away may never tell. */
export async function settled(page: Page) {
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.evaluate(() => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    const patience = new Promise((resolve) => setTimeout(resolve, 2_000));
    return Promise.race([Promise.allSettled(ending.map((animation) => animation.finished)), patience]).then(() => undefined);
  });
}

/** Looks at the page as it stands in light and dark, on a desk and on a telephone, where it may not scroll sideways. */
export async function expectNoBarriers(page: Page, name: string) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const told = violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.html}`),
      );
      expect.soft(told, `${name} at ${width} in ${colorScheme}`).toEqual([]);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wide, `${name} at ${width} scrolls sideways by`).toBeLessThanOrEqual(0);
  }
}
