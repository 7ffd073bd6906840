import pg from 'pg';
import { expect, it } from 'vitest';
import { problemResponse } from '@/lib/server/api/edge/problem-response';
import { published } from '@/lib/server/testing/sample-plans';
import { testWorkspace } from '@/lib/server/testing/workspace';
import { REFUSALS, refusalOf } from './constraints';
import { sqlTransaction, transaction } from './db';

const IDS = 'ids are made by the server, each its own';
const UPSERT = 'rows are written with ON CONFLICT';
const ONE_WRITER = 'one writer at a time holds the lock of the workspace';
const SECRET = 'made of 128 random bits or more';

/** Constraints that no request can run into, and why. */
const OUT_OF_REACH: Record<string, string> = {
  ...Object.fromEntries(
    [
      ...['add_ons', 'api_keys', 'audit_changes', 'audit_entries', 'cost_bases', 'custom_currencies', 'customer_subjects', 'customers'],
      ...[
        'features',
        'ingest_mappings',
        'invitations',
        'jobs',
        'llm_price_lists',
        'llm_price_overrides',
        'meters',
        'outbox_events',
        'password_links',
      ],
      ...['plan_add_ons', 'plans', 'recovery_codes', 'saved_views', 'security_events', 'sessions', 'tax_codes', 'usage_imports'],
      ...['usage_rejections', 'users', 'workspaces', 'usage_import_rejections', 'usage_groups', 'usage_voids', 'timers'],
      ...['subscriptions', 'subscription_acts', 'subscription_items', 'subscription_add_ons', 'plan_migrations'],
    ].map((table) => [`${table}_pkey`, IDS]),
  ),
  ...Object.fromEntries(
    [
      ...['attempts_pkey', 'idempotency_keys_pkey', 'usage_archives_pkey', 'usage_ids_pkey', 'usage_resends_pkey', 'usage_rollups_pkey'],
      ...['usage_sender_hours_pkey', 'usage_senders_pkey', 'usage_series_pkey', 'usage_uniques_pkey'],
      ...['usage_meters_pkey', 'usage_rejections_workspace_id_digest_key', 'jobs_waiting_key', 'timers_workspace_id_kind_key_key'],
    ].map((name) => [name, UPSERT]),
  ),
  ...Object.fromEntries(
    ['audit_heads_pkey', 'audit_entries_workspace_id_sequence_key', 'outbox_events_workspace_id_position_key'].map((name) => [
      name,
      ONE_WRITER,
    ]),
  ),
  ...Object.fromEntries(
    [
      'api_keys_hash_key',
      'invitations_hash_key',
      'invitations_mail_hash_key',
      'password_links_hash_key',
      'recovery_codes_user_id_hash_key',
    ].map((name) => [name, SECRET]),
  ),
  audit_changes_entry_id_fkey: 'written after its entry in the same transaction',
  subscription_acts_subscription_id_position_key: 'one act at a time holds the lock of the customer',
  subscription_items_known: 'one act at a time holds the lock of the customer',
  subscriptions_period: 'an end is decided upon the timeline, which has no time before its start',
  subscription_items_period: 'items of a timeline have a length',
  subscription_acts_subscription_id_fkey: 'written after its subscription in the same transaction',
  subscription_items_subscription_id_fkey: 'written after its subscription in the same transaction',
  plan_migration_entries_pkey: 'written by one statement, with its migration',
  plan_migration_entries_migration_id_fkey: 'written after its migration in the same transaction',
  plan_migration_entries_subscription_id_fkey: 'subscriptions are never removed',
  plan_migration_entries_customer_id_fkey: 'customers with subscriptions are never removed',
  subscription_add_ons_subscription_id_fkey: 'written after its subscription in the same transaction',
  outbox_deliveries_pkey: 'written once, with its event, for each subscriber',
  outbox_deliveries_event_id_fkey: 'written with its event',
  customer_subjects_end: 'one statement writes both or neither',
  _prisma_migrations_pkey: 'written by the deploy of migrations, before requests',
};

/** The names of all constraints and unique indexes of our schema that can refuse a row; a partition's are those of its table. */
async function constraints(): Promise<string[]> {
  const db = new pg.Client(process.env.DATABASE_ADMIN_URL);
  await db.connect();
  const { rows } = await db.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
     WHERE connamespace = 'public'::regnamespace AND conparentid = 0 AND contype IN ('c', 'f', 'p', 'u', 'x') AND NOT c.relispartition
     UNION SELECT c.relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid
     WHERE indisunique AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1`,
  );
  await db.end();
  return rows.map(({ name }) => name);
}

it('each constraint of the database has a sentence of its own, or a reason why no request runs into it, and none is named that is not there', async () => {
  const names = await constraints();
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !refusalOf(name) && !OUT_OF_REACH[name])).toEqual([]);
  expect([...Object.keys(REFUSALS), ...Object.keys(OUT_OF_REACH)].filter((name) => !names.includes(name))).toEqual([]);
  expect(Object.keys(OUT_OF_REACH).filter((name) => refusalOf(name))).toEqual([]);
});

it('a broken constraint is told by its name, however the driver hands it out, and one without a sentence is unexpected', async () => {
  const w = await testWorkspace();
  await published(w, { key: 'sold' });
  const answered = (work: Promise<unknown>) =>
    work.then(
      () => ({ status: 200, detail: '' }),
      async (e) => problemResponse(e, 'r').json() as Promise<{ status: number; detail: string }>,
    );
  const inTx = (work: Parameters<typeof transaction<unknown>>[1]) => answered(transaction({ workspaceId: w.id }, work));
  const copy = (change: string) => (tx: { $executeRawUnsafe(sql: string): Promise<number> }) =>
    tx.$executeRawUnsafe(
      `INSERT INTO plans SELECT (jsonb_populate_record(p, '${change}')).* FROM plans p WHERE key = 'sold' AND workspace_id = '${w.id}'`,
    );
  const other = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  // Of Prisma, at once; of Prisma, at the commit; by a raw statement; by the plain driver.
  expect(await inTx((tx) => tx.workspace.update({ where: { id: w.id }, data: { eventDaysLateMax: -1 } }))).toMatchObject({
    status: 400,
    detail: refusalOf('workspaces_event_bounds')?.[1],
  });
  expect(await inTx(copy(`{"id": "${other}", "version": 2}`))).toMatchObject({
    status: 409,
    detail: refusalOf('plans_one_version_at_a_time')?.[1],
  });
  expect(await inTx(copy(`{"id": "${other}"}`))).toMatchObject({
    status: 409,
    detail: refusalOf('plans_workspace_id_key_version_key')?.[1],
  });
  const plain = sqlTransaction({ workspaceId: w.id }, (c) => c.query('UPDATE workspaces SET event_days_late_max = -1'));
  expect(await answered(plain)).toMatchObject({ status: 400, detail: refusalOf('workspaces_event_bounds')?.[1] });
  expect(await inTx(copy('{"version": 2}'))).toMatchObject({ status: 500, code: 'unexpected' });
  const empty = sqlTransaction({ workspaceId: w.id }, (c) => c.query('UPDATE workspaces SET name = NULL'));
  expect(await answered(empty)).toMatchObject({ status: 500, code: 'unexpected' });
});
