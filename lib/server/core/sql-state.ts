import 'server-only';

/** Why the database could not do its work now, though it may soon: by class of SQLSTATE, or by the error of the network. */
const AWAY: readonly [pattern: RegExp, reason: string][] = [
  [/^53100$|^58030$|^ENOSPC$/, 'The disk of the database is full, or cannot be written.'],
  [/^53300$/, 'All connections to the database are in use.'],
  [/^53/, 'The database is short of memory or room.'],
  [/^57014$/, 'The database took too long for this, and it was ended.'],
  [/^55P03$/, 'Something else held what this needs for too long.'],
  [/^57P|^25006$/, 'The database is shutting down, starting, or takes no writes at the moment.'],
  [/^58|^XX001$|^XX002$/, 'The database has trouble with its files.'],
  [
    /^08|^E(?:CONN(?:REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$|^P10(?:01|02|08|17)$/,
    'The database cannot be reached at the moment.',
  ],
];

/** Returns why the database was away, in a sentence, when that is what an error says: whoever asked may ask again. */
export function awayReason(error: unknown): string | undefined {
  const state = sqlState(error);
  if (state !== undefined) return AWAY.find(([pattern]) => pattern.test(state))?.[1];
  const { message = '' } = (error ?? {}) as { message?: unknown };
  if (typeof message !== 'string') return undefined;
  // The pool says these without a code.
  if (/timeout exceeded when trying to connect/i.test(message)) return 'All connections to the database are in use.';
  return /Connection terminated|Client has encountered a connection error|Query read timeout/i.test(message)
    ? 'The database cannot be reached at the moment.'
    : undefined;
}

/** The SQLSTATE behind an error of the driver or of Prisma, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const e = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; code?: string } } };
    cause?: unknown;
  };
  const adapter = e.meta?.driverAdapterError?.cause;
  const told = adapter?.originalCode ?? adapter?.code;
  if (told) return told; // what the adapter tells by a kind alone has a code of Prisma
  if (e.code === 'P2002') return '23505';
  if (e.code === 'P2034') return '40001';
  if (e.code === 'P2024' || e.code === 'P2028' || e.code === 'P2037') return '53300'; // no connection became free, or the work took too long
  if (e.code === 'P2025') return e.code; // a row that was to be changed is not as it was when it was read
  if (e.code && /^[0-9A-Z]{5}$|^E[A-Z_]+$|^P10\d\d$/.test(e.code) && !/^P[2-9]/.test(e.code)) return e.code;
  return sqlState(
    (e.cause as { originalCode?: string } | undefined)?.originalCode
      ? { code: (e.cause as { originalCode: string }).originalCode }
      : e.cause,
  );
}
