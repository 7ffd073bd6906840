import 'server-only';
import { z } from 'zod';

const optional = z
  .string()
  .optional()
  .transform((v) => v || undefined);

const Env = z.object({
  /** The application's own role: neither a superuser nor the owner of the tables. */
  DATABASE_URL: z.string().min(1),
  NEXTAUTH_SECRET: z.string().min(16),
  NEXTAUTH_URL: z.url().default('http://localhost:3000'),
  /** A ClickHouse for usage events, such as http://user:password@host:8123/ratebook; they are kept in PostgreSQL without it. */
  CLICKHOUSE_URL: optional,
  /** Connections of the pool that operations share; ingest and reads of usage have pools of their own beside it. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  DATABASE_INGEST_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  DATABASE_READ_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(6),
  /** A statement that reads usage is ended after this long. */
  DATABASE_READ_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
  /** Number of jobs that the server's process runs at once; with 0 it does none, and `npm run worker` must run beside it. */
  JOBS_CONCURRENCY: z.coerce.number().int().min(0).max(100).default(4),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OIDC_ISSUER: optional,
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  /** A mail server, such as smtps://user:password@host:465; nothing is mailed without it. */
  SMTP_URL: optional,
  SMTP_FROM: z.string().default('Ratebook <ratebook@localhost>'),
  /** Token that allows setting up this installation; \`npm start\` makes and prints it. */
  SET_UP_TOKEN: optional,
  OIDC_NAME: z.string().default('Single sign-on'),
});

let cached: z.infer<typeof Env> | undefined;

/** The process's settings, read on first use and not on import: a build has none of them. */
export function env() {
  if (!cached) {
    const parsed = Env.safeParse(process.env);
    if (!parsed.success) {
      throw new Error(`Settings are missing or wrong: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
    }
    cached = parsed.data;
  }
  return cached;
}
