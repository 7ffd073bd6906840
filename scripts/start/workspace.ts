// Which workspace a command is about.
import pg from 'pg';
import type { WorkspaceRef } from '@/lib/server/core/ctx';

/** A mistake of whoever typed the command: told in a sentence, without a stack. */
export class Refusal extends Error {}

/** Asked of the owner of the tables, since the app sees no workspace before it names one. */
async function allWorkspaces(): Promise<WorkspaceRef[]> {
  const db = new pg.Client({ connectionString: process.env.DATABASE_ADMIN_URL });
  await db.connect();
  const { rows } = await db.query<WorkspaceRef>(
    `SELECT id, key, name, time_zone AS "timeZone", event_hours_ahead_max AS "eventHoursAheadMax", event_days_late_max AS "eventDaysLateMax"
     FROM workspaces ORDER BY created_at`,
  );
  await db.end();
  return rows;
}

/** The workspace of a key, or all of them when none is given. */
export const findWorkspaces = async (key: string | undefined): Promise<WorkspaceRef[]> =>
  key === undefined ? allWorkspaces() : [await findWorkspace(key)];

/** The workspace of a key, or the only one there is. */
export async function findWorkspace(key: string | undefined): Promise<WorkspaceRef> {
  const rows = await allWorkspaces();
  const found = key === undefined && rows.length === 1 ? rows[0] : rows.find((row) => row.key === key);
  if (found) return found;
  if (rows.length === 0) throw new Refusal('There is no workspace yet. Open Ratebook in a browser and set it up first.');
  const keys = rows.map((row) => row.key).join(', ');
  throw new Refusal(key === undefined ? `Choose with --workspace one of: ${keys}` : `There is no workspace "${key}". There are: ${keys}`);
}
