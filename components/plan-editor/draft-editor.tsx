'use client';

import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { addTrial, setPhase } from '@/components/draft/editor-acts';
import { type Editor, EditorProvider } from '@/components/draft/editor-context';
import { redo, type Selection, select, undo } from '@/components/draft/editor-state';
import { focusFieldSoon } from '@/components/draft/focus-field';
import { partOf } from '@/components/draft/part-issues';
import { type DraftContent, findPhase, type PlanDraft } from '@/components/draft/plan-draft';
import { useQuantities } from '@/components/draft/quantities';
import { RestoreBar } from '@/components/draft/restore-bar';
import { type Opened, useDraftEditor } from '@/components/draft/use-draft-editor';
import { useSelectionAddress } from '@/components/draft/use-selection-address';
import { LiveBar } from '@/components/live-price/live-bar';
import { LiveBoundary } from '@/components/live-price/live-boundary';
import { LivePane, type Sold } from '@/components/live-price/live-pane';
import { Button } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { Sheet } from '@/components/ui/dialog';
import { lazy } from '@/components/ui/lazy';
import { Skeleton } from '@/components/ui/skeleton';
import { PhaseAxis } from '@/components/versions/phase-axis';
import type { Feature } from '@/lib/catalog/feature';
import type { Finding } from '@/lib/catalog/finding';
import type { Issue } from '@/lib/problem';
import { EditorHeader } from './editor-header';
import { Outline } from './outline';
import { PhaseForm } from './phase-form';

const loadCardForm = () => import('@/components/rate-card-form/card-form').then((module) => module.CardForm);
const CardForm = lazy(loadCardForm, () => <Skeleton className="h-96 w-full" />);
const BulkForm = lazy(
  () => import('./bulk-form').then((module) => module.BulkForm),
  () => <Skeleton className="h-96 w-full" />,
);
const AddCardDialog = lazy(() => import('./add-card-dialog').then((module) => module.AddCardDialog));
const MergeDialog = lazy(() => import('@/components/draft/merge-dialog').then((module) => module.MergeDialog));

// Beside each other each column scrolls by itself under the header; on narrow windows the page scrolls.
const COLUMN = '@min-[720px]:sticky @min-[720px]:top-[3.8125rem] @min-[720px]:h-[calc(100dvh-3.8125rem)] @min-[720px]:overflow-y-auto';

/** State of the editor that publishing needs. */
export interface Publishing {
  content: DraftContent;
  draft: PlanDraft;
  issues: readonly Issue[];
  /** Likely mistakes. */
  findings: readonly Finding[];
  features: readonly Feature[] | undefined;
  /** Saves what waits; false when it could not. */
  flush: () => Promise<boolean>;
  revision: () => number;
  onJump: (place: Pick<Issue, 'path'>) => void;
  onClose: () => void;
}

type Props = {
  noun: Editor['noun'];
  opened: Opened;
  revision: number;
  version: number;
  /** It has a date on which it goes on sale. */
  scheduled: boolean;
  /** The list it stands in and, below it, its page. */
  home: { label: string; href: string };
  /** The version that is sold now, to compare with; undefined when there is none or while it loads. */
  sold: Sold | undefined;
  /** The fields of all of it, and what they come to in a few words. */
  settings: ReactNode;
  settingsWords: (draft: PlanDraft) => string;
  publish: (publishing: Publishing) => ReactNode;
};

/** Outline, form and live result of a draft of anything that is sold in versions. It saves itself. */
export function DraftEditor({ noun, opened, revision, version, scheduled, home, sold, settings, settingsWords, publish }: Props) {
  const editor = useDraftEditor(opened, revision);
  const { state, act, issues, findings, features, meters, content, blockers, autosave } = editor;
  const [view, setView] = useState<'outline' | 'form'>('outline');
  const [dialog, setDialog] = useState<'publish' | 'live' | { addCardTo: number } | null>(null);
  const { quantityOf, setQuantity } = useQuantities();
  const form = useRef<HTMLElement>(null);
  const isNewCard = useRef(false);
  const { selection } = state;
  const phased = noun === 'plan';
  useSelectionAddress(
    state,
    act,
    useCallback(() => setView('form'), []),
  );

  const open = useMemo(
    () => (next: Selection) => {
      act((before) => select(before, next));
      setView('form');
    },
    [act],
  );
  const jump = (issue: Pick<Issue, 'path'>) => {
    const { kind, uid } = partOf(state.plan, issue.path);
    open(kind === 'plan' || (kind === 'phase' && !phased) ? { kind: 'plan' } : { kind, uid });
    const rest = issue.path.slice(kind === 'card' ? 4 : kind === 'phase' ? 2 : 0);
    if (form.current) focusFieldSoon(form.current, rest);
  };
  // The first page does without the largest form; it is there before anybody opens it.
  useEffect(() => void loadCardForm(), []);
  const addCardTo = useCallback((phaseUid: number) => setDialog({ addCardTo: phaseUid }), []);
  const openLive = useCallback(() => setDialog('live'), []);
  const known = useMemo(() => keysOf(sold), [sold]);
  const { flush } = autosave;
  const firstPhase = state.plan.phases[0]?.uid ?? 0;
  const group = `This ${noun}`;
  useCommands(
    useMemo(
      () => [
        { id: 'editor:undo', group, label: 'Undo', shortcut: 'mod+z', onSelect: () => act(undo) },
        { id: 'editor:redo', group, label: 'Redo', shortcut: 'mod+y', onSelect: () => act(redo) },
        { id: 'editor:save', group, label: 'Save now', shortcut: 'mod+s', onSelect: () => void flush() },
        phased
          ? { id: 'editor:trial', group, label: 'Add a trial phase', onSelect: () => act((s, at) => addTrial(s, 'P14D', at)) }
          : { id: 'editor:card', group, label: 'Add rate card', onSelect: () => setDialog({ addCardTo: firstPhase }) },
        { id: 'editor:publish', group, label: 'Publish…', onSelect: () => setDialog('publish') },
      ],
      [act, flush, group, phased, firstPhase],
    ),
  );
  const value = useMemo(
    () => ({ noun, state, act, open, issues, findings, features, meters }),
    [noun, state, act, open, issues, findings, features, meters],
  );
  // The panes beside the form may lag a moment behind the typing, so that typing never waits for it.
  const calm = useDeferredValue(value);
  const calmContent = useDeferredValue(content);
  // Edits of the rows are shown at once: a row that was dropped must not jump back first.
  const isTyping = state.past.at(-1)?.field !== undefined;
  const live = (
    <EditorProvider value={calm}>
      <LiveBoundary of={calmContent}>
        <LivePane content={calmContent} blockers={blockers} sold={sold} quantityOf={quantityOf} onQuantity={setQuantity} />
      </LiveBoundary>
    </EditorProvider>
  );

  return (
    <EditorProvider value={value}>
      <div className="@container flex min-h-dvh flex-col max-nav:min-h-[calc(100dvh-3rem)]">
        <EditorHeader
          crumbs={[home, { label: opened.content.name, href: `${home.href}/${opened.id}` }]}
          fallback={opened.content.key}
          scheduled={scheduled}
          version={version}
          autosave={autosave}
          onJump={jump}
          onPublish={() => setDialog('publish')}
        />

        {editor.kept && <RestoreBar kept={editor.kept} onRestore={editor.restore} onDiscard={editor.discardKept} />}

        <div className="grid flex-1 grid-cols-1 @min-[720px]:grid-cols-[17rem_minmax(0,1fr)] @min-[1000px]:grid-cols-[16rem_minmax(0,1fr)_20rem] @min-[1240px]:grid-cols-[19rem_minmax(0,1fr)_25rem]">
          <div
            className={`${COLUMN} border-border p-2 pb-6 @min-[720px]:border-r @min-[720px]:p-3 ${view === 'form' ? '@max-[719px]:hidden' : ''}`}
          >
            <EditorProvider value={isTyping ? calm : value}>
              <Outline settingsWords={settingsWords} onAddCard={addCardTo} />
            </EditorProvider>
          </div>
          <section
            ref={form}
            aria-label="Selection"
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
                All of the {noun}
              </Button>
              {phased && (selection.kind === 'plan' || selection.kind === 'phase') && (
                <PhaseAxis
                  phases={state.plan.phases}
                  current={selection.kind === 'phase' ? findPhase(state.plan, selection.uid)?.index : undefined}
                  onOpen={({ uid }) => open({ kind: 'phase', uid })}
                  onStretch={({ uid }, duration) => act((before, at) => setPhase(before, uid, 'duration', { duration }, at))}
                />
              )}
              {selection.kind === 'plan' && settings}
              {selection.kind === 'phase' && <PhaseForm key={selection.uid} uid={selection.uid} knownKeys={known.phases} />}
              {selection.kind === 'cards' && <BulkForm />}
              {selection.kind === 'card' && <CardForm key={selection.uid} uid={selection.uid} knownKeys={known.cards} isNew={isNewCard} />}
            </div>
          </section>
          <aside aria-label="Live price" className={`${COLUMN} border-border border-l p-5 @max-[999px]:hidden`}>
            {live}
          </aside>
        </div>

        <EditorProvider value={calm}>
          <LiveBar quantityOf={quantityOf} onOpen={openLive} />
        </EditorProvider>
      </div>

      {dialog === 'live' && (
        <Sheet open onOpenChange={() => setDialog(null)} title="Live price">
          {live}
        </Sheet>
      )}
      {typeof dialog === 'object' && dialog && (
        <AddCardDialog
          phaseUid={dialog.addCardTo}
          onClose={() => setDialog(null)}
          onAdded={() => {
            isNewCard.current = true;
            setView('form');
          }}
        />
      )}
      {dialog === 'publish' &&
        publish({
          content,
          draft: state.plan,
          issues,
          findings,
          features,
          flush,
          revision: autosave.revision,
          onJump: (issue) => {
            setDialog(null);
            jump(issue);
          },
          onClose: () => setDialog(null),
        })}
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

function keysOf(published: Sold | undefined) {
  return {
    phases: new Set(published?.phases.map(({ key }) => key)),
    cards: new Set(published?.phases.flatMap(({ rateCards }) => rateCards.map(({ key }) => key))),
  };
}
