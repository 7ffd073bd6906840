'use client';

import clsx from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { CurvePanel } from '@/components/pricing/curve-panel';
import { Chip } from '@/components/ui/chip';
import { KeyText } from '@/components/ui/copy';
import { cadenceWords } from '@/lib/catalog/cadence';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { isUsageBased } from '@/lib/pricing/price';
import { entitlementWords } from './entitlement-words';
import { featureUnit } from './feature-unit';
import { priceRows } from './price-rows';

type Props = {
  /** Names the table for screen readers: "Rate cards of Standard". */
  label: string;
  cards: readonly RateCard[];
  currency: string;
  features: readonly Feature[] | undefined;
};

const CELL = 'px-2 py-2.5 align-top';

/** Rate cards as a price list: a row for each tier, what it gives access to, and the curve of each price by usage. */
export function RateCardTable({ label, cards, currency, features }: Props) {
  return (
    <table aria-label={label} className="w-full border-border border-t">
      <thead className="max-nav:sr-only">
        <tr className="text-left text-muted text-sm [&>th]:px-2 [&>th]:py-1.5 [&>th]:font-normal">
          <th scope="col" className="w-64 pl-8">
            Rate card
          </th>
          <th scope="col">Usage</th>
          <th scope="col">Price</th>
          <th scope="col" className="w-32">
            Billed
          </th>
          <th scope="col" className="w-36 text-right">
            Access
          </th>
        </tr>
      </thead>
      {cards.map((card) => (
        <CardRows key={card.key} card={card} currency={currency} feature={features?.find(({ id }) => id === card.feature?.id)} />
      ))}
    </table>
  );
}

function CardRows({ card, currency: planCurrency, feature }: { card: RateCard; currency: string; feature: Feature | undefined }) {
  const [opened, setOpened] = useState(false);
  const currency = card.currency ?? planCurrency;
  const unit = featureUnit(feature);
  const rows = priceRows(card, currency, unit);
  const entitlement = entitlementWords(card);
  const lines = rows ?? [{ range: '', price: 'Price not complete' }];
  const hasCurve = rows !== null && isUsageBased(card.price);
  return (
    <tbody className="border-border border-t">
      {lines.map(({ range, price }, line) => (
        <tr key={`${range} ${price}`} className="max-nav:grid max-nav:grid-cols-[2fr_3fr]">
          {line === 0 && (
            <th scope="rowgroup" rowSpan={lines.length} className={clsx(CELL, 'text-left font-normal max-nav:col-span-full')}>
              <span className="flex items-start gap-1">
                {hasCurve ? (
                  <button
                    type="button"
                    aria-expanded={opened}
                    aria-label={`Price curve of ${card.name}`}
                    onClick={() => setOpened(!opened)}
                    className="grid size-5 shrink-0 place-items-center rounded-sm text-muted hover:bg-hover hover:text-text"
                  >
                    <ChevronRight className={clsx('size-3.5 transition-transform', opened && 'rotate-90')} />
                  </button>
                ) : (
                  <span className="w-5 shrink-0" />
                )}
                <span className="flex min-w-0 flex-col wrap-anywhere">
                  <span className="font-medium">{card.name}</span>
                  <KeyText value={card.key} />
                  {card.description && <span className="text-pretty text-muted text-sm">{card.description}</span>}
                </span>
              </span>
            </th>
          )}
          <td className={clsx(CELL, line > 0 && 'pt-0', 'text-muted max-nav:py-1 max-nav:pl-8', range === '' && 'max-nav:hidden')}>
            {range}
          </td>
          <td className={clsx(CELL, line > 0 && 'pt-0', 'num max-nav:py-1', range === '' && 'max-nav:col-span-full max-nav:pl-8')}>
            {price}
          </td>
          {line === 0 && (
            <>
              <td rowSpan={lines.length} className={clsx(CELL, 'text-muted max-nav:hidden')}>
                {card.price.type === 'free' ? '' : card.billingCadence ? cadenceWords(card.billingCadence) : 'once'}
              </td>
              <td rowSpan={lines.length} className={clsx(CELL, 'text-right max-nav:hidden')}>
                {entitlement && <Chip>{entitlement}</Chip>}
              </td>
            </>
          )}
        </tr>
      ))}
      {opened && (
        <tr>
          <td colSpan={5} className="px-8 pb-5 max-nav:px-2">
            <div className="max-w-160">
              <CardCurve card={card} currency={currency} unit={unit} />
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
}

const keep = () => undefined;

function CardCurve({ card, currency, unit }: { card: RateCard; currency: string; unit: string }) {
  const { price, unitConfig, discounts, commitments } = card;
  const terms = useMemo(
    () => ({ key: '', name: '', price, unitConfig, discounts, commitments }),
    [price, unitConfig, discounts, commitments],
  );
  return <CurvePanel card={terms} before={null} beforeName="" currency={currency} unit={unit} marked={null} onPick={keep} />;
}
