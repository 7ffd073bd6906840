// The role the app connects as: it may read and write rows, owns nothing, and row-level security holds for it.
import pg from 'pg';

export const APP_ROLE = 'ratebook_app';

/** The same database as `ownerUrl`, as the app's role. */
export function appUrl(ownerUrl, password) {
  const url = new URL(ownerUrl);
  url.username = APP_ROLE;
  url.password = password;
  return url.toString();
}

/** Creates the role, or gives an existing one this password. Needs CREATEROLE; of an existing role no more is touched than one may. */
export async function ensureAppRole(db, password) {
  const { rowCount } = await db.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
  const verb = rowCount ? 'ALTER' : 'CREATE';
  await db.query(`${verb} ROLE ${APP_ROLE} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
}

/** Grants the role its rights on the existing tables; run after every deploy of migrations, as often as one likes. */
export async function grant(db, role = APP_ROLE) {
  const name = pg.escapeIdentifier(role);
  await db.query(`
    GRANT USAGE ON SCHEMA public TO ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${name};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name};
    REVOKE INSERT, UPDATE, DELETE ON _prisma_migrations FROM ${name};
    REVOKE UPDATE, DELETE ON audit_entries, audit_changes FROM ${name};
    REVOKE INSERT, UPDATE, DELETE ON audit_heads FROM ${name};
    REVOKE UPDATE ON outbox_events FROM ${name};
    GRANT USAGE ON SCHEMA graphile_worker TO ${name};
    GRANT SELECT ON ALL TABLES IN SCHEMA graphile_worker TO ${name};
    GRANT UPDATE, DELETE ON graphile_worker._private_jobs TO ${name};
    GRANT UPDATE ON graphile_worker._private_job_queues TO ${name};
    GRANT INSERT ON graphile_worker._private_tasks TO ${name};
  `);
}

/** Why the app must not connect as this role, or undefined: row-level security would not hold for it. */
export async function objection(db, role = APP_ROLE) {
  const { rows } = await db.query('SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = $1', [role]);
  if (!rows[0]) return `there is no role ${role}`;
  if (rows[0].rolsuper || rows[0].rolbypassrls) return `role ${role} is a superuser or bypasses row-level security`;
  const owned = await db.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = $1 LIMIT 1`, [role]);
  return owned.rowCount ? `role ${role} owns tables, and row-level security does not hold for owners` : undefined;
}
