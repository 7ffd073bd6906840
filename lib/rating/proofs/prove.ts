import { type Currency, getCurrency } from '@/lib/currency';
import { type Decimal, decimal, divide, isNegative, text, ZERO } from '@/lib/decimal';
import { meteredQuantity } from '@/lib/pricing/metered-quantity';
import { tiersOf } from '@/lib/pricing/price';
import type { PricingTerms } from '@/lib/pricing/terms';
import { readTiers } from '@/lib/pricing/tiers';
import type { PlannedContent } from '@/lib/subscription/planned';
import { addDurations, compareInstants } from '@/lib/time';
import { cardInvariants } from './card-invariants';
import { planInvariants } from './plan-invariants';
import { priceInvariants } from './price-invariants';

/** Result of one invariant on one plan. */
export interface Proof {
  sentence: string;
  /** On how many rate cards it was tried. */
  cards: number;
  /** The first counter-example, in words; null when it held everywhere. */
  broken: string | null;
}

const ANCHOR = '2026-01-31T00:00:00Z';
const START = '2026-02-11T15:30:00Z';
const LAST_PHASE = 'P3M';
const LATEST = '2028-02-11T15:30:00Z';
/** Number of quantities tried on all cards together, so that the proof of a huge plan is a matter of seconds, too. */
const QUANTITIES_MAX = 2_500;

/**
 * Tries every invariant on every rate card of a plan: at the edges of its tiers and free units, just beside them, at nothing, at 10^15 and
 * at quantities drawn from the seed; and on the plan as a whole, for a customer who comes mid-period and stays into its last phase. The same
 * seed draws the same quantities. One proof at a time, so that whoever asks can do something else in between. The plan must have no critical
 * issue.
 */
export function* proofs(content: PlannedContent, seed: number, draws = 20, custom: readonly Currency[] = []): Generator<Proof> {
  const currency = getCurrency(content.currency, custom);
  const cards = content.phases.flatMap((phase) => phase.rateCards.map((card) => ({ phase: phase.key, card })));
  const random = drawing(seed);
  const most = Math.max(3, Math.floor(QUANTITIES_MAX / cards.length));
  const samples = cards.map(({ phase, card }) => ({
    phase,
    card,
    currency,
    quantities: someOf(quantitiesFor(card, random, draws), most, random),
  }));
  for (const { sentence, appliesTo, broken } of [...cardInvariants, ...priceInvariants]) {
    const tried = samples.filter(({ card }) => appliesTo(card));
    let found: string | null = null;
    for (const sample of tried) {
      const wrong = broken(sample);
      if (wrong) found ??= `${sample.phase}/${sample.card.key} ${wrong}`;
    }
    yield { sentence, cards: tried.length, broken: found };
  }
  const used = Array.from({ length: 97 }, () => text(drawn(random)));
  const durations = content.phases.flatMap(({ duration }) => duration ?? []);
  const end = addDurations(START, [...durations, LAST_PHASE], 'UTC');
  const customer = {
    content,
    currency,
    anchor: ANCHOR,
    start: START,
    to: compareInstants(end, LATEST) < 0 ? end : LATEST,
    timeZone: 'UTC',
    usageOf: (n: number) => used[n % used.length] ?? '0',
  };
  for (const { sentence, broken } of planInvariants) yield { sentence, cards: cards.length, broken: broken(customer) };
}

function quantitiesFor(card: PricingTerms, random: () => number, draws: number): Decimal[] {
  const tiers = readTiers(tiersOf(card.price));
  const edges = [ZERO, ...tiers.flatMap(({ upTo }) => upTo ?? [])].map((edge) => meteredQuantity(edge, card));
  const beside = decimal('0.000000000001');
  const near = edges.flatMap((edge) => [edge.minus(beside), edge, edge.plus(beside)]);
  return [...near, ...Array.from({ length: draws }, () => drawn(random)), decimal('1000000000000000')]
    .filter((quantity) => !isNegative(quantity))
    .sort((a, b) => a.cmp(b));
}

/** At most so many of the quantities, in their order, with nothing and the largest among them. */
function someOf(quantities: Decimal[], most: number, random: () => number): Decimal[] {
  const kept = [...quantities];
  while (kept.length > most) kept.splice(1 + (random() % (kept.length - 2)), 1);
  return kept;
}

// Three draws make the digits of one quantity; the last says how large it is, from parts of one to billions.
function drawn(random: () => number): Decimal {
  const digits = decimal(`${random()}${String(random()).padStart(9, '0')}`);
  return divide(digits, decimal(`1${'0'.repeat(random() % 19)}`), 12);
}

/** Whole numbers below 10^9 that only depend on the seed (xorshift, 32 bits). */
function drawing(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % 1_000_000_000;
  };
}
