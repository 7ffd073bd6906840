import { expect, ownWorkspace, test, V1, V3 } from './signed-in';

const DAY_MS = 86_400_000;
const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);

/** A line of the access log that the NGINX preset reads. */
const line = (id: string, customer: string, bytes: number) => ({
  time: `${yesterday}T10:00:00+00:00`,
  request_id: id,
  host: 'api.example.com',
  customer,
  method: 'POST',
  uri: '/v1/chat',
  status: '200',
  bytes,
  request_bytes: 99,
  duration: '0.042',
});

test('an access log becomes usage: a mapping is tried on a sample, saved, fed, and each event tells its life', async ({
  page,
  context,
  baseURL,
  unique,
}) => {
  const api = await ownWorkspace(context, baseURL as string, unique('Access log'));
  await api.post(`${V3}/meters`, {
    key: 'egress',
    name: 'Egress bytes',
    aggregation: 'sum',
    event_type: 'http.request',
    value_property: '$.response_bytes',
    dimensions: { route: '$.route' },
  });
  await api.post(`${V3}/customers`, { key: 'acme', name: 'Acme Corporation' });

  await test.step('a mistake shows on the lines it spoils, before anything is saved', async () => {
    await page.goto('/sources');
    await page.getByRole('button', { name: 'New mapping' }).click();
    await page.getByRole('menuitem', { name: 'NGINX access log' }).click();
    const lines = page.getByRole('region', { name: 'The first rows' });
    await expect(lines.getByRole('row', { name: /acme/ })).toContainText('512');
    await expect(lines.getByRole('row', { name: /subject is empty/ })).toContainText('3');
    const bytes = page.getByRole('textbox', { name: 'Value of field 4' });
    await bytes.fill('{uri}');
    await expect(lines).toContainText('response_bytes: "/v1/chat" is not a number');
    await bytes.fill('{bytes}');
    await expect(lines).not.toContainText('is not a number');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Edge');
    await page.getByRole('textbox', { name: 'Key', exact: true }).fill('edge');
    await page.getByRole('button', { name: 'Save mapping' }).click();
    await expect(page.getByRole('heading', { name: 'Edge', level: 1 })).toBeVisible();
    await expect(page.getByText(`${baseURL}/api/v1/ingest/mapped/edge`).first()).toBeVisible();
  });

  await test.step('lines count, those that are no event are told, and the same lines again count once', async () => {
    const sent = [line('r-1', 'acme', 1500), line('r-2', 'nobody', 20), line('r-3', '', 1)];
    expect(await api.post(`${V1}/ingest/mapped/edge`, sent)).toMatchObject({ rows: 3, events: 2, refused: 1 });
    expect(await api.post(`${V1}/ingest/mapped/edge`, sent.slice(0, 1))).toMatchObject({ events: 1 });
    await page.reload();
    await expect(page.getByText(/1 line became no event/)).toContainText('subject is empty');
    // Repetitions are counted after the answer.
    const life = `${V1}/events/life?source=${encodeURIComponent('nginx/api.example.com')}&id=r-1`;
    await expect.poll(async () => (await api.get<{ resends?: { times: number } }>(life)).resends?.times).toBe(1);
  });

  await test.step('an event is found by a field of its data and tells its life', async () => {
    await page.goto('/events');
    await page.getByRole('button', { name: 'Data field' }).click();
    await page.getByLabel('Field of the data').fill('response_bytes');
    await page.getByLabel('Is exactly').fill('1500');
    await page.getByRole('button', { name: 'Show these events' }).click();
    const events = page.getByRole('table', { name: 'Events' });
    await expect(events.getByRole('row')).toHaveCount(2); // its head, and the one
    await events.getByRole('row', { name: /acme/ }).getByText('http.request').click();
    const life = page.getByRole('list', { name: 'Timeline' });
    await expect(life).toContainText('Acme Corporation');
    await expect(life).toContainText('Sent again once');
    await expect(life).toContainText('Counted by 1 of 1 meter');
    await expect(life).toContainText('Egress bytes adds 1,500 · route /v1/chat');
    await expect(life).toContainText('Sold by no feature');
  });

  await test.step('and stands in the overview of all usage', async () => {
    await page.goto('/usage');
    const tile = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Egress bytes' }) });
    await expect(tile).toContainText('1,520');
    await expect(page.getByRole('table', { name: 'Usage by customer' }).getByRole('row', { name: /Acme Corporation/ })).toContainText(
      '1,500',
    );
  });
});
