import { epochSeconds, type Instant } from '../time';

/** Fields that decide which grant or credit is used first. */
export interface Burnable {
  id: string;
  /** 1 is used before 2. */
  priority: number;
  expiresAt?: Instant | null;
  createdAt?: Instant;
  /** Features it may be used for; absent or empty for everything. */
  features?: readonly string[];
}

const LAST = Number.POSITIVE_INFINITY;

/**
 * The order in which grants and credits are used up: lower priority first, then what is for certain features only, then what expires first (to
 * the second, what never expires last), then the older, then by id. For `Array.sort`.
 */
export function compareBurnOrder(a: Burnable, b: Burnable): number {
  return compareUse(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The same without a word about ids: of two that are alike the one that stands first stays first. */
export function compareUse(a: Omit<Burnable, 'id'>, b: Omit<Burnable, 'id'>): number {
  const expiry = (grant: Omit<Burnable, 'id'>) => (grant.expiresAt ? epochSeconds(grant.expiresAt) : LAST);
  const created = (grant: Omit<Burnable, 'id'>) => (grant.createdAt ? epochSeconds(grant.createdAt) : 0);
  if (a.priority !== b.priority) return a.priority - b.priority;
  if (isLimited(a) !== isLimited(b)) return isLimited(a) ? -1 : 1;
  if (expiry(a) !== expiry(b)) return expiry(a) - expiry(b);
  return created(a) - created(b);
}

const isLimited = ({ features }: Pick<Burnable, 'features'>): boolean => Boolean(features?.length);

/**
 * Why `first` is used before `second`, as the end of a sentence: "its priority is 1 and not 10". Both must be in burn order.
 */
export function whyFirst(first: Burnable, second: Burnable): string {
  if (first.priority !== second.priority) return `its priority is ${first.priority} and not ${second.priority}`;
  if (isLimited(first) && !isLimited(second)) return 'it is for certain features only';
  if (first.expiresAt !== second.expiresAt && first.expiresAt) {
    const until = first.expiresAt.slice(0, 10);
    if (!second.expiresAt) return `it expires, on ${until}, and the other does not`;
    if (epochSeconds(first.expiresAt) !== epochSeconds(second.expiresAt)) return `it expires first, on ${until}`;
  }
  return first.createdAt !== second.createdAt ? 'it is older' : 'it was given first';
}
