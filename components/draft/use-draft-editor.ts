'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '@/components/api/client';
import { ALL_FEATURES, ALL_METERS } from '@/components/lists/catalog-input';
import { useCustomCurrencies } from '@/components/money/own-currencies';
import { useSettled } from '@/components/pricing/use-settled';
import { listFeatures } from '@/lib/api/catalog/features';
import { listMeters } from '@/lib/api/metering/meters';
import { type LintContext, lintPlan, lintRateCard } from '@/lib/catalog/checks/lint';
import { priceabilityIssues } from '@/lib/catalog/checks/priceability';
import type { CatalogContext } from '@/lib/catalog/checks/rate-card-issues';
import type { Finding } from '@/lib/catalog/finding';
import { isCritical } from '@/lib/catalog/issue-codes';
import type { Plan } from '@/lib/catalog/plan';
import type { Issue } from '@/lib/problem';
import { withServerIssues } from './draft-issues';
import type { DraftStore } from './draft-store';
import type { Act } from './editor-context';
import { type EditorState, openEditor, redo, replacePlan, type Selection, undo } from './editor-state';
import { findKeptDraft, type KeptDraft } from './kept-draft';
import { mergePlans } from './merge';
import { oncePer } from './once-per';
import { closeDraft, type DraftContent, type PlanDraft, requestOf, samePlan } from './plan-draft';
import { type Stale, useAutosave } from './use-autosave';

/** Two edits to be brought together by a person: what was saved by somebody else, or what this browser kept from another time. */
export interface Merging extends Omit<Stale, 'revision'> {
  mine: Stale['theirs'];
  revision: number | null;
}

/** Thing opened in an editor, and the specifics of its kind. */
export interface Opened {
  id: string;
  /** As it is saved. */
  content: DraftContent;
  validationErrors: Plan['validationErrors'];
  store: DraftStore;
  /** Returns the issues of the content as it is typed. Always the same function for one kind. */
  check: (draft: PlanDraft, context: CatalogContext | undefined) => Issue[];
  /** Other billing cadences sold beside it. */
  siblings?: LintContext['siblings'];
}

/** All that an editor of phases of rate cards does, apart from how it looks. */
export function useDraftEditor({ id, content: opened, validationErrors, store, check, siblings }: Opened, revision: number) {
  const [state, setState] = useState<EditorState>(() => openEditor(requestOf(opened), firstSelection));
  const [kept, setKept] = useState<KeptDraft | null>(null);
  const [restoring, setRestoring] = useState<Merging | null>(null);
  const act = useCallback<Act>((change) => {
    const at = Date.now();
    setState((before) => change(before, at));
  }, []);

  const features = useApi(listFeatures, ALL_FEATURES).data?.data;
  const meters = useApi(listMeters, ALL_METERS).data?.data;
  const content = useMemo(() => closeDraft(state.plan), [state.plan]);
  const [saved] = useState(() => requestOf(opened));
  const customCurrencies = useCustomCurrencies();
  const context = useMemo(
    () => (features && meters && customCurrencies ? { features, meters, customCurrencies } : undefined),
    [features, meters, customCurrencies],
  );
  const own = useSame(useMemo(() => check(state.plan, context), [state.plan, context, check]));
  const criticals = own.filter(isCritical).length;
  const autosave = useAutosave({ planId: id, store, saved, revision, content, criticals });
  const told = autosave.serverIssues ?? validationErrors;
  const issues = useMemo(() => withServerIssues(own, told), [own, told]);

  useEffect(() => setKept(findKeptDraft(localStorage, id, saved)), [id, saved]);
  const restore = () => {
    if (!kept) return;
    setKept(null);
    const { merged, conflicts } = mergePlans(kept.base, kept.content, content);
    if (conflicts.length === 0) act((before, at) => replacePlan(before, merged, 'Restore unsaved changes', at));
    else setRestoring({ base: kept.base, mine: kept.content, theirs: content, revision: null, changedBy: null, changedAt: null });
  };

  // The linter reads figures, so it is given only what can be read; it may lag behind the typing.
  const readable = useSettled(criticals === 0 ? content : null, LINT_PAUSE_MS);
  const known = useMemo(
    () => ({ ...(features && { features }), ...(meters && { meters }), ...(siblings && { siblings }) }),
    [features, meters, siblings],
  );
  const findings = useMemo(() => (readable ? lintPlan(readable, known, cardFindings) : NO_FINDINGS), [readable, known]);

  const { stale, settle } = autosave;
  const merging: Merging | null = stale ? { ...stale, mine: content } : restoring;
  /** Ends a merge with the content that was chosen. */
  const merge = (chosen: Stale['theirs']) => {
    act((before, at) => replacePlan(before, chosen, 'Merge', at));
    if (stale) settle(stale.theirs, stale.revision);
    else setRestoring(null);
  };

  useEditorKeys(act, () => void autosave.flush());
  return {
    state,
    act,
    content,
    features,
    meters,
    issues,
    findings,
    blockers: priceabilityIssues(own).length,
    autosave,
    kept,
    restore,
    discardKept: () => setKept(null),
    merging,
    merge,
    cancelRestore: () => setRestoring(null),
  };
}

const cardFindings = oncePer(lintRateCard);
const NO_FINDINGS: Finding[] = [];

/** The list before, as long as it says the same: nothing that shows issues is drawn again for a keystroke that changes none. */
function useSame(issues: Issue[]): Issue[] {
  const before = useRef(issues);
  if (!samePlan(before.current, issues)) before.current = issues;
  return before.current;
}

/** Hints wait for a pause in the typing. */
const LINT_PAUSE_MS = 300;

const firstSelection: Selection = { kind: 'plan' };

/** Undo, redo and save by the keys of every editor, also while typing in a field, but not behind a dialog. */
function useEditorKeys(act: Act, save: () => void) {
  const saveNow = useRef(save);
  saveNow.current = save;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || document.querySelector('dialog:modal')) return;
      const key = event.key.toLowerCase();
      const change = key === 'z' && !event.shiftKey ? undo : key === 'z' || key === 'y' ? redo : null;
      if (!change && key !== 's') return;
      event.preventDefault();
      if (change) act(change);
      else saveNow.current();
    };
    // Before the field that has the focus, whose own undo knows nothing of the plan.
    document.addEventListener('keydown', onKeyDown, { capture: true });
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [act]);
}
