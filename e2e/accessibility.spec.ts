import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expectNoBarriers, listen, settled } from './axe';
import { type Api, expect, test, V1, V3 } from './signed-in';
import { someMigration } from './subscribable';

/** Routes of the signed-in pages: "plans/[id]/edit". */
const ROUTES = readdirSync('app/(admin)', { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'page.tsx')
  .map((file) => path.dirname(file))
  .map((route) => (route === '.' ? '' : route))
  .sort();

type Thing = { id: string; key: string; name: string; status?: string };
const first = async (api: Api, what: string, fits: (thing: Thing) => boolean = () => true) => {
  const { data } = await api.get<{ data: Thing[] }>(`${V3}/${what}?page[size]=100`);
  const found = data.find(fits);
  if (!found) throw new Error(`The demo data has none of the ${what} that this page needs`);
  return found.id;
};
/** The draft of an add-on that this test makes; the demo has none. */
const draftAddOn = async (api: Api) => {
  const key = `barrier_${Date.now().toString(36)}x`;
  const { id } = await api.post(`${V3}/addons`, { key, name: 'Barrier', instance_type: 'multiple', currency: 'USD', rate_cards: [] });
  return id;
};
const demoPlan = (api: Api, status: string) => first(api, 'plans', (plan) => plan.status === status && !/_\d/.test(plan.key));

/** A mapping of the demo workspace, which has none of its own. */
async function someMapping(api: Api): Promise<string> {
  const path = `${V1}/ingest-mappings`;
  const { data } = await api.get<{ data: Thing[] }>(path);
  if (data[0]) return data[0].id;
  const mapping = { format: 'ndjson', type: 'http.request', source: 'edge', id: '{id}', subject: '{customer}', time: { value: '{time}' } };
  return (await api.post(path, { key: 'edge_log', name: 'Edge log', mapping })).id;
}

/** A subscription of the demo workspace; one is started where nobody has one. */
async function someSubscription(api: Api): Promise<string> {
  const { data } = await api.get<{ data: Thing[] }>(`${V3}/subscriptions`);
  if (data[0]) return data[0].id;
  const body = { customer: { id: await first(api, 'customers') }, plan: { id: await demoPlan(api, 'active') } };
  return (await api.post(`${V3}/subscriptions`, body)).id;
}

/** Values of the parts of a route in brackets. A new page with another one has to say here what it shows. */
const PARTS: Record<string, (api: Api) => Promise<string>> = {
  'plans/[id]': (api) => demoPlan(api, 'active'),
  'plans/[id]/edit': (api) => demoPlan(api, 'draft'),
  'add-ons/[id]': (api) => first(api, 'addons', (addOn) => addOn.key === 'reserved_throughput' && addOn.status === 'active'),
  'add-ons/[id]/edit': (api) => draftAddOn(api),
  'meters/[meterId]': (api) => first(api, 'meters'),
  'customers/[customerId]': (api) => first(api, 'customers'),
  'sources/[mappingId]': someMapping,
  'subscriptions/[subscriptionId]': someSubscription,
  'plan-migrations/[migrationId]': someMigration,
};

/** Faces of a page beyond the one that opens first. */
const FACES: Record<string, readonly string[]> = {
  'plans/[id]': ['', '?tab=versions', '?tab=history'],
  'add-ons/[id]': ['', '?tab=versions', '?tab=history'],
  'subscriptions/[subscriptionId]': ['', '?tab=items', '?tab=history'],
  'customers/[customerId]': ['', '?tab=usage', '?tab=events', '?tab=activity'],
};

test.describe('no page has a barrier that axe finds, in light and dark, on a desk and on a telephone; none complains in the console', () => {
  for (const route of ROUTES) {
    for (const face of FACES[route] ?? ['']) {
      test(`/${route}${face}`, async ({ page, api }) => {
        const part = PARTS[route];
        const bracket = /\[[^\]]+\]/;
        if (bracket.test(route)) expect(part, `what stands for the brackets in ${route}`).toBeTruthy();
        const said = listen(page);
        await page.goto(`/${route.replace(bracket, part ? await part(api) : '')}${face}`);
        await settled(page);
        await expectNoBarriers(page, route);
        expect(said).toEqual([]);
      });
    }
  }
});

test('a preview, with two versions beside each other and a line unfolded, has none either', async ({ page, api }) => {
  const said = listen(page);
  const { data } = await api.get<{ data: Thing[] }>(`${V3}/plans?page[size]=100`);
  const plan = data.find(
    ({ status, key }) => status === 'active' && data.some((other) => other.key === key && other.status === 'archived'),
  );
  const before = data.find(({ status, key }) => status === 'archived' && key === plan?.key);
  await page.goto(`/previews?customer=${await first(api, 'customers')}&plan=${plan?.id}&compare=${before?.id}`);
  await page
    .getByRole('article', { name: /^Invoice of/ })
    .getByRole('button')
    .first()
    .click();
  await expectNoBarriers(page, 'preview');
  expect(said).toEqual([]);
});

test('the editor of a tiered rate card, its dialogs and the palette have none either', async ({ page, api }) => {
  const said = listen(page);
  await page.goto(`/plans/${await demoPlan(api, 'draft')}/edit`);
  const outline = page.getByRole('navigation', { name: 'Parts of the plan' });
  await outline
    .getByRole('button', { name: /then \$/ })
    .first()
    .click();
  await expect(page.getByRole('table', { name: 'Tiers' })).toBeVisible();
  await expectNoBarriers(page, 'a rate card in tiers');
  await page.setViewportSize({ width: 1440, height: 900 });
  await outline.getByRole('button', { name: 'Add rate card' }).first().click();
  await expect(page.getByRole('dialog', { name: 'Add a rate card' })).toBeVisible();
  await expectNoBarriers(page, 'adding a rate card');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await expect(page.getByRole('dialog', { name: /^Publish version/ })).toBeVisible();
  await expectNoBarriers(page, 'publishing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await expectNoBarriers(page, 'the palette');
  expect(said).toEqual([]);
});
