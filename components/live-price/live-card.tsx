'use client';

import { useMemo } from 'react';
import { averageWords } from '@/components/pricing/average-words';
import { CurvePanel } from '@/components/pricing/curve-panel';
import { TraceLines } from '@/components/pricing/trace-lines';
import { DecimalInput } from '@/components/ui/decimal-input';
import { Field } from '@/components/ui/field';
import { Money } from '@/components/ui/numbers';
import { featureUnit } from '@/components/versions/feature-unit';
import { isPriceable } from '@/components/versions/price-words';
import { cadenceWords } from '@/lib/catalog/cadence';
import { displayCurrency } from '@/lib/catalog/currency';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { Numeric } from '@/lib/pricing/numeric';
import { isUsageBased } from '@/lib/pricing/price';
import { priceAt } from '@/lib/rating/price-at';
import { MoneyChange } from './money-change';

type Props = {
  card: RateCard;
  feature: Feature | undefined;
  planCurrencyCode: string;
  quantity: string;
  onQuantity: (quantity: string) => void;
  /** The card of the same key in the published version. */
  published: RateCard | null;
  publishedName: string;
  /** Description of the view: "Priced in phase Standard for the whole period". */
  scope: string;
};

/** More lines than this are closed at first. */
const LINES_OPEN_MAX = 6;

/** Shows the cost of one card for a quantity, as it is typed, with every step and the curve around it. */
export function LiveCard({ card, feature, planCurrencyCode, quantity, onQuantity, published, publishedName, scope }: Props) {
  const unit = featureUnit(feature);
  const code = card.currency ?? planCurrencyCode;
  const usageBased = isUsageBased(card.price);
  const readable = Numeric.safeParse(quantity).success && !quantity.startsWith('-');
  const priceable = isPriceable(card);
  const priced = useMemo(
    () => (priceable && (readable || !usageBased) ? priceAt(card, displayCurrency(code), usageBased ? quantity : '0', unit) : null),
    [card, code, quantity, unit, priceable, readable, usageBased],
  );
  const before = published && isUsageBased(published.price) && isPriceable(published) ? published : null;
  const [total, unitPrice] = [priced?.totals.total, priced?.unitPrice ?? null];
  const marked = useMemo(
    () => (total !== undefined && usageBased ? { quantity, total, unitPrice } : null),
    [total, unitPrice, quantity, usageBased],
  );
  const wasTotal = useMemo(
    () => publishedTotal(published, code, usageBased ? quantity : '0', unit),
    [published, code, quantity, unit, usageBased],
  );
  // The curve hangs on the price alone and is not drawn again while a name is typed.
  const { price, unitConfig, discounts, commitments } = card;
  const curve = useMemo(
    () => ({ key: '', name: '', price, unitConfig, discounts, commitments }),
    [price, unitConfig, discounts, commitments],
  );
  return (
    <div className="flex flex-col gap-4">
      {usageBased && (
        <Field label="Use in one period" error={readable || quantity === '' ? undefined : 'Enter a number that is not negative.'}>
          {/* Entered, it stays as it is: a quantity that follows the tiers must not change under the cursor. */}
          <DecimalInput value={quantity} unit={unit} onFocus={() => onQuantity(quantity)} onValueChange={onQuantity} />
        </Field>
      )}
      <div aria-live="polite">
        {priced ? (
          <>
            <p className="flex items-baseline gap-2">
              <Money value={priced.totals.total} currency={code} className="font-semibold text-3xl" />
              <span className="text-muted">{card.billingCadence ? cadenceWords(card.billingCadence) : 'once'}</span>
            </p>
            <p className="num min-h-5 text-muted">
              {usageBased && priced.unitPrice !== null && `${averageWords(priced.unitPrice, displayCurrency(code), unit)} on average`}
            </p>
            <p className="min-h-5 text-sm">
              {wasTotal !== null && (
                <MoneyChange from={wasTotal} to={priced.totals.total} currency={code} against={publishedName.toLowerCase()} />
              )}
            </p>
            <p className="text-muted text-sm">{scope}</p>
          </>
        ) : (
          <>
            <p className="font-semibold text-3xl text-faint">—</p>
            <p className="min-h-5 text-muted">{priceable ? 'Enter a quantity.' : 'Complete the price to see what it costs.'}</p>
          </>
        )}
      </div>
      {priced && priced.lines.length > 0 && (
        <TraceLines
          lines={priced.lines.map((line) => ({ ...line, rateCardName: card.name }))}
          currency={code}
          open={priced.lines.length <= LINES_OPEN_MAX}
        />
      )}
      {priced && priced.lines.length === 0 && <p className="text-muted">Nothing is billed.</p>}
      {usageBased && priceable && (
        <div className="border-border border-t pt-4">
          <CurvePanel
            card={curve}
            before={before}
            beforeName={publishedName}
            currency={code}
            unit={unit}
            marked={marked}
            onPick={onQuantity}
          />
        </div>
      )}
    </div>
  );
}

/** Returns the cost of the published card for the same quantity; null where there is none, or it cannot be priced. */
function publishedTotal(published: RateCard | null, code: string, quantity: string, unit: string): string | null {
  if (!published || !isPriceable(published) || !Numeric.safeParse(quantity).success || quantity.startsWith('-')) return null;
  return priceAt(published, displayCurrency(code), quantity, unit).totals.total;
}
