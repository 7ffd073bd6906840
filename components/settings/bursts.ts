import type { AuditEntry } from '@/lib/api/workspace/audit-log';

/** One line of the log: an entry, or several saves of one thing by one person in one go. */
export interface Burst extends AuditEntry {
  /** Number of entries in the burst, and the time of the first. */
  saves: number;
  since: string;
}

const PAUSE_MS = 10 * 60_000;

/**
 * The entries with each run of saves folded into one line: same person, same thing, nothing else in between, never ten minutes apart. The
 * line shows what was before the first save and after the last. The log itself keeps every save. Takes and gives the latest first.
 */
export function foldBursts(entries: readonly AuditEntry[]): Burst[] {
  const bursts: Burst[] = [];
  for (const entry of entries) {
    const later = bursts.at(-1);
    if (later && belongs(entry, later)) {
      const before = entry.before === undefined ? {} : { before: entry.before };
      bursts[bursts.length - 1] = { ...later, ...before, saves: later.saves + 1, since: entry.at };
    } else bursts.push({ ...entry, saves: 1, since: entry.at });
  }
  return bursts;
}

function belongs(entry: AuditEntry, later: Burst): boolean {
  return (
    entry.action.endsWith('.update') &&
    entry.action === later.action &&
    entry.resource.id === later.resource.id &&
    entry.actor.id === later.actor.id &&
    Date.parse(later.since) - Date.parse(entry.at) <= PAUSE_MS
  );
}
