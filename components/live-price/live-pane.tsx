'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { memo } from 'react';
import { useEditor } from '@/components/draft/editor-context';
import { type CardDraft, findCard, findPhase, type PhaseDraft } from '@/components/draft/plan-draft';
import { lazy } from '@/components/ui/lazy';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import { LiveCard } from './live-card';
import { LivePhase } from './live-phase';

const LiveCustomer = lazy(() => import('./live-customer').then((module) => module.LiveCustomer));

const parsers = {
  live: parseAsStringLiteral(['quantity', 'customer'] as const).withDefault('quantity'),
  customer: parseAsString,
  month: parseAsString,
};

/** The version that is sold now. */
export interface Sold extends Pick<CreatePlanRequest, 'phases'> {
  id: string;
  version: number;
}

type Props = {
  content: CreatePlanRequest;
  blockers: number;
  sold: Sold | undefined;
  quantityOf: (card: CardDraft) => string;
  onQuantity: (uid: number, quantity: string) => void;
};

/** The live result: what is selected at a chosen quantity, or the whole plan on a customer's real month. */
export const LivePane = memo(function LivePane({ content, blockers, sold, quantityOf, onQuantity }: Props) {
  const { noun, state, features } = useEditor();
  const [{ live, customer, month }, set] = useQueryStates(parsers, { history: 'replace' });
  // Nobody has a month with an add-on alone.
  const ofCustomer = noun === 'plan' ? live === 'customer' : null;
  const { plan, selection } = state;
  const selected = selection.kind === 'card' ? findCard(plan, selection.uid) : null;
  const phase = selected?.phase ?? (selection.kind === 'phase' ? findPhase(plan, selection.uid)?.phase : undefined) ?? plan.phases.at(-1);
  const soldCard =
    selected && sold?.phases.find(({ key }) => key === selected.phase.key)?.rateCards.find(({ key }) => key === selected.card.key);
  const soldName = sold ? `version ${sold.version}` : '';
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-medium text-md">Live price</h2>
        {ofCustomer !== null && (
          <SegmentedControl
            label="Priced for"
            size="sm"
            value={live}
            onValueChange={(value) => void set({ live: value })}
            segments={[
              { value: 'quantity', label: 'Quantity' },
              { value: 'customer', label: 'Customer’s month' },
            ]}
          />
        )}
      </div>
      {ofCustomer ? (
        <LiveCustomer
          definition={content}
          blockers={blockers}
          startingPhase={plan.phases.length > 1 ? phase?.key : undefined}
          published={sold ? { id: sold.id, name: soldName } : null}
          customerId={customer}
          month={month}
          onChoose={(choice) => void set(choice)}
        />
      ) : selected ? (
        <LiveCard
          key={selected.card.uid}
          card={selected.card}
          feature={features?.find(({ id }) => id === selected.card.feature?.id)}
          planCurrencyCode={plan.currency}
          quantity={quantityOf(selected.card)}
          onQuantity={(quantity) => onQuantity(selected.card.uid, quantity)}
          published={soldCard ?? null}
          publishedName={`V${soldName.slice(1)}`}
          scope={scopeOf(plan.phases, selected.phase)}
        />
      ) : phase ? (
        <LivePhase
          phase={phase}
          published={sold?.phases.find(({ key }) => key === phase.key)?.rateCards ?? null}
          publishedName={soldName}
          scope={scopeOf(plan.phases, phase)}
          currency={plan.currency}
          features={features}
          quantityOf={quantityOf}
          onQuantity={onQuantity}
        />
      ) : null}
    </div>
  );
});

/** Says what a live price shows: one whole period, in one phase where the plan has several. */
const scopeOf = (phases: readonly PhaseDraft[], phase: PhaseDraft): string =>
  phases.length > 1 ? `Priced in phase ${phase.name || 'Unnamed'} for the whole period.` : 'For one whole period.';
