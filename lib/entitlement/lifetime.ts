import { compareInstants, END_OF_TIME, type Instant, type Period } from '@/lib/time';

/** Dates of an entitlement of a customer to a feature. It is there in `[from, to)`; one without length never is. */
export interface Lifetime {
  id: string;
  featureKey: string;
  customerId: string;
  createdAt: Instant;
  deletedAt?: Instant | null | undefined;
  activeFrom?: Instant | null | undefined;
  activeTo?: Instant | null | undefined;
}

/** Returns when an entitlement is there. */
export const lifetimeOf = ({ activeFrom, createdAt, activeTo, deletedAt }: Omit<Lifetime, 'id' | 'featureKey' | 'customerId'>): Period => ({
  from: activeFrom ?? createdAt,
  to: activeTo ?? deletedAt ?? END_OF_TIME,
});

/** True when an entitlement is there at an instant. */
export function isThere(entitlement: Parameters<typeof lifetimeOf>[0], at: Instant): boolean {
  const { from, to } = lifetimeOf(entitlement);
  return compareInstants(from, at) <= 0 && compareInstants(at, to) < 0;
}

export type CoexistenceError = 'different_customers' | 'different_features' | 'entitlements_overlap';

/** Returns why entitlements cannot be of one customer and feature side by side, or null. One that ends where the next begins is fine. */
export function coexistenceError(entitlements: readonly Lifetime[]): CoexistenceError | null {
  const [first] = entitlements;
  if (entitlements.some(({ customerId }) => customerId !== first?.customerId)) return 'different_customers';
  if (entitlements.some(({ featureKey }) => featureKey !== first?.featureKey)) return 'different_features';
  const spans = entitlements.map(lifetimeOf).filter(({ from, to }) => compareInstants(from, to) < 0);
  spans.sort((a, b) => compareInstants(a.from, b.from));
  const overlap = spans.some(({ to }, i) => spans[i + 1] !== undefined && compareInstants((spans[i + 1] as Period).from, to) < 0);
  return overlap ? 'entitlements_overlap' : null;
}

export type ScheduleError =
  | CoexistenceError
  | 'create_cannot_schedule'
  | 'active_to_without_active_from'
  | 'active_to_before_active_from'
  | 'must_match_original'
  | 'supersede_not_after_start'
  | 'supersede_after_end'
  | 'not_found';

/** An entitlement that is asked for. */
export type NewLifetime = Pick<Lifetime, 'featureKey' | 'customerId' | 'activeFrom' | 'activeTo'>;

type Scheduled = { ok: true; added: NewLifetime & { activeFrom: Instant }; ended?: Lifetime } | { ok: false; error: ScheduleError };

/**
 * Decides about an entitlement that is asked for: created, it begins now; scheduled, it has its dates; superseding another one of the same
 * customer and feature, it begins while that runs and ends it. None may overlap others.
 */
export function scheduleEntitlement(
  operation: 'create' | 'schedule' | 'supersede',
  wanted: NewLifetime,
  existing: readonly Lifetime[],
  now: Instant,
  supersedes?: string,
): Scheduled {
  const refuse = (error: ScheduleError): Scheduled => ({ ok: false, error });
  const { activeFrom, activeTo } = wanted;
  if (operation === 'create' && (activeFrom || activeTo)) return refuse('create_cannot_schedule');
  if (operation === 'schedule' && activeTo && !activeFrom) return refuse('active_to_without_active_from');
  const from = activeFrom ?? now;
  if (activeTo && compareInstants(activeTo, from) < 0) return refuse('active_to_before_active_from');
  let others = existing.filter((other) => other.customerId === wanted.customerId && other.featureKey === wanted.featureKey);
  let ended: Lifetime | undefined;
  if (operation === 'supersede') {
    const old = existing.find(({ id }) => id === supersedes);
    if (!old) return refuse('not_found');
    if (old.customerId !== wanted.customerId || old.featureKey !== wanted.featureKey) return refuse('must_match_original');
    const span = lifetimeOf(old);
    if (compareInstants(from, span.from) <= 0) return refuse('supersede_not_after_start');
    if (compareInstants(from, span.to) > 0) return refuse('supersede_after_end');
    ended = { ...old, activeTo: from };
    others = others.map((other) => (other.id === old.id ? (ended as Lifetime) : other));
  }
  const added = { ...wanted, activeFrom: from, activeTo: activeTo ?? null };
  const error = coexistenceError([...others, { ...added, id: '', createdAt: now }]);
  return error ? refuse(error) : { ok: true, added, ...(ended && { ended }) };
}
