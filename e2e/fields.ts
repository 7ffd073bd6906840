import type { Locator, Page } from '@playwright/test';

/** Opens the list behind a field, searches it by typing, and takes the choice of that name. */
export async function choose(scope: Page | Locator, label: string, name: string) {
  await scope.getByRole('button', { name: new RegExp(`^${label} `) }).click();
  await scope.getByRole('combobox', { name: `Search ${label}` }).fill(name);
  await scope.getByRole('option', { name: new RegExp(`^${name}`) }).click();
}

/** Pastes text into the field as a spreadsheet would give it. */
export async function paste(scope: Page | Locator, label: string, text: string) {
  await scope.getByLabel(label, { exact: true }).evaluate((field, copied) => {
    (field as HTMLElement).focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', copied);
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
