'use client';

import { type ReactNode, useMemo } from 'react';
import { setPlan } from '@/components/draft/editor-acts';
import { useEditor } from '@/components/draft/editor-context';
import { issuesBelow } from '@/components/draft/part-issues';
import type { PlanDraft } from '@/components/draft/plan-draft';
import { FormScope, PathField } from '@/components/pricing/form-scope';
import { FormSection, Pair } from '@/components/rate-card-form/form-parts';
import { DescriptionAndLabels } from '@/components/rate-card-form/label-fields';
import { Input } from '@/components/ui/input';

type SetSettings = (changes: Partial<Omit<PlanDraft, 'phases'>>, field: string) => void;

type Props = {
  title: string;
  description: string;
  /** Fields of the kind besides name, key, description and labels. */
  children: (draft: PlanDraft, set: SetSettings) => ReactNode;
};

/** The fields of all that is edited, as against those of a part of it. */
export function SettingsForm({ title, description, children }: Props) {
  const { state, act, issues } = useEditor();
  const { plan: draft } = state;
  const issueAt = useMemo(() => issuesBelow(issues, []), [issues]);
  const set: SetSettings = (changes, field) => act((current, at) => setPlan(current, field, changes, at));
  return (
    <FormScope issueAt={issueAt}>
      <header className="flex flex-col gap-0.5">
        <h2 className="font-semibold text-lg">{title}</h2>
        <p className="text-muted">{description}</p>
      </header>
      <div className="@container flex flex-col gap-3">
        <Pair>
          <PathField label="Name" path="name" hint="The same for all versions.">
            <Input
              value={draft.name}
              data-first-field
              maxLength={256}
              autoComplete="off"
              onChange={(event) => set({ name: event.target.value }, 'name')}
            />
          </PathField>
          <PathField label="Key" path="key" hint="Cannot be changed: subscriptions and code use it.">
            <Input mono readOnly value={draft.key} />
          </PathField>
        </Pair>
      </div>
      {children(draft, set)}
      <FormSection title="More">
        <DescriptionAndLabels
          description={draft.description}
          labels={draft.labels}
          onDescription={(next) => set({ description: next }, 'description')}
          onLabels={(labels) => set({ labels }, 'labels')}
        />
      </FormSection>
    </FormScope>
  );
}
