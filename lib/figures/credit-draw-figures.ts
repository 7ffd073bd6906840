import { Book } from '../credit/book';
import { bookCharges } from '../credit/charging';
import { correctCharge } from '../credit/correcting';
import { issueGrant } from '../credit/issuing';
import type { Charge, Grant } from '../credit/ledger';
import { getCurrency } from '../currency';
import { type Decimal, text } from '../decimal';
import type { Instant } from '../time';

export const usd = getCurrency('USD');
/** Long before anything that a figure tells of. */
export const ALWAYS: Instant = '1970-01-01T00:00:00Z';

interface SourceInput {
  id: string;
  amount: string;
  priority?: number;
  features?: string[];
  expiresAt?: Instant;
  availableFrom?: Instant;
  createdAt?: Instant;
}

interface CollectionInput {
  sources: SourceInput[];
  take: string;
  feature?: string | null;
  at?: Instant;
  correct?: string;
}

/** Draws credit from sources, and gives some of it back where the figure says so. */
export function collection({ sources, take, feature = null, at, correct }: CollectionInput) {
  const book = new Book(usd);
  const last =
    sources
      .flatMap(({ availableFrom = ALWAYS }) => availableFrom)
      .sort()
      .at(-1) ?? ALWAYS;
  for (const source of sources) issueGrant(book, grantOf(source));
  const charge: Charge = { id: 'charge', amount: take, at: at ?? last, settlement: 'credit_then_invoice', feature };
  const booked = bookCharges(book, [charge]);
  const cover = booked.ok ? booked.covers[0] : undefined;
  const corrected = correct === undefined ? undefined : correctCharge(book, 'charge', charge.at, correct);
  const amounts = (all: readonly { grant: string; amount: Decimal }[]) =>
    all.map(({ grant, amount }) => ({ id: grant, amount: text(amount) }));
  return {
    taken: amounts(cover?.taken ?? []),
    uncovered: cover && text(cover.uncovered),
    returned: corrected?.ok ? amounts(corrected.returned) : [],
    left: Object.fromEntries(book.inUse().map(({ grant, left }) => [grant.id, text(left)])),
    ...(corrected?.ok === false && { error: corrected.refused }),
  };
}

/** A grant as the ledger has it. */
export const grantOf = ({ id, amount, priority = 10, features = [], expiresAt, availableFrom, createdAt }: SourceInput): Grant => ({
  id,
  amount,
  priority,
  features,
  createdAt: createdAt ?? ALWAYS,
  effectiveAt: availableFrom ?? ALWAYS,
  expiresAt: expiresAt ?? null,
  funding: 'none',
  costBasis: '0',
});

interface OrderInput {
  grants: { name: string; amount: string; priority?: number; features?: string[]; expires_at?: Instant; effective_at?: Instant }[];
  amount: string;
  feature_key: string | null;
  at: Instant;
}

/** The same in the shape of the wire. */
export function order({ grants, amount, feature_key, at }: OrderInput) {
  const sources = grants.map((grant) => ({
    ...grant,
    id: grant.name,
    ...(grant.expires_at && { expiresAt: grant.expires_at }),
    ...(grant.effective_at && { availableFrom: grant.effective_at }),
  }));
  const { taken } = collection({ sources, take: amount, feature: feature_key, at });
  return { taken: taken.map((part) => ({ grant: part.id, amount: part.amount })) };
}
