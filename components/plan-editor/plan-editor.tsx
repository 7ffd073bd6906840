'use client';

import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { draftIssues } from '@/components/draft/draft-issues';
import { planDraftStore } from '@/components/draft/draft-store';
import type { PlanDraft } from '@/components/draft/plan-draft';
import { lazy } from '@/components/ui/lazy';
import { listPlans } from '@/lib/api/catalog/plans';
import { durationWords } from '@/lib/catalog/cadence';
import type { Plan } from '@/lib/catalog/plan';
import { areSiblings, keyStem } from '@/lib/catalog/siblings';
import { DraftEditor } from './draft-editor';
import { PlanForm } from './plan-form';

const PublishDialog = lazy(() => import('./publish-dialog').then((module) => module.PublishDialog));

const HOME = { label: 'Plans', href: '/plans' };
const settingsWords = ({ currency, billingCadence }: PlanDraft) => `${currency}, ${durationWords(billingCadence)}`;

const LONGER = new Set(['P3M', 'P6M', 'P12M', 'P1Y']);

type Props = {
  plan: Plan;
  revision: number;
  /** The version that is sold now; undefined when there is none or while it loads. */
  published: Plan | undefined;
};

/** Other billing cadences sold under this plan's key; read for plans that are billed by more than the month. */
function useSiblings({ key, billingCadence }: Plan): readonly Plan[] | undefined {
  const filter = { key: { contains: keyStem(key) }, status: { eq: 'active' } };
  const found = useApi(listPlans, { query: { page: { size: 50 }, filter } }, { enabled: LONGER.has(billingCadence) }).data?.data;
  return useMemo(() => found?.filter((other) => areSiblings(key, other.key)), [found, key]);
}

export function PlanEditor({ plan, revision, published }: Props) {
  const { id, version, validationErrors } = plan;
  const siblings = useSiblings(plan);
  return (
    <DraftEditor
      noun="plan"
      opened={{ id, content: plan, validationErrors, store: planDraftStore, check: draftIssues, siblings }}
      revision={revision}
      version={version}
      scheduled={plan.status === 'scheduled'}
      home={HOME}
      sold={published}
      settings={<PlanForm />}
      settingsWords={settingsWords}
      publish={(publishing) => <PublishDialog plan={plan} published={published} {...publishing} />}
    />
  );
}
