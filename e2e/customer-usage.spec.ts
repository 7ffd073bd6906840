import { expect, test, V3 } from './signed-in';

test('a customer page asks about all meters at once, and leaves out those without usage', async ({ page, api, unique }) => {
  const idle = unique('Never used');
  await api.post(`${V3}/meters`, { key: idle.toLowerCase().replaceAll(' ', '_'), name: idle, aggregation: 'count', event_type: idle });
  const { data: customers } = await api.get<{ data: { id: string }[] }>(`${V3}/customers?page[size]=1`);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/meters/')) asked.push(new URL(request.url()).pathname);
  });

  await page.goto(`/customers/${customers[0]?.id}`);
  const table = page.getByRole('table', { name: 'Usage by meter' });
  await expect(table.getByRole('row', { name: /Input tokens/ })).toBeVisible();
  await expect(table.getByText(idle)).toHaveCount(0);

  await page.getByRole('main').getByRole('link', { name: 'Usage', exact: true }).click();
  await expect(page.getByRole('figure', { name: 'Input tokens' })).toBeVisible();
  await expect(page.getByRole('figure', { name: idle })).toHaveCount(0);
  expect([...new Set(asked)]).toEqual(asked.length > 0 ? ['/api/v1/meters/query'] : []);
  expect(asked.length).toBeLessThanOrEqual(4);
});
