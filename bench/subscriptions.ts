// npm run bench:subscriptions [-- SUBSCRIPTIONS MOVED]: subscriptions created at once, previews of a change, a page of a long list, and a migration,
// beside one INSERT of a row of the same size, in one run on one database with its ordinary settings.
import { loadavg } from 'node:os';
import type pg from 'pg';
import type { Principal } from '@/lib/server/core/ctx';
import { closeDatabase } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { run } from '@/lib/server/core/run';
import type { Steps } from '@/lib/server/jobs/perform';
import { runMigration } from '@/lib/server/plan-migrations/run';
import { createPlanMigration, steerMigration } from '@/lib/server/plan-migrations/verbs';
import { decideCancel } from '@/lib/server/subscriptions/acts';
import { searchSubscriptions } from '@/lib/server/subscriptions/lists';
import { createSubscription } from '@/lib/server/subscriptions/start';
import { previewOf } from '@/lib/server/subscriptions/verbs';
import { figure, ground, perSecond, WORKSPACE } from './ground';

const LISTED = Number(process.argv[2] ?? 100_000);
const MOVED = Number(process.argv[3] ?? 10_000);
/** Customers that one migration names. */
const MOVED_MAX = 10_000;
const CREATED = 400;
const ASKED = 100;
const AT_ONCE = 8;

const bounds = { eventHoursAheadMax: 24, eventDaysLateMax: null };
const principal: Principal = {
  workspace: { id: WORKSPACE, key: 'bench', name: 'Bench', timeZone: 'UTC', sandbox: false, ...bounds },
  actor: { type: 'system', id: 'bench', name: 'Bench' },
  role: 'owner',
};

const phases = (amount: string) =>
  JSON.stringify([
    {
      key: 'main',
      name: 'Main',
      rateCards: [{ key: 'fee', name: 'Fee', billingCadence: 'P1M', price: { type: 'flat', amount }, paymentTerm: 'in_advance' }],
    },
  ]);

const percentile = (times: number[], share: number) =>
  (times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);

/** Does something many times, some at once; returns the milliseconds of each. */
async function times(count: number, atOnce: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const n = next++;
        const begun = performance.now();
        await work(n);
        taken.push(performance.now() - begun);
      }
    }),
  );
  return taken;
}

const customer = (n: number) => `01K1${String(n).padStart(22, '0')}`;

/** Writes a plan with two versions, of which the second is on sale, and customers. */
async function stock(admin: pg.Client): Promise<void> {
  for (const [i, amount] of ['49', '59'].entries()) {
    const period = i === 0 ? `now() - interval '1 year', now() - interval '1 hour'` : `now() - interval '1 hour', NULL`;
    await admin.query(
      `INSERT INTO plans (id, workspace_id, key, version, name, currency, billing_cadence, phases, effective_from, effective_to)
       SELECT $1, $2, 'flat', $3, 'Flat', 'USD', 'P1M', $4::jsonb, ${period}`,
      [newId(), WORKSPACE, i + 1, phases(amount)],
    );
  }
  await admin.query(
    `INSERT INTO customers (id, workspace_id, key, name, currency)
     SELECT '01K1' || lpad(n::text, 22, '0'), $1, 'customer-' || n, 'Customer ' || n, 'USD' FROM generate_series(1, $2::int) n`,
    [WORKSPACE, LISTED + CREATED],
  );
  await admin.query('CREATE TABLE bench_rows (body text); GRANT INSERT ON bench_rows TO PUBLIC');
}

async function create(): Promise<void> {
  const begun = performance.now();
  await times(CREATED, AT_ONCE, (n) =>
    run(principal, {}, (ctx) =>
      createSubscription(ctx, { customer: { id: customer(LISTED + n + 1) }, plan: { key: 'flat' }, costBasisMode: 'dynamic' }),
    ),
  );
  const created = performance.now() - begun;
  const alone = performance.now();
  await times(CREATED, AT_ONCE, () => run(principal, {}, (ctx) => ctx.tx.$executeRaw`INSERT INTO bench_rows SELECT repeat('x', 2000)`));
  const inserted = performance.now() - alone;
  console.log(
    `create            ${figure(perSecond(CREATED, created))}/s, ${AT_ONCE} at once (aim 200); a row alone ${figure(perSecond(CREATED, inserted))}/s, ratio ${(inserted / created).toFixed(2)}`,
  );
}

async function preview(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ id: string }>('SELECT id FROM subscriptions LIMIT $1', [ASKED]);
  const previews = await times(ASKED, 1, async (n) => {
    const count = await run(principal, {}, async (ctx) =>
      previewOf(ctx, await decideCancel(ctx, rows[n % rows.length]?.id ?? '', { timing: 'next_billing_cycle' })),
    );
    await count();
  });
  console.log(`preview           p50 ${percentile(previews, 0.5)} ms, p95 ${percentile(previews, 0.95)} ms (aim p95 100)`);
}

/** Asks for pages of a long list, whose rows are copies of one subscription on the first version. */
async function list(admin: pg.Client): Promise<void> {
  await admin.query(
    `INSERT INTO subscriptions (id, workspace_id, customer_id, plan_id, plan_key, plan_version, name, currency, invoice_currency, billing_cadence,
       billing_anchor, settlement_mode, cost_basis_mode, beginning, active_from, next_billing_at, mrr)
     SELECT '01K2' || lpad(n::text, 22, '0'), s.workspace_id, '01K1' || lpad(n::text, 22, '0'), p.id, 'flat', 1, s.name, 'USD', 'USD', 'P1M',
       s.billing_anchor, s.settlement_mode, s.cost_basis_mode,
       jsonb_set(s.beginning::jsonb, '{plan}', jsonb_build_object('id', p.id, 'key', 'flat', 'version', 1, 'name', 'Flat'))::json,
       s.active_from, s.next_billing_at, 49
     FROM generate_series(1, $1::int) n, (SELECT * FROM subscriptions LIMIT 1) s, (SELECT id FROM plans WHERE version = 1) p`,
    [LISTED],
  );
  await admin.query('ANALYZE');
  const count = await times(20, 1, () => admin.query('SELECT count(*) FROM subscriptions WHERE workspace_id = $1', [WORKSPACE]));
  const lists = await times(50, 1, (n) =>
    run(principal, {}, (ctx) => searchSubscriptions(ctx, { page: { number: 1 + (n % 5), size: 50 }, sort: 'active_from desc' })),
  );
  console.log(
    `list of ${figure(LISTED)}   p50 ${percentile(lists, 0.5)} ms, p95 ${percentile(lists, 0.95)} ms (aim p95 100); count(*) alone p50 ${percentile(count, 0.5)} ms`,
  );
}

async function migrate(): Promise<void> {
  const memory: number[] = [];
  const count = Math.min(MOVED, MOVED_MAX);
  const request = { planKey: 'flat', toVersion: 2, timing: 'immediate' as const, note: 'bench' };
  const chosen = { customerIds: Array.from({ length: count }, (_, i) => customer(i + 1)) };
  const defaults = { includeNegotiated: false, includeScheduled: false, canarySize: 0, batchSize: 500 };
  const { id } = await run(principal, {}, (ctx) => createPlanMigration(ctx, { ...request, ...chosen, ...defaults }));
  const steps: Steps = {
    ...{ workspaceId: WORKSPACE, requestId: 'bench', attempt: 1, signal: new AbortController().signal, principal },
    progress: async () => void memory.push(process.memoryUsage().rss / 1_048_576),
  };
  const asked = performance.now();
  await runMigration(steps, { id });
  const checked = performance.now();
  await run(principal, {}, (ctx) => steerMigration(ctx, id, 'start'));
  await runMigration(steps, { id });
  const moved = performance.now();
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(0);
  console.log(
    `migration of ${figure(count)}: checked in ${seconds(asked, checked)} s, moved in ${seconds(checked, moved)} s (aim 300 s together); memory ${Math.min(...memory).toFixed(0)} to ${Math.max(...memory).toFixed(0)} MB`,
  );
}

const { admin, stop } = await ground();
try {
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  await stock(admin);
  await create();
  await preview(admin);
  await list(admin);
  await migrate();
} finally {
  await closeDatabase();
  await stop();
}
