'use client';

import { memo } from 'react';
import { PathField } from '@/components/pricing/form-scope';
import { PriceFields } from '@/components/pricing/price-fields';
import { UnitConfigFields } from '@/components/pricing/unit-config-fields';
import { DecimalInput } from '@/components/ui/decimal-input';
import { Input } from '@/components/ui/input';
import type { RateCard } from '@/lib/catalog/rate-card';
import { shiftPoint } from '@/lib/catalog/templates';
import { isUsageBased } from '@/lib/pricing/price';
import type { UnitConfig } from '@/lib/pricing/unit-config';
import { kindOf } from './card-template';
import { Pair } from './form-parts';

type Props = {
  card: RateCard;
  currency: string;
  /** Unit of the meter, in the plural. */
  unit: string;
  onChange: (changes: Partial<RateCard>, field: string) => void;
};

const isDecimal = (text: string) => /^\d+(\.\d+)?$/.test(text);

/** The figures of a price, asked for in the words of its kind: a percentage, a package's size, what a seat is called. */
export const KindFields = memo(function KindFields({ card, currency, unit, onChange }: Props) {
  const kind = kindOf(card);
  const { unitConfig } = card;
  const setUnit = (changes: Partial<UnitConfig>, field: string) =>
    unitConfig && onChange({ unitConfig: { ...unitConfig, ...changes } }, `unitConfig ${field}`);
  const price = (
    <PriceFields
      price={card.price}
      card={card}
      currency={currency}
      unit={unit}
      onChange={(next, field) => onChange({ price: next }, `price ${field}`)}
    />
  );
  if (kind === 'percentage' && unitConfig) {
    const { conversionFactor } = unitConfig;
    return (
      <PathField
        label="Share of the amount"
        path="unitConfig.conversionFactor"
        className="max-w-60"
        hint="Of what the meter adds up in a period."
      >
        <DecimalInput
          value={isDecimal(conversionFactor) ? shiftPoint(conversionFactor, 2) : conversionFactor}
          after="%"
          onValueChange={(percent) => setUnit({ conversionFactor: isDecimal(percent) ? shiftPoint(percent, -2) : percent }, 'percent')}
        />
      </PathField>
    );
  }
  if (kind === 'package' && unitConfig)
    return (
      <Pair>
        <PathField label="Package" path="unitConfig.conversionFactor" hint="Partly used packages count in full.">
          <DecimalInput
            value={unitConfig.conversionFactor}
            unit={unit}
            onValueChange={(conversionFactor) => setUnit({ conversionFactor }, 'size')}
          />
        </PathField>
        {price}
      </Pair>
    );
  if (kind === 'per_seat' && unitConfig)
    return (
      <Pair>
        <PathField label="What is counted" path="unitConfig.displayUnit" hint="In the plural: seats, hosts, projects.">
          <Input value={unitConfig.displayUnit ?? ''} onChange={(event) => setUnit({ displayUnit: event.target.value }, 'displayUnit')} />
        </PathField>
        {price}
      </Pair>
    );
  return (
    <>
      {isUsageBased(card.price) && (
        <UnitConfigFields
          value={unitConfig}
          unit={unit}
          onChange={(next, field) => onChange({ unitConfig: next }, `unitConfig ${field}`)}
        />
      )}
      {price}
    </>
  );
});
