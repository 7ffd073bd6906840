// Demo data: an AI company, fourteen months of usage of sixty customers, and the prices it went through. The same on every machine.
import pg from 'pg';
import type { Principal } from '@/lib/server/core/ctx';
import { closeDatabase, transaction } from '@/lib/server/core/db';
import { newId } from '@/lib/server/core/id';
import { hashPassword } from '@/lib/server/identity/password';
import { flushSenders, noteSenders } from '@/lib/server/metering/sender-rows';
import { postgresStore } from '@/lib/server/usage/postgres/store';
import { DEMO } from '../scripts/start/demo.mjs';
import { PLANS } from './demo/catalog';
import { demoCustomers } from './demo/customers';
import { liveDemo } from './demo/live';
import { demoLives, type OnSale } from './demo/lives';
import { createStock, monthsBefore } from './demo/stock';
import { demoEvents } from './demo/usage';

const MONTHS = 14;
const KEY = 'parallax';

const now = new Date(process.env.SEED_NOW ?? Date.now());
const start = monthsBefore(now, MONTHS);
const days = Math.floor((now.getTime() - start.getTime()) / 86_400_000) + 1;

await removeUnfinished();
const workspaceId = newId();
const customers = demoCustomers(days);
await transaction({ workspaceId }, async (tx) => {
  await tx.workspace.create({ data: { id: workspaceId, key: KEY, name: 'Parallax AI (demo)', demo: true, createdAt: start } });
  await createStock(tx, workspaceId, customers, start, now);
});
const bounds = { eventHoursAheadMax: 24, eventDaysLateMax: null };
const system: Principal = {
  workspace: { id: workspaceId, key: KEY, name: 'Parallax AI (demo)', timeZone: 'UTC', sandbox: false, ...bounds },
  actor: { type: 'system', id: 'demo', name: 'Demo data' },
  role: 'owner',
};
const begun = performance.now();
const acts = await liveDemo(system, demoLives(customers, onSale(start, now), days), start, now);
console.log(`Subscriptions of 14 months, ${acts} acts, in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
let events = 0;
for (const batch of demoEvents(customers, start.getTime(), now.getTime())) {
  events += (await postgresStore.insert(workspaceId, batch)).stored;
  noteSenders(workspaceId, batch);
  await flushSenders();
}
await postgresStore.derive(workspaceId, Number.POSITIVE_INFINITY); // whoever looks first finds the usage counted
// The user comes last: a first run that was cut off has nobody, and is begun again.
const userId = newId();
const passwordHash = await hashPassword(process.env.DEMO_SIGN_IN ?? DEMO.password);
await transaction({ workspaceId }, async (tx) => {
  await tx.user.create({ data: { id: userId, email: DEMO.email, name: 'Demo user', passwordHash, demo: true } });
  await tx.membership.create({ data: { workspaceId, userId, role: 'owner' } });
});
await closeDatabase();
console.log(`Demo data: ${customers.length} customers, ${events} events since ${start.toISOString().slice(0, 10)}`);

/** Returns the days after `from` on which the versions of each plan went on sale. */
function onSale(from: Date, at: Date): OnSale {
  const dayOf = (monthsAgo: number) => Math.round((monthsBefore(at, monthsAgo).getTime() - from.getTime()) / 86_400_000);
  return Object.fromEntries(
    PLANS.map(({ key, versions }) => [
      key,
      versions.flatMap(({ monthsAgo }) => (monthsAgo !== null && monthsAgo >= 0 ? [dayOf(monthsAgo)] : [])),
    ]),
  );
}

/** Removes the rest of an unfinished first run. Only the owner of the tables may delete published versions. */
async function removeUnfinished() {
  if (!process.env.DATABASE_ADMIN_URL) return;
  const owner = new pg.Client(process.env.DATABASE_ADMIN_URL);
  await owner.connect();
  const unfinished = '(SELECT id FROM workspaces w WHERE demo AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.workspace_id = w.id))';
  // Their add-ons and customers stay as long as these name them.
  await owner.query(`DELETE FROM plan_migration_entries WHERE workspace_id IN ${unfinished}`);
  await owner.query(`DELETE FROM subscription_add_ons WHERE workspace_id IN ${unfinished}`);
  await owner.query(`DELETE FROM workspaces WHERE id IN ${unfinished}`);
  await owner.end();
}
