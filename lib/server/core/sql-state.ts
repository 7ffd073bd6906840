import 'server-only';

/** The SQLSTATE behind an error of the driver or of Prisma, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const e = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; code?: string } } };
    cause?: unknown;
  };
  const adapter = e.meta?.driverAdapterError?.cause;
  if (adapter) return adapter.originalCode ?? adapter.code;
  if (e.code === 'P2002') return '23505';
  if (e.code === 'P2034') return '40001';
  if (e.code === 'P2024' || e.code === 'P2028') return '53300'; // no connection became free, or the work took too long
  if (e.code === 'P2025') return e.code; // a row that was to be changed is not as it was when it was read
  if (e.code && /^[0-9A-Z]{5}$|^E[A-Z]+$/.test(e.code) && !/^P\d/.test(e.code)) return e.code;
  return sqlState(
    (e.cause as { originalCode?: string } | undefined)?.originalCode
      ? { code: (e.cause as { originalCode: string }).originalCode }
      : e.cause,
  );
}
