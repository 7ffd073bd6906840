'use client';

import dynamic from 'next/dynamic';
import { durationWords } from '@/lib/catalog/cadence';
import type { Plan } from '@/lib/catalog/plan';
import { DraftEditor } from './draft-editor';
import { draftIssues } from './draft-issues';
import { planDraftStore } from './draft-store';
import type { PlanDraft } from './plan-draft';
import { PlanForm } from './plan-form';

const PublishDialog = dynamic(() => import('./publish-dialog').then((module) => module.PublishDialog), { ssr: false });

const HOME = { label: 'Plans', href: '/plans' };
const settingsWords = ({ currency, billingCadence }: PlanDraft) => `${currency}, ${durationWords(billingCadence)}`;

type Props = {
  plan: Plan;
  revision: number;
  /** The version that is sold now; undefined when there is none or while it loads. */
  published: Plan | undefined;
};

export function PlanEditor({ plan, revision, published }: Props) {
  const { id, version, validationErrors } = plan;
  return (
    <DraftEditor
      noun="plan"
      opened={{ id, content: plan, validationErrors, store: planDraftStore, check: draftIssues }}
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
