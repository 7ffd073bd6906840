'use client';

import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { PhaseAxis } from '@/components/versions/phase-axis';
import { RateCardTable } from '@/components/versions/rate-card-table';
import { durationWords } from '@/lib/catalog/cadence';
import type { Feature } from '@/lib/catalog/feature';
import type { Plan, PlanPhase } from '@/lib/catalog/plan';
import { EntitlementMatrix } from './entitlement-matrix';
import { PlanOffers } from './plan-offers';
import { PlanProof } from './plan-proof';

type Props = { plan: Plan; features: readonly Feature[] | undefined };

/** Shows a plan: its phases with their prices, its add-ons, and what it gives access to. */
export function PlanOverview({
  plan,
  features,
  past,
}: Props & { /** Of another day: what stands in place of that which works on the stored version. */ past?: ReactNode }) {
  const issues = plan.validationErrors ?? [];
  return (
    <div className="flex flex-col gap-8">
      {issues.length > 0 && (
        <div className="flex items-start gap-2.5 rounded-md bg-warning-soft px-3 py-2.5">
          <TriangleAlert aria-hidden="true" className="mt-0.5 text-warning" />
          <p className="min-w-0 flex-1 text-pretty">
            {plan.status === 'scheduled'
              ? `This version goes on sale at its date with ${issues.length === 1 ? 'an issue' : `${issues.length} issues`}, unless that is resolved:`
              : `${issues.length === 1 ? 'One issue keeps' : `${issues.length} issues keep`} this version from being published:`}{' '}
            {issues[0]?.message}
            {issues.length > 1 && ' …'}{' '}
            {issues.some(({ code }) => code !== 'plan_has_incompatible_addon') && (
              <TextLink href={`/plans/${plan.id}/edit`}>Repair in the editor</TextLink>
            )}
          </p>
        </div>
      )}
      <PhaseAxis phases={plan.phases} onOpen={({ key }) => document.getElementById(`phase-${key}`)?.scrollIntoView()} />
      {plan.phases.map((phase, index) => (
        <Phase key={phase.key} phase={phase} index={index} plan={plan} features={features} />
      ))}
      {past ?? <PlanOffers plan={plan} features={features} />}
      <EntitlementMatrix phases={plan.phases} features={features} />
      {!past && <PlanProof planId={plan.id} />}
    </div>
  );
}

function Phase({ phase, index, plan, features }: Props & { phase: PlanPhase; index: number }) {
  const next = plan.phases[index + 1];
  const only = plan.phases.length === 1;
  const length = phase.duration ? `For ${durationWords(phase.duration)}, then ${next?.name ?? 'nothing'}` : 'Until the subscription ends';
  return (
    <Section
      id={`phase-${phase.key}`}
      className="scroll-mt-20"
      title={only ? 'Rate cards' : phase.name}
      description={only ? phase.description : [length, phase.description].filter(Boolean).join('. ')}
    >
      {phase.rateCards.length === 0 ? (
        <p className="text-muted">No rate cards in this phase yet.</p>
      ) : (
        <RateCardTable
          label={only ? 'Rate cards' : `Rate cards of ${phase.name}`}
          cards={phase.rateCards}
          currency={plan.currency}
          features={features}
        />
      )}
    </Section>
  );
}
