'use client';

import { TriangleAlert } from 'lucide-react';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { RateCardTable } from '@/components/versions/rate-card-table';
import type { AddOn } from '@/lib/catalog/add-on';
import type { Feature } from '@/lib/catalog/feature';
import { AddOnOffers } from './add-on-offers';

/** Shows an add-on: its prices, and the plans that offer it. */
export function AddOnOverview({ addOn, features }: { addOn: AddOn; features: readonly Feature[] | undefined }) {
  const issues = addOn.validationErrors ?? [];
  return (
    <div className="flex flex-col gap-8">
      {issues.length > 0 && (
        <div className="flex items-start gap-2.5 rounded-md bg-warning-soft px-3 py-2.5">
          <TriangleAlert aria-hidden="true" className="mt-0.5 text-warning" />
          <p className="min-w-0 flex-1 text-pretty">
            {issues.length === 1 ? 'One issue keeps' : `${issues.length} issues keep`} this version from being published:{' '}
            {issues[0]?.message}
            {issues.length > 1 && ' …'} <TextLink href={`/add-ons/${addOn.id}/edit`}>Repair in the editor</TextLink>
          </p>
        </div>
      )}
      <Section
        title="Rate cards"
        description={
          addOn.instanceType === 'multiple'
            ? 'Charged per add-on. Increases matching rate cards of the plan and adds the rest.'
            : 'Increases matching rate cards of the plan and adds the rest.'
        }
      >
        {addOn.rateCards.length === 0 ? (
          <p className="text-muted">No rate cards yet.</p>
        ) : (
          <RateCardTable label="Rate cards" cards={addOn.rateCards} currency={addOn.currency} features={features} />
        )}
      </Section>
      <AddOnOffers addOnId={addOn.id} />
    </div>
  );
}
