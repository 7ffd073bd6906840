'use client';

import { Check } from 'lucide-react';
import { Section } from '@/components/ui/section';
import { entitlementWords } from '@/components/versions/entitlement-words';
import type { Feature } from '@/lib/catalog/feature';
import type { PlanPhase } from '@/lib/catalog/plan';
import type { RateCard } from '@/lib/catalog/rate-card';

/** Which feature a customer has in which phase. Left out while the plan entitles to nothing. */
export function EntitlementMatrix({ phases, features }: { phases: readonly PlanPhase[]; features: readonly Feature[] | undefined }) {
  const cards = phases.flatMap((phase) => phase.rateCards).filter((card) => card.entitlement && card.feature);
  const ids = [...new Set(cards.map((card) => card.feature?.id ?? ''))];
  if (ids.length === 0) return null;
  const nameOf = (id: string) =>
    features?.find((feature) => feature.id === id)?.name ?? cards.find((card) => card.feature?.id === id)?.name;
  return (
    <Section title="Entitlements" description="Access of subscribers, by phase.">
      <div className="overflow-x-auto">
        <table className="w-full border-separate border-spacing-0 text-left">
          <thead>
            <tr className="text-muted text-sm [&>th]:border-border [&>th]:border-b [&>th]:py-1.5 [&>th]:pr-6 [&>th]:font-medium">
              <th scope="col">Feature</th>
              {phases.map((phase) => (
                <th key={phase.key} scope="col">
                  {phase.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ids.map((id) => (
              <tr key={id} className="[&>*]:h-9 [&>*]:border-border [&>*]:border-b [&>*]:pr-6">
                <th scope="row" className="font-normal">
                  {nameOf(id)}
                </th>
                {phases.map((phase) => (
                  <td key={phase.key}>
                    <EntitlementCell card={phase.rateCards.find((card) => card.feature?.id === id)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Shows the entitlement of a card, in a cell. */
export function EntitlementCell({ card }: { card: RateCard | undefined }) {
  const words = card && entitlementWords(card);
  if (!words) return <span className="text-faint">Nothing</span>;
  if (card.entitlement?.type === 'boolean')
    return (
      <span className="inline-flex items-center gap-1.5">
        <Check aria-hidden="true" className="text-positive" /> Yes
      </span>
    );
  return <span className="num">{words}</span>;
}
