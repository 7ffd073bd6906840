'use client';

import type { ReactNode } from 'react';
import { useApi } from '@/components/api/client';
import { UseFromApi } from '@/components/api/use-from-api';
import { MatchingEvents } from '@/components/events/matching-events';
import { FeatureCost } from '@/components/money/feature-cost';
import { StatusBadge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { Sheet } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { Day } from '@/components/ui/time';
import { measureOf } from '@/components/usage/aggregation';
import { ALL_PLAN_VERSIONS } from '@/components/versions/plan-input';
import { listPlans } from '@/lib/api/catalog/plans';
import type { Feature } from '@/lib/catalog/feature';
import type { Plan } from '@/lib/catalog/plan';
import type { Meter } from '@/lib/metering/meter';
import { costWords, filterWords } from './feature-words';

/** Shows a feature: its meter, its cost, and the plans that sell it. */
export function FeatureSheet({
  feature,
  meter,
  onClose,
  onCost,
}: {
  feature: Feature;
  meter: Meter | undefined;
  onClose: () => void;
  onCost: (() => void) | undefined;
}) {
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={feature.name} description={feature.description}>
      <dl className="flex flex-col gap-4">
        <Item label="Key">
          <span className="flex items-center gap-1">
            <KeyText value={feature.key} />
            <UseFromApi name={feature.name} load={async () => (await import('./feature-examples')).featureExamples(feature)} />
          </span>
        </Item>
        <Item label="Meter">
          {meter ? (
            <>
              <TextLink href={`/meters/${meter.id}`}>{meter.name}</TextLink>
              <span className="text-muted"> · {measureOf(meter)}</span>
              {filterWords(feature).map((words) => (
                <p key={words} className="text-muted">
                  where {words}
                </p>
              ))}
            </>
          ) : (
            'No meter: on–off access.'
          )}
        </Item>
        {meter && (
          <Item label="Usage counted">
            <MatchingEvents meter={meter} filters={feature.meter?.filters} />
          </Item>
        )}
        {feature.meter && (
          <Item label="Unit cost">
            <span className="num">{feature.unitCost ? costWords(feature.unitCost) : 'Not known'}</span>
            {onCost && (
              <Button size="sm" variant="ghost" onClick={onCost} className="ml-1">
                Change
              </Button>
            )}
          </Item>
        )}
        {feature.meter && feature.unitCost && (
          <Item label="Your cost">
            <FeatureCost feature={feature} />
          </Item>
        )}
        <Item label="Sold by">
          <SoldBy feature={feature} />
        </Item>
        <Item label="Created">
          <Day at={feature.createdAt} />
        </Item>
        <Item label="Id">
          <KeyText value={feature.id} />
        </Item>
      </dl>
    </Sheet>
  );
}

const Item = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-col gap-1">
    <dt className="text-muted text-sm">{label}</dt>
    <dd>{children}</dd>
  </div>
);

const sells = (plan: Plan, featureId: string) =>
  plan.phases.some((phase) => phase.rateCards.some((card) => card.feature?.id === featureId));

function SoldBy({ feature }: { feature: Feature }) {
  const plans = useApi(listPlans, ALL_PLAN_VERSIONS);
  if (plans.error) return <ErrorState compact error={plans.error} onRetry={() => void plans.refetch()} />;
  if (!plans.data) return <Skeleton className="w-40" />;
  const sellers = plans.data.data.filter((plan) => plan.status !== 'archived' && sells(plan, feature.id));
  if (sellers.length === 0) return <span className="text-muted">No plan yet.</span>;
  return (
    <ul className="flex flex-col gap-1">
      {sellers.map((plan) => (
        <li key={plan.id} className="flex items-center gap-2">
          <TextLink href={`/plans/${plan.id}`}>
            {plan.name}, version {plan.version}
          </TextLink>
          <StatusBadge status={plan.status} />
        </li>
      ))}
    </ul>
  );
}
