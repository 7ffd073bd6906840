'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ProblemFailure } from '@/components/api/client';
import { SIGNED_IN } from '@/components/api/session-door';
import type { CreatePlanRequest } from '@/lib/catalog/plan';
import type { ProductCatalogValidationError } from '@/lib/catalog/validation-error';
import { retryDelayMs, SAVE_DELAY_MS, type SaveStatus } from './autosave';
import type { DraftStore } from './draft-store';
import { dropDraft, keepDraft } from './kept-draft';
import { samePlan } from './plan-draft';

/** Copy saved by another user during this edit. */
export interface Stale {
  base: CreatePlanRequest;
  theirs: CreatePlanRequest;
  revision: number;
  changedBy: string | null;
  changedAt: string | null;
}

interface Options {
  /** Its id, under which this browser keeps what is not saved. */
  planId: string;
  /** Store of the draft. */
  store: DraftStore;
  /** The copy on the server that editing began with. */
  saved: CreatePlanRequest;
  revision: number;
  /** Current content of the editor. */
  content: CreatePlanRequest;
  /** Number of critical issues that prevent saving. */
  criticals: number;
}

/** Writing the browser's copy waits for the picture of the key that was pressed … */
const KEEPING_PAUSE_MS = 60;
/** … and may take one part in so many of the time. */
const KEEPING_SHARE = 60;

/**
 * Saves what is in the editor, a moment after the last change, one request at a time, each naming the revision it was made from. What is
 * not on the server is kept in this browser. Gives where saving stands, and what somebody else saved in between, to be brought together.
 */
export function useAutosave({ planId, store, saved, revision, content, criticals }: Options) {
  const client = useQueryClient();
  const [status, setStatus] = useState<SaveStatus>({ kind: 'saved' });
  const [stale, setStale] = useState<Stale | null>(null);
  const [serverIssues, setServerIssues] = useState<ProductCatalogValidationError[] | undefined>();
  const latest = useRef({ content, criticals });
  latest.current = { content, criticals };
  // Server's copy: as it was sent, and as it was stored (with defaults written out), which is what others start from.
  const server = useRef({ content: saved, stored: saved, revision });
  const work = useRef<{ timer?: ReturnType<typeof setTimeout>; busy: boolean; failures: number; stopped: boolean; touched: boolean }>({
    busy: false,
    failures: 0,
    stopped: false,
    touched: false,
  });

  const kept = useRef<{ timer?: ReturnType<typeof setTimeout>; due: number }>({ due: 0 });
  const keep = useCallback(() => {
    clearTimeout(kept.current.timer);
    kept.current.timer = undefined;
    if (samePlan(latest.current.content, server.current.content)) return;
    const { stored: base, revision: from } = server.current;
    const started = performance.now();
    keepDraft(localStorage, planId, { revision: from, base, content: latest.current.content, at: new Date().toISOString() });
    kept.current.due = started + (performance.now() - started) * KEEPING_SHARE;
  }, [planId]);
  /** In a moment, and where writing a huge plan down takes long so rarely that typing does not wait for it. */
  const keepSoon = useCallback(() => {
    kept.current.timer ??= setTimeout(keep, Math.max(KEEPING_PAUSE_MS, kept.current.due - performance.now()));
  }, [keep]);
  const dropKept = useCallback(() => {
    clearTimeout(kept.current.timer);
    kept.current.timer = undefined;
    dropDraft(localStorage, planId);
  }, [planId]);

  const send = useCallback(async () => {
    const job = work.current;
    clearTimeout(job.timer);
    if (job.busy || job.stopped || latest.current.criticals > 0) return;
    const sent = latest.current.content;
    if (samePlan(sent, server.current.content)) return;
    job.busy = true;
    setStatus({ kind: 'saving' });
    try {
      const answer = await store.save(client, planId, sent, server.current.revision);
      server.current = { content: sent, stored: answer.stored, revision: answer.revision ?? server.current.revision };
      job.failures = 0;
      setServerIssues(answer.validationErrors);
      job.busy = false;
      if (samePlan(latest.current.content, sent)) {
        dropKept();
        setStatus({ kind: 'saved' });
      } else {
        // Typed on while it was being sent.
        keep();
        job.timer = setTimeout(() => void send(), SAVE_DELAY_MS);
      }
    } catch (error) {
      job.busy = false;
      keep();
      const other = staleOf(error, server.current.stored, store);
      if (other) {
        job.stopped = true;
        setStale(other);
        setStatus({ kind: 'stale' });
        return;
      }
      job.failures += 1;
      const final = error instanceof ProblemFailure && error.status < 500 && error.status !== 429;
      const retryInMs = final ? null : retryDelayMs(job.failures);
      const reason = error instanceof ProblemFailure ? error.detail : 'no answer from the server';
      setStatus({ kind: 'failed', reason, retryInMs });
      if (retryInMs !== null) job.timer = setTimeout(() => void send(), retryInMs);
    }
  }, [planId, store, client, keep, dropKept]);

  useEffect(() => {
    const job = work.current;
    if (job.stopped) {
      keep();
      return;
    }
    if (samePlan(content, server.current.content)) {
      clearTimeout(job.timer);
      if (!job.busy) {
        // Before anything was typed here, what is kept is from another time and still to be offered.
        if (job.touched) dropKept();
        setStatus({ kind: 'saved' });
      }
      return;
    }
    job.touched = true;
    keepSoon();
    clearTimeout(job.timer);
    if (criticals > 0) {
      setStatus({ kind: 'blocked', count: criticals });
      return;
    }
    setStatus((before) => (before.kind === 'failed' && before.retryInMs !== null ? before : { kind: 'saving' }));
    job.timer = setTimeout(() => void send(), SAVE_DELAY_MS);
  }, [content, criticals, keep, keepSoon, dropKept, send]);

  useEffect(() => {
    const job = work.current;
    const again = () => job.failures > 0 && void send();
    window.addEventListener('online', again);
    window.addEventListener(SIGNED_IN, again);
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('online', again);
      window.removeEventListener(SIGNED_IN, again);
      window.removeEventListener('pagehide', keep);
      // Leaving for another page of the product: what waits is sent at once.
      keep();
      void send();
    };
  }, [keep, send]);

  /** Goes on from what somebody else saved; the editor's content then is what was chosen. */
  const settle = useCallback(
    (theirs: CreatePlanRequest, theirRevision: number) => {
      server.current = { content: theirs, stored: theirs, revision: theirRevision };
      work.current.stopped = false;
      work.current.failures = 0;
      setStale(null);
      setStatus({ kind: 'saving' });
      work.current.timer = setTimeout(() => void send(), 0);
    },
    [send],
  );

  /** Sends what waits, after what is on its way, and says whether all of it is on the server. */
  const flush = useCallback(async () => {
    while (work.current.busy) await new Promise((next) => setTimeout(next, 50));
    await send();
    return !work.current.stopped && samePlan(latest.current.content, server.current.content);
  }, [send]);

  return { status, stale, serverIssues, settle, flush, retry: send, revision: () => server.current.revision };
}

function staleOf(error: unknown, base: CreatePlanRequest, store: DraftStore): Stale | null {
  if (!(error instanceof ProblemFailure) || error.status !== 412) return null;
  const { current, current_revision, changed_by, changed_at } = error.problem;
  if (typeof current_revision !== 'number') return null;
  const theirs = store.fromWire(current);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { base, theirs, revision: current_revision, changedBy: text(changed_by), changedAt: text(changed_at) };
}
