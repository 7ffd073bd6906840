import { expect, test } from 'vitest';
import { RateCard } from '@/lib/catalog/rate-card';
import { rateCardIssues } from '@/lib/catalog/rate-card-issues';
import { CARD_STARTS } from './card-starts';

test.each(CARD_STARTS)('"$name" begins with a card that lacks at most its feature', ({ card }) => {
  const made = RateCard.parse(card('P1M'));
  const codes = rateCardIssues(made, 'USD', [], { features: [], meters: [] }).map(({ code }) => code);
  expect(codes.filter((code) => code !== 'usage_based_price_with_no_feature')).toEqual([]);
});
