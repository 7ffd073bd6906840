'use client';

import { memo } from 'react';
import { DecimalInput, MoneyInput } from '@/components/ui/decimal-input';
import type { SpendCommitments } from '@/lib/pricing/commitments';
import type { RateCardDiscounts } from '@/lib/pricing/discounts';
import { PathField } from './form-scope';
import { NumberInput } from './number-input';

type Props = {
  /** Free units and commitments belong to usage. */
  usageBased: boolean;
  discounts: RateCardDiscounts | undefined;
  commitments: SpendCommitments | undefined;
  onDiscounts: (value: RateCardDiscounts | undefined, field: string) => void;
  onCommitments: (value: SpendCommitments | undefined, field: string) => void;
  currency: string;
  /** Unit of free units, after conversion. */
  pricedUnit: string;
  /** "per month", for the commitments; empty when charged once. */
  every: string;
};

/** Members that are set, or nothing when none is. */
function orNothing<T extends object>(value: T): T | undefined {
  const set = Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
  return Object.keys(set).length > 0 ? (set as T) : undefined;
}

/** Fields for discounts, minimum and maximum. Empty means none. */
export const AdjustmentFields = memo(function AdjustmentFields({
  usageBased,
  discounts,
  commitments,
  onDiscounts,
  onCommitments,
  currency,
  pricedUnit,
  every,
}: Props) {
  const discount = (changes: Partial<RateCardDiscounts>, field: string) => onDiscounts(orNothing({ ...discounts, ...changes }), field);
  const commit = (changes: Partial<SpendCommitments>, field: string) => onCommitments(orNothing({ ...commitments, ...changes }), field);
  // Fields that no longer belong to the price stay in view until it is taken out.
  const [showFree, showBounds] = [usageBased || discounts?.usage !== undefined, usageBased || commitments !== undefined];
  return (
    <div className="grid gap-3 @min-[420px]:grid-cols-2">
      {showFree && (
        <PathField label="Free units" path="discounts.usage" also={['discounts']}>
          <DecimalInput
            value={discounts?.usage ?? ''}
            placeholder="None"
            unit={pricedUnit}
            onValueChange={(usage) => discount({ usage: usage || undefined }, 'usage')}
          />
        </PathField>
      )}
      <PathField label="Discount" path="discounts.percentage">
        <NumberInput
          value={discounts?.percentage}
          placeholder="None"
          after="%"
          max={100}
          onValueChange={(percentage) => discount({ percentage }, 'percentage')}
        />
      </PathField>
      {showBounds && (
        <>
          <PathField label={`Minimum spend${every}`} path="commitments.minimumAmount" also={['commitments']}>
            <MoneyInput
              currency={currency}
              placeholder="None"
              value={commitments?.minimumAmount ?? ''}
              onValueChange={(amount) => commit({ minimumAmount: amount || undefined }, 'minimumAmount')}
            />
          </PathField>
          <PathField label={`Maximum spend${every}`} path="commitments.maximumAmount">
            <MoneyInput
              currency={currency}
              placeholder="None"
              value={commitments?.maximumAmount ?? ''}
              onValueChange={(amount) => commit({ maximumAmount: amount || undefined }, 'maximumAmount')}
            />
          </PathField>
        </>
      )}
    </div>
  );
});
