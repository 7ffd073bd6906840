'use client';

import { memo } from 'react';
import { useEditor } from '@/components/draft/editor-context';
import { type CardDraft, findCard } from '@/components/draft/plan-draft';
import { Button } from '@/components/ui/button';
import { Money } from '@/components/ui/numbers';
import { featureUnit } from '@/components/versions/feature-unit';
import { isPriceable } from '@/components/versions/price-words';
import { displayCurrency } from '@/lib/catalog/currency';
import { groupDigits } from '@/lib/money';
import { Numeric } from '@/lib/pricing/numeric';
import { isUsageBased } from '@/lib/pricing/price';
import { priceAt } from '@/lib/rating/price-at';

/** The live price in one line at the foot of a narrow window; opens all of it. */
export const LiveBar = memo(function LiveBar({ quantityOf, onOpen }: { quantityOf: (card: CardDraft) => string; onOpen: () => void }) {
  const { state, features } = useEditor();
  const { plan, selection } = state;
  const card = selection.kind === 'card' ? findCard(plan, selection.uid)?.card : undefined;
  const quantity = card ? quantityOf(card) : '0';
  const currency = card?.currency ?? plan.currency;
  const priced = card && isPriceable(card) && Numeric.safeParse(quantity).success && !quantity.startsWith('-');
  return (
    <div className="sticky bottom-0 z-10 flex items-center gap-3 border-border border-t bg-bg px-4 py-2 @min-[1000px]:hidden">
      <p className="flex min-w-0 flex-1 items-baseline gap-2" aria-live="polite">
        {priced && (
          <>
            <Money
              value={priceAt(card, displayCurrency(currency), quantity).totals.total}
              currency={currency}
              className="font-semibold text-md"
            />
            {isUsageBased(card.price) && (
              <span className="num truncate text-muted text-sm">
                for {groupDigits(quantity)} {featureUnit(features?.find(({ id }) => id === card.feature?.id))}
              </span>
            )}
          </>
        )}
      </p>
      <Button onClick={onOpen}>Live price</Button>
    </div>
  );
});
