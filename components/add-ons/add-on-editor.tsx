'use client';

import { ArrowLeft } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useMemo, useRef, useState } from 'react';
import { EditorProvider } from '@/components/catalog/editor-context';
import { EditorHeader } from '@/components/catalog/editor-header';
import { redo, type Selection, select, undo } from '@/components/catalog/editor-state';
import { focusFieldSoon } from '@/components/catalog/focus-field';
import { partOf } from '@/components/catalog/part-issues';
import { RestoreBar } from '@/components/catalog/restore-bar';
import { useDraftEditor } from '@/components/catalog/use-plan-editor';
import { Button } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { Skeleton } from '@/components/ui/skeleton';
import type { AddOn } from '@/lib/catalog/add-on';
import type { Issue } from '@/lib/problem';
import { addOnDraftIssues, addOnDraftStore, addOnOfPlan, planOfAddOn } from './add-on-draft';
import { AddOnForm } from './add-on-form';
import { AddOnOutline } from './add-on-outline';

const loadCardForm = () => import('@/components/catalog/card-form').then((module) => module.CardForm);
const CardForm = dynamic(loadCardForm, { ssr: false, loading: () => <Skeleton className="h-96 w-full" /> });
const AddCardDialog = dynamic(() => import('@/components/catalog/add-card-dialog').then((module) => module.AddCardDialog), { ssr: false });
const MergeDialog = dynamic(() => import('@/components/catalog/merge-dialog').then((module) => module.MergeDialog), { ssr: false });
const PublishAddOn = dynamic(() => import('./publish-add-on').then((module) => module.PublishAddOn), { ssr: false });

const COLUMN = '@min-[720px]:sticky @min-[720px]:top-[3.8125rem] @min-[720px]:h-[calc(100dvh-3.8125rem)] @min-[720px]:overflow-y-auto';

type Props = {
  addOn: AddOn;
  revision: number;
  /** It has a date on which it goes on sale. */
  scheduled: boolean;
  /** The version that is sold now; undefined when there is none or while it loads. */
  sold: AddOn | undefined;
};

/** Outline and form of a draft, which saves itself: the plan editor's parts around a single list of cards. */
export function AddOnEditor({ addOn, revision, scheduled, sold }: Props) {
  const editor = useDraftEditor(
    {
      id: addOn.id,
      content: planOfAddOn(addOn),
      validationErrors: undefined,
      store: addOnDraftStore,
      check: addOnDraftIssues,
      lints: false,
    },
    revision,
  );
  const { state, act, issues, findings, features, meters, content, autosave } = editor;
  const [view, setView] = useState<'outline' | 'form'>('outline');
  const [dialog, setDialog] = useState<'publish' | 'card' | null>(null);
  const form = useRef<HTMLElement>(null);
  const isNewCard = useRef(false);
  const { selection } = state;
  const open = useMemo(
    () => (next: Selection) => {
      act((before) => select(before, next));
      setView('form');
    },
    [act],
  );
  const jump = (issue: Pick<Issue, 'path'>) => {
    const { kind, uid } = partOf(state.plan, issue.path);
    open(kind === 'card' ? { kind, uid } : { kind: 'plan' });
    const rest = issue.path.slice(kind === 'card' ? 4 : 0);
    if (form.current) focusFieldSoon(form.current, rest);
  };
  useEffect(() => void loadCardForm(), []);
  const known = useMemo(() => new Set(sold?.rateCards.map(({ key }) => key)), [sold]);
  const { flush } = autosave;
  useCommands(
    useMemo(
      () => [
        { id: 'editor:undo', group: 'This add-on', label: 'Undo', shortcut: 'mod+z', onSelect: () => act(undo) },
        { id: 'editor:redo', group: 'This add-on', label: 'Redo', shortcut: 'mod+y', onSelect: () => act(redo) },
        { id: 'editor:save', group: 'This add-on', label: 'Save now', shortcut: 'mod+s', onSelect: () => void flush() },
        { id: 'editor:card', group: 'This add-on', label: 'Add rate card', onSelect: () => setDialog('card') },
        { id: 'editor:publish', group: 'This add-on', label: 'Publish…', onSelect: () => setDialog('publish') },
      ],
      [act, flush],
    ),
  );
  const value = useMemo(
    () => ({ state, act, open, issues, findings, features, meters }),
    [state, act, open, issues, findings, features, meters],
  );

  return (
    <EditorProvider value={value}>
      <div className="@container flex min-h-dvh flex-col max-nav:min-h-[calc(100dvh-3rem)]">
        <EditorHeader
          crumbs={[
            { label: 'Add-ons', href: '/add-ons' },
            { label: addOn.name, href: `/add-ons/${addOn.id}` },
          ]}
          fallback={addOn.key}
          scheduled={scheduled}
          version={addOn.version}
          autosave={autosave}
          onJump={jump}
          onPublish={() => setDialog('publish')}
        />

        {editor.kept && <RestoreBar kept={editor.kept} onRestore={editor.restore} onDiscard={editor.discardKept} />}

        <div className="grid flex-1 grid-cols-1 @min-[720px]:grid-cols-[19rem_minmax(0,1fr)]">
          <div
            className={`${COLUMN} border-border p-2 pb-6 @min-[720px]:border-r @min-[720px]:p-3 ${view === 'form' ? '@max-[719px]:hidden' : ''}`}
          >
            <AddOnOutline onAddCard={() => setDialog('card')} />
          </div>
          <section
            ref={form}
            aria-label="What is selected"
            className={`${COLUMN} min-w-0 px-4 py-5 nav:px-6 ${view === 'outline' ? '@max-[719px]:hidden' : ''}`}
          >
            <div className="mx-auto flex max-w-160 flex-col gap-5">
              <Button
                size="sm"
                variant="ghost"
                icon={<ArrowLeft />}
                className="-ml-2.5 w-fit @min-[720px]:hidden"
                onClick={() => setView('outline')}
              >
                All of the add-on
              </Button>
              {selection.kind === 'card' ? (
                <CardForm key={selection.uid} uid={selection.uid} knownKeys={known} isNew={isNewCard} />
              ) : (
                <AddOnForm />
              )}
            </div>
          </section>
        </div>
      </div>

      {dialog === 'card' && (
        <AddCardDialog
          phaseUid={state.plan.phases[0]?.uid ?? 0}
          onClose={() => setDialog(null)}
          onAdded={() => {
            isNewCard.current = true;
            setView('form');
          }}
        />
      )}
      {dialog === 'publish' && (
        <PublishAddOn
          addOn={addOn}
          content={addOnOfPlan(content)}
          draft={state.plan}
          sold={sold}
          issues={issues}
          features={features}
          flush={autosave.flush}
          revision={autosave.revision}
          onJump={(issue) => {
            setDialog(null);
            jump(issue);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {editor.merging && (
        <MergeDialog
          merging={editor.merging}
          features={features}
          onDone={editor.merge}
          onCancel={editor.merging.revision === null ? editor.cancelRestore : undefined}
        />
      )}
    </EditorProvider>
  );
}
