import { type Currency, getCurrency } from '../currency';
import { type Decimal, decimal, divide, isNegative, ZERO } from '../decimal';
import { meteredQuantity } from '../pricing/metered-quantity';
import { tiersOf } from '../pricing/price';
import type { PricingTerms } from '../pricing/terms';
import { readTiers } from '../pricing/tiers';
import { invariants } from './invariants';
import type { PlannedContent } from './schedule';

/** What came of one invariant on one plan. */
export interface Proof {
  sentence: string;
  /** On how many rate cards it was tried. */
  cards: number;
  /** The first counter-example, in words; null when it held everywhere. */
  broken: string | null;
}

/**
 * Tries every invariant on every rate card of a plan: at the edges of its tiers and free units, just beside them, at nothing, at 10^15 and
 * at quantities drawn from the seed. The same seed draws the same quantities. The plan must have no critical issue.
 */
export function provePlan(content: PlannedContent, seed: number, draws = 20, custom: readonly Currency[] = []): Proof[] {
  const currency = getCurrency(content.currency, custom);
  const cards = content.phases.flatMap((phase) => phase.rateCards.map((card) => ({ phase: phase.key, card })));
  const random = drawing(seed);
  const samples = cards.map(({ phase, card }) => ({ phase, card, currency, quantities: quantitiesFor(card, random, draws) }));
  return invariants.map(({ sentence, appliesTo, broken }) => {
    const tried = samples.filter(({ card }) => appliesTo(card));
    let found: string | null = null;
    for (const sample of tried) {
      const wrong = broken(sample);
      if (wrong) found ??= `${sample.phase}/${sample.card.key} ${wrong}`;
    }
    return { sentence, cards: tried.length, broken: found };
  });
}

function quantitiesFor(card: PricingTerms, random: () => number, draws: number): Decimal[] {
  const tiers = readTiers(tiersOf(card.price));
  const edges = [ZERO, ...tiers.flatMap(({ upTo }) => upTo ?? [])].map((edge) => meteredQuantity(edge, card));
  const beside = decimal('0.000000000001');
  const near = edges.flatMap((edge) => [edge.minus(beside), edge, edge.plus(beside)]);
  // Three draws make the digits of one quantity; the last says how large it is, from parts of one to billions.
  const drawn = Array.from({ length: draws }, () => {
    const digits = decimal(`${random()}${String(random()).padStart(9, '0')}`);
    return divide(digits, decimal(`1${'0'.repeat(random() % 19)}`), 12);
  });
  return [...near, ...drawn, decimal('1000000000000000')].filter((quantity) => !isNegative(quantity)).sort((a, b) => a.cmp(b));
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
