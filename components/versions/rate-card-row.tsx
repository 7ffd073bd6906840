'use client';

import { Chip } from '@/components/ui/chip';
import { KeyText } from '@/components/ui/copy';
import { cadenceWords } from '@/lib/catalog/cadence';
import type { Feature } from '@/lib/catalog/feature';
import type { RateCard } from '@/lib/catalog/rate-card';
import { entitlementWords } from './entitlement-words';
import { featureUnit } from './feature-unit';
import { priceWords } from './price-words';

type Props = {
  card: RateCard;
  currency: string;
  /** How most cards here are billed: not said again. */
  usualCadence?: string;
  feature: Feature | undefined;
};

/** A rate card as one row of a page: its price and what it entitles to, in words. */
export function RateCardRow({ card, currency, usualCadence, feature }: Props) {
  const rhythm = card.price.type === 'free' || card.billingCadence === usualCadence ? '' : `Billed ${cadenceWords(card.billingCadence)}.`;
  const notes = [rhythm, card.description].filter(Boolean).join(' ');
  const entitlement = entitlementWords(card);
  return (
    <li className="grid gap-x-6 gap-y-1 border-border border-b py-2.5 sm:grid-cols-[minmax(10rem,16rem)_minmax(0,1fr)_auto]">
      <div className="flex min-w-0 flex-col">
        <span className="truncate font-medium">{card.name}</span>
        <KeyText value={card.key} />
      </div>
      <div className="flex min-w-0 flex-col gap-0.5">
        <span className="text-pretty">{priceWords(card, card.currency ?? currency, featureUnit(feature)) ?? 'Price not complete'}</span>
        {notes && <span className="text-pretty text-muted text-sm">{notes}</span>}
      </div>
      {entitlement && (
        <div className="sm:text-right">
          <Chip>{entitlement}</Chip>
        </div>
      )}
    </li>
  );
}
