import { decimal, sum, text } from '@/lib/decimal';
import { burnDown, type UsageOf } from '@/lib/rating/burn-down';
import { compareInstants, type Instant } from '@/lib/time';
import { type Access, accessTo } from './access';
import { type Account, type AccountSnapshot, hasAccess, LIMIT, limitAt, nextChange, stateAt } from './account';
import { accountAt, type Metering, nextLayerChange, type Rights, rightAt } from './rights';

/**
 * Answer about one feature of a customer, kept ready: a row. It holds until `nextChangeAt` without being counted again, as long as usage that
 * comes in is added to it. Where that cannot be done (`withUsage` gives null), or at `nextChangeAt`, it is counted anew.
 */
export interface AccessRow {
  access: Access;
  asOf: Instant;
  /** The next instant at which the answer may change by itself; null for never. */
  nextChangeAt: Instant | null;
  /** Of a metered feature. */
  snapshot: AccountSnapshot | null;
}

/** Counts the answer at an instant. */
export function accessRowAt(rights: Rights, metering: Metering | null, at: Instant, usageOf: UsageOf): AccessRow {
  const right = rightAt(rights, at);
  const account = metering && accountAt(rights, at, metering);
  const snapshot = account && stateAt(account, at, usageOf);
  const changes = [nextLayerChange(rights, at), account && nextChange(account, at)].filter((change) => change !== null);
  const nextChangeAt = changes.sort(compareInstants)[0] ?? null;
  return { access: accessTo(right?.template ?? null, isOpen(account, at, snapshot)), asOf: at, nextChangeAt, snapshot };
}

function isOpen(account: Account | null, at: Instant, snapshot: AccountSnapshot | null): boolean {
  if (!account || !snapshot) return false;
  return hasAccess(limitAt(account, at), sum(Object.values(snapshot.state.balances).map(decimal)));
}

/** True while a row answers for an instant. */
export function isCurrent({ asOf, nextChangeAt }: AccessRow, at: Instant): boolean {
  return compareInstants(asOf, at) <= 0 && (nextChangeAt === null || compareInstants(at, nextChangeAt) < 0);
}

/**
 * Returns the row with usage added that has just come in; null where the row must be counted anew: the usage is older than the row or newer
 * than it holds, or is no flow. Many events of one instant may be added as their sum.
 */
export function withUsage(row: AccessRow, account: Account, { at, quantity }: { at: Instant; quantity: string }): AccessRow | null {
  const isFlow = account.aggregation === 'SUM' || account.aggregation === 'COUNT';
  if (!isFlow || !row.snapshot || !isCurrent(row, at)) return null;
  const { state, units } = row.snapshot;
  // The grants pay it at once, as they pay overage: nothing else changes before the row ends.
  const start = { ...state, overage: text(decimal(state.overage).plus(decimal(quantity))) };
  const { limitPriority: priority, measureUsageFrom: createdAt } = account;
  const limit = units === null ? [] : [{ id: LIMIT, amount: units, priority, createdAt, effectiveAt: createdAt }];
  const request = {
    aggregation: account.aggregation,
    grants: [...account.grants, ...limit],
    start,
    until: state.at,
    timeZone: account.timeZone,
  };
  const end = burnDown(request, () => '0').end;
  const snapshot = { units, state: { ...end, usage: text(decimal(state.usage).plus(decimal(quantity))) } };
  return { ...row, access: { ...row.access, ...reasonOf(isOpen(account, at, snapshot)) }, snapshot };
}

const reasonOf = (hasAccess: boolean) => ({ hasAccess, reason: hasAccess ? null : ('usage_limit_reached' as const) });
