import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

test('the process says that it lives and that it can serve, with a request id', async ({ request }) => {
  for (const probe of ['live', 'ready']) {
    const response = await request.get(`/api/health/${probe}`, { headers: { 'x-request-id': 'probe-1' } });
    expect(response.status()).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers()['x-request-id']).toBe('probe-1');
  }
});

test('whoever is not signed in is sent to sign in, and back to where they wanted to go', async ({ request }) => {
  const response = await request.get('/plans?status=draft', { maxRedirects: 0 });
  expect(response.status()).toBe(307);
  expect(response.headers().location).toBe('/sign-in?callbackUrl=%2Fplans%3Fstatus%3Ddraft');
});

test('a page runs only the scripts that the server names, and says nothing in the console', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  const response = await page.goto('/sign-in');
  const policy = response?.headers()['content-security-policy'] ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
  const again = await page.request.get('/sign-in');
  expect(again.headers()['content-security-policy']).not.toContain(nonce);
  expect(response?.headers()).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  await page.waitForLoadState('networkidle');
  expect(said).toEqual([]);
});

test('every answer has a policy for scripts: pages, files, redirects and what is not there', async ({ request }) => {
  const paths = ['/', '/sign-in', '/nothing', '/nothing.txt', '/plans/x.svg', '/icon.svg', '/_next/static/x.svg', '/_next/image?url=x'];
  for (const path of [...paths, '/api/health/live', '/api/auth/session', '/api/v1/nothing']) {
    const answer = await request.get(path, { maxRedirects: 0 });
    const policies = answer.headersArray().filter(({ name }) => name.toLowerCase() === 'content-security-policy');
    expect([path, policies.length]).toEqual([path, 1]);
    expect(policies[0]?.value, path).toContain("frame-ancestors 'none'");
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the sign-in page has no barrier that axe can find, in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/sign-in');
    await expect(page.getByRole('heading').first()).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  });
}
