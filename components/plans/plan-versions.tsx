'use client';

import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { differences } from '@/components/versions/plan-diff';
import { useOffered } from '@/components/versions/use-offered';
import { VersionDiff } from '@/components/versions/version-diff';
import { type Comparison, Versions } from '@/components/versions/versions';
import { listFeatures } from '@/lib/api/catalog/features';
import type { PlanVersion } from '@/lib/api/catalog/plan-versions';
import { getPlan } from '@/lib/api/catalog/plans';
import { listPlanSubscribers } from '@/lib/api/subscription/plan-subscribers';
import type { Plan } from '@/lib/catalog/plan';

type Props = { plan: Plan; versions: readonly PlanVersion[] | undefined; error: unknown };

/** The versions of a plan, and what changed between any two of them, the add-ons offered included. */
export function PlanVersions({ plan, versions, error }: Props) {
  const counts = useApi(listPlanSubscribers, { params: { planId: plan.id } }).data?.data;
  const subscribers = useMemo(() => counts && new Map(counts.map(({ version, subscriptions }) => [version, subscriptions])), [counts]);
  return <Versions current={plan} versions={versions} error={error} base="/plans" comparison={PlanComparison} subscribers={subscribers} />;
}

const PlanComparison: Comparison = (chosen) => {
  const [before, after] = [useApi(getPlan, { params: { planId: chosen.from } }), useApi(getPlan, { params: { planId: chosen.to } })];
  const { offered, error } = useOffered(chosen.from, chosen.to);
  const features = useApi(listFeatures, ALL_FEATURES).data?.data;
  const changes = useMemo(
    () => (before.data && after.data && offered ? differences(before.data, after.data, features, offered) : undefined),
    [before.data, after.data, offered, features],
  );
  return <VersionDiff {...chosen} changes={changes} error={before.error ?? after.error ?? error} />;
};
