'use client';

import { useMemo } from 'react';
import type { PlanDraft } from '@/components/draft/plan-draft';
import { DraftEditor } from '@/components/plan-editor/draft-editor';
import { lazy } from '@/components/ui/lazy';
import type { AddOn } from '@/lib/catalog/add-on';
import { addOnDraftIssues, addOnDraftStore, planOfAddOn } from './add-on-draft';
import { AddOnForm } from './add-on-form';
import { takenWords } from './instance-types';

const PublishAddOn = lazy(() => import('./publish-add-on').then((module) => module.PublishAddOn));

const HOME = { label: 'Add-ons', href: '/add-ons' };
const settingsWords = ({ currency, instanceType }: PlanDraft) => `${currency}, ${takenWords(instanceType ?? 'single').toLowerCase()}`;

type Props = {
  addOn: AddOn;
  revision: number;
  /** The version that is sold now; undefined when there is none or while it loads. */
  sold: AddOn | undefined;
};

/** The editor of plans around a single list of cards. */
export function AddOnEditor({ addOn, revision, sold }: Props) {
  const { id, version, effectiveFrom } = addOn;
  const before = useMemo(() => sold && { id: sold.id, version: sold.version, phases: planOfAddOn(sold).phases }, [sold]);
  return (
    <DraftEditor
      noun="add-on"
      opened={{ id, content: planOfAddOn(addOn), validationErrors: undefined, store: addOnDraftStore, check: addOnDraftIssues }}
      revision={revision}
      version={version}
      scheduled={effectiveFrom !== undefined}
      home={HOME}
      sold={before}
      settings={<AddOnForm />}
      settingsWords={settingsWords}
      publish={(publishing) => <PublishAddOn addOn={addOn} sold={sold} {...publishing} />}
    />
  );
}
