import { afterAll, expect, it } from 'vitest';
import { MAPPING_PRESETS } from '@/lib/metering/mapping-presets';
import { UsageMapping } from '@/lib/metering/usage-mapping';
import { routes } from '@/lib/server/api/app';
import { extra, fee, flat, phase } from '@/lib/server/testing/sample-plans';
import { type Answer, type TestWorkspace, testPerson, testWorkspace } from '@/lib/server/testing/workspace';
import { converter } from '@/lib/wire';

// Every pair of writes that touch the same thing is sent at once, each as often as PAIR_TRIES says, and what must always hold is asked after.

const TRIES = Number(process.env.PAIR_TRIES ?? 1);
const V1 = '/api/v1';

/** A write of a thing: method, path and body. `log` is the entry that an act leaves which can be done once only. */
interface Act {
  name: string;
  method: string;
  path: string;
  body?: object;
  log?: string;
}
type Made = { id: string; acts: Act[] };

const act = (name: string, method: string, path: string, body?: object, log?: string): Act => ({
  ...{ name, method, path },
  ...(body && { body }),
  ...(log && { log }),
});

async function made(w: TestWorkspace, path: string, body: object): Promise<string> {
  const answer = await w.call('POST', path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.id ?? answer.body.invitation?.id;
}

const mapping = converter(UsageMapping).toWire((MAPPING_PRESETS[0] as (typeof MAPPING_PRESETS)[number]).mapping) as object;
const metered = { name: 'M', aggregation: 'sum', event_type: 'call', value_property: '$.v', dimensions: { m: '$.m' } };
const taxed = (id: string) => ({ ...fee, tax_config: { code: { id } } });
const sold = (id: string, key: string) => ({ ...fee, key, feature: { id } });
const versionActs = (noun: 'plans' | 'addons', id: string, log: string, change: object) => [
  act('update', 'PUT', `/${noun}/${id}`, change),
  act('publish', 'POST', `/${noun}/${id}/publish`),
  act('schedule', 'POST', `${V1}/${noun}/${id}/publish`, { effective_from: '2030-01-01T00:00:00Z' }),
  act('archive', 'POST', `/${noun}/${id}/archive`, undefined, `${log}.archive`),
  act('unschedule', 'POST', `${V1}/${noun}/${id}/unschedule`),
  act('next', 'POST', `${V1}/${noun}/${id}/next`, undefined, `${log}.next`),
  act('delete', 'DELETE', `/${noun}/${id}`, undefined, `${log}.delete`),
];

/** Each thing made anew, under a key of its own, with all that is written to it. */
const THINGS: Record<string, (w: TestWorkspace, key: string) => Promise<Made>> = {
  async 'plan draft'(w, key) {
    const plan = { ...flat, key };
    const id = await made(w, '/plans', plan);
    const again = act('create', 'POST', '/plans', { ...plan, key: `${key}_n` }, 'plan.create');
    const copy = act('duplicate', 'POST', `${V1}/plans/${id}/duplicate`, { key: `${key}_copy`, name: 'Copy' }, 'plan.duplicate');
    return { id, acts: [again, copy, ...versionActs('plans', id, 'plan', { name: 'New', phases: flat.phases })] };
  },
  async 'published plan'(w, key) {
    const id = await made(w, '/plans', { ...flat, key });
    await w.call('POST', `/plans/${id}/publish`);
    return { id, acts: versionActs('plans', id, 'plan', { name: 'New', phases: flat.phases }) };
  },
  async 'scheduled plan'(w, key) {
    const id = await made(w, '/plans', { ...flat, key });
    await w.call('POST', `${V1}/plans/${id}/publish`, { effective_from: '2029-01-01T00:00:00Z' });
    return { id, acts: versionActs('plans', id, 'plan', { name: 'New', phases: flat.phases }) };
  },
  async 'add-on draft'(w, key) {
    const id = await made(w, '/addons', { ...extra, key });
    const change = { name: 'New', instance_type: 'multiple', rate_cards: extra.rate_cards };
    return {
      id,
      acts: [
        act('create', 'POST', '/addons', { ...extra, key: `${key}_n` }, 'addon.create'),
        ...versionActs('addons', id, 'addon', change),
      ],
    };
  },
  async 'add-on'(w, key) {
    const id = await made(w, '/addons', { ...extra, key });
    await w.call('POST', `/addons/${id}/publish`);
    const plan = await made(w, '/plans', { ...flat, key });
    const offer = act('offer', 'POST', `/plans/${plan}/addons`, { name: 'X', addon: { id }, from_plan_phase: 'main', max_quantity: 3 });
    return {
      id,
      acts: [offer, ...versionActs('addons', id, 'addon', { name: 'New', instance_type: 'multiple', rate_cards: extra.rate_cards })],
    };
  },
  async assignment(w, key) {
    const addon = await made(w, '/addons', { ...extra, key });
    await w.call('POST', `/addons/${addon}/publish`);
    const plan = await made(w, '/plans', { ...flat, key });
    const terms = { name: 'X', from_plan_phase: 'main', max_quantity: 3 };
    const id = await made(w, `/plans/${plan}/addons`, { ...terms, addon: { id: addon } });
    return {
      id,
      acts: [
        act('update', 'PUT', `/plans/${plan}/addons/${id}`, terms),
        act('remove', 'DELETE', `/plans/${plan}/addons/${id}`, undefined, 'plan_addon.delete'),
        act('archive add-on', 'POST', `/addons/${addon}/archive`, undefined, 'addon.archive'),
        act('next plan', 'POST', `${V1}/plans/${plan}/duplicate`, { key: `${key}_copy`, name: 'C' }, 'plan.duplicate'),
        act('delete plan', 'DELETE', `/plans/${plan}`, undefined, 'plan.delete'),
      ],
    };
  },
  async feature(w, key) {
    const id = await made(w, '/features', { key, name: 'F' });
    const plan = await made(w, '/plans', { ...flat, key, phases: [phase(sold(id, key))] });
    return {
      id,
      acts: [
        act('update', 'PATCH', `/features/${id}`, { unit_cost: { type: 'manual', amount: '1' } }),
        act('delete', 'DELETE', `/features/${id}`, undefined, 'feature.delete'),
        act('publish plan', 'POST', `/plans/${plan}/publish`),
        act('create', 'POST', '/features', { key: `${key}_n`, name: 'F' }, 'feature.create'),
      ],
    };
  },
  async meter(w, key) {
    const id = await made(w, '/meters', { ...metered, key });
    return {
      id,
      acts: [
        act('update', 'PUT', `/meters/${id}`, { dimensions: {} }),
        act('delete', 'DELETE', `/meters/${id}`, undefined, 'meter.delete'),
        act('feature', 'POST', '/features', { key, name: 'F', meter: { id, filters: { m: { eq: 'x' } } } }),
        act('create', 'POST', '/meters', { ...metered, key: `${key}_n` }, 'meter.create'),
      ],
    };
  },
  async customer(w, key) {
    const customer = { name: 'C', usage_attribution: { subject_keys: [key] } };
    const id = await made(w, '/customers', { ...customer, key });
    return {
      id,
      acts: [
        act('update', 'PUT', `/customers/${id}`, { name: 'C', usage_attribution: { subject_keys: [`${key}-b`] } }),
        act('delete', 'DELETE', `/customers/${id}`, undefined, 'customer.delete'),
        act('create', 'POST', '/customers', { name: 'N', key: `${key}-n`, usage_attribution: { subject_keys: [] } }),
        act('same subject', 'POST', '/customers', { name: 'D', key: `${key}-d`, usage_attribution: { subject_keys: [`${key}-b`] } }),
      ],
    };
  },
  async 'tax code'(w, key) {
    const id = await made(w, '/tax-codes', { key, name: 'T', app_mappings: [] });
    const addon = { ...extra, key, rate_cards: [{ ...taxed(id), key }] };
    return {
      id,
      acts: [
        act('update', 'PUT', `/tax-codes/${id}`, { name: 'T2', app_mappings: [] }),
        act('delete', 'DELETE', `/tax-codes/${id}`, undefined, 'tax_code.delete'),
        act('plan', 'POST', '/plans', { ...flat, key, phases: [phase(taxed(id))] }),
        act('add-on', 'POST', '/addons', addon),
        act('default', 'PUT', '/defaults/tax-codes', { invoicing_tax_code: { id }, credit_grant_tax_code: { id } }),
        act('create', 'POST', '/tax-codes', { key: `${key}_n`, name: 'T', app_mappings: [] }, 'tax_code.create'),
      ],
    };
  },
  async currency(w, key) {
    const code = `CREDIT${key.toUpperCase()}`;
    const currency = { code, name: 'C', precision: 2, decimal_mark: '.', thousand_separator: ',' };
    const id = await made(w, '/currencies/custom', currency);
    await made(w, `/currencies/custom/${id}/cost-bases`, { fiat_code: 'USD', rate: '0.01' });
    const plan = await made(w, '/plans', { ...flat, key, phases: [phase({ ...fee, currency: code })] });
    return {
      id,
      acts: [
        act('cost basis', 'POST', `/currencies/custom/${id}/cost-bases`, { fiat_code: 'EUR', rate: '0.01' }),
        act('create', 'POST', '/currencies/custom', { ...currency, code: `${code}N` }, 'currency.create'),
        act('publish plan', 'POST', `/plans/${plan}/publish`),
      ],
    };
  },
  async 'API key'(w) {
    const id = await made(w, `${V1}/api-keys`, { name: 'k', role: 'support' });
    return { id, acts: [act('revoke', 'DELETE', `${V1}/api-keys/${id}`, undefined, 'api_key.revoke')] };
  },
  async member(w) {
    const { userId: id } = await testPerson([{ workspaceId: w.id, role: 'support' }]);
    const path = `${V1}/members/${id}`;
    return { id, acts: [act('update', 'PATCH', path, { role: 'editor' }), act('remove', 'DELETE', path, undefined, 'member.remove')] };
  },
  async invitation(w, key) {
    const email = `${key.replaceAll('_', '-')}@test.example`;
    const id = await made(w, `${V1}/invitations`, { email, role: 'support' });
    return {
      id,
      acts: [
        act('revoke', 'DELETE', `${V1}/invitations/${id}`, undefined, 'invitation.revoke'),
        act('invite again', 'POST', `${V1}/invitations`, { email, role: 'editor' }),
      ],
    };
  },
  async 'saved view'(w, key) {
    const view = { list: 'plans', name: key, search: '?q=a' };
    const id = await made(w, `${V1}/saved-views`, view);
    return {
      id,
      acts: [
        act('create', 'POST', `${V1}/saved-views`, { ...view, name: `${key} b` }),
        act('rename', 'PATCH', `${V1}/saved-views/${id}`, { name: `${key} b` }),
        act('delete', 'DELETE', `${V1}/saved-views/${id}`),
      ],
    };
  },
  async 'ingest mapping'(w, key) {
    const id = await made(w, `${V1}/ingest-mappings`, { key, name: 'M', mapping });
    return {
      id,
      acts: [
        act('update', 'PUT', `${V1}/ingest-mappings/${id}`, { name: 'N', mapping }),
        act('delete', 'DELETE', `${V1}/ingest-mappings/${id}`, undefined, 'ingest_mapping.delete'),
        act('create', 'POST', `${V1}/ingest-mappings`, { key: `${key}_b`, name: 'M', mapping }, 'ingest_mapping.create'),
      ],
    };
  },
  async 'event rejection'(w, key) {
    const event = { specversion: '1.0', id: key, source: 's', type: 'refused', subject: 'a', time: '2026-11-01T00:00:00Z' };
    for (const v of [1, 10]) await w.call('POST', '/events', { ...event, data: { v } });
    const { body } = await w.call('GET', `${V1}/events/rejections`);
    const { id } = body.data.find((r: { event: { id: string } }) => r.event.id === key);
    return {
      id,
      acts: [
        act('replay', 'POST', `${V1}/events/rejections/${id}/replay`, { id: `${key}-r` }),
        act('replay all', 'POST', `${V1}/events/rejections/replay`, { filter: {}, ending: '-all' }),
      ],
    };
  },
  async workspace(w) {
    const path = `${V1}/workspaces/${w.id}`;
    return { id: w.id, acts: [act('rename', 'PATCH', path, { name: 'A' }), act('move', 'PATCH', path, { time_zone: 'Europe/Berlin' })] };
  },
};

/** Questions to the database whose answers are always empty: each names what breaks a rule. */
const NEVER: Record<string, string> = {
  'a living version names a deleted tax code': `
    SELECT p.id FROM (SELECT id, phases AS cards FROM plans WHERE deleted_at IS NULL UNION ALL
                      SELECT id, rate_cards FROM add_ons WHERE deleted_at IS NULL) p
    JOIN tax_codes t ON t.deleted_at IS NOT NULL AND p.cards::text LIKE '%' || t.id || '%'`,
  'a default is a deleted tax code': `
    SELECT t.id FROM tax_code_defaults d JOIN tax_codes t ON t.id IN (d.invoicing_tax_code_id, d.credit_grant_tax_code_id)
    WHERE t.deleted_at IS NOT NULL`,
  'a version on sale names a deleted feature': `
    SELECT p.id FROM plans p JOIN features f ON f.deleted_at IS NOT NULL AND p.phases::text LIKE '%' || f.id || '%'
    WHERE p.deleted_at IS NULL AND p.effective_from IS NOT NULL AND (p.effective_to IS NULL OR p.effective_to > now())`,
  'a feature is of a deleted meter, or filters by what the meter lost': `
    SELECT f.id FROM features f JOIN meters m ON m.id = f.meter_id
    WHERE f.deleted_at IS NULL AND (m.deleted_at IS NOT NULL OR (f.meter_filters ? 'm' AND NOT m.dimensions ? 'm'))`,
  'a living plan offers a deleted add-on': `
    SELECT o.id FROM plan_add_ons o JOIN plans p ON p.id = o.plan_id JOIN add_ons a ON a.id = o.add_on_id
    WHERE p.deleted_at IS NULL AND a.deleted_at IS NOT NULL`,
  'a subject belongs to two, or to a deleted customer': `
    SELECT s.subject FROM customer_subjects s JOIN customers c ON c.id = s.customer_id
    WHERE s.belongs_to IS NULL GROUP BY s.subject HAVING count(*) > 1 OR bool_or(c.deleted_at IS NOT NULL)`,
  'two invitations of one address wait': `
    SELECT email FROM invitations WHERE accepted_at IS NULL AND revoked_at IS NULL GROUP BY email HAVING count(*) > 1`,
  'a refused event is stored twice': `
    SELECT split_part(id, '-', 1) FROM usage_events WHERE type = 'refused' GROUP BY split_part(id, '-', 1) HAVING count(*) > 2`,
};

const allowed = new Map(routes.map(({ op }) => [`${op.method} ${op.path}`, new Set([400, 401, 403, 404, 428, ...op.refusals])]));
/** The refusals that the operation behind a path is documented with. */
function refusalsOf({ method, path }: Act): Set<number> {
  const parts = (path.startsWith('/api') ? path : `/api/v3/openmeter${path}`).split('/');
  const found = [...allowed].find(([name]) => {
    const [verb, template = ''] = name.split(' ');
    const wanted = template.split('/');
    return verb === method.toLowerCase() && wanted.length === parts.length && wanted.every((p, i) => p.startsWith('{') || p === parts[i]);
  });
  if (!found) throw new Error(`no operation for ${method} ${path}`);
  return found[1];
}

/** Acts that are refused for a thing in this state, and must be. */
const NOT_THEN: Record<string, string[]> = {
  'published plan': ['update', 'publish', 'schedule', 'unschedule', 'delete'],
  'plan draft': ['archive', 'unschedule'],
  'scheduled plan': ['archive'],
  'add-on draft': ['archive', 'unschedule'],
  'add-on': ['update', 'publish', 'schedule', 'unschedule', 'delete'],
  assignment: ['delete add-on'],
};

/** An invitation that a newer one replaced counts as revoked: revoking it again is answered with success and leaves no entry. */
const DONE_ALREADY = new Set(['invitation.revoke']);

const counts = { pairs: 0, requests: 0, both: 0, one: 0, none: 0 };
afterAll(() => console.info(`pairs of writes at once: ${JSON.stringify(counts)}`));

/** Acts that were done at least once: one that never is would show nothing. */
const everDone = new Set<Act['name']>();

async function fire(w: TestWorkspace, acts: readonly [Act, Act], before: number): Promise<string[]> {
  const send = (a: Act): Promise<Answer> => w.call(a.method, a.path, a.body);
  const answers = await Promise.all(acts.map(send));
  counts.requests += 2;
  const done = answers.filter(({ status }) => status < 300).length;
  for (const [i, a] of acts.entries()) if ((answers[i]?.status ?? 0) < 300) everDone.add(a.name);
  counts[done === 2 ? 'both' : done === 1 ? 'one' : 'none']++;
  const faults = acts.flatMap((a, i) => {
    const { status = 0, body } = answers[i] ?? {};
    return status < 300 || refusalsOf(a).has(status) || status === 409 ? [] : [`${a.name} answered ${status} ${body?.detail}`];
  });
  const rows = await w.run(({ tx }) => tx.auditEntry.findMany({ skip: before, orderBy: { sequence: 'asc' }, select: { action: true } }));
  for (const log of new Set(acts.flatMap((a) => a.log ?? []))) {
    const entries = rows.filter(({ action }) => action === log).length;
    if (entries > 1) faults.push(`${log} is ${entries} times in the log`);
    const succeeded = acts.some((a, i) => a.log === log && (answers[i]?.status ?? 0) < 300);
    if (succeeded !== entries > 0 && !DONE_ALREADY.has(log))
      faults.push(`${log} ${succeeded ? 'succeeded without an entry' : 'left an entry and was refused'}`);
  }
  return faults;
}

for (const [thing, make] of Object.entries(THINGS)) {
  it(`${thing}: whatever two writes at once do, every rule holds`, { timeout: 600_000 }, async () => {
    const w = await testWorkspace();
    const faults: string[] = [];
    const { acts: first } = await make(w, 'k0');
    everDone.clear();
    let n = 0;
    for (let i = 0; i < first.length; i++) {
      for (let j = i; j < first.length; j++) {
        counts.pairs++;
        for (let t = 0; t < TRIES; t++) {
          const { acts } = await make(w, `k${++n}`);
          const pair = [acts[i], acts[j]] as [Act, Act];
          const found = await fire(w, pair, await w.run(({ tx }) => tx.auditEntry.count()));
          faults.push(...found.map((fault) => `${pair[0].name} and ${pair[1].name}: ${fault}`));
        }
      }
    }
    for (const [rule, sql] of Object.entries(NEVER)) {
      const broken = await w.run(({ tx }) => tx.$queryRawUnsafe<object[]>(sql));
      if (broken.length > 0) faults.push(`${rule}: ${broken.length} times`);
    }
    expect([...new Set(faults)]).toEqual([]);
    expect(first.map(({ name }) => name).filter((name) => !everDone.has(name) && !NOT_THEN[thing]?.includes(name))).toEqual([]);
  });
}
