'use client';

import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Button } from './button';

/** Parts of the open page that are not loaded yet. */
const waiting = new Set<() => Promise<unknown>>();
let isScheduled = false;

/** Loads the parts of a page once it is quiet, so that its dialogs are there when they are asked for, without a connection too. */
function loadWhenQuiet(load: () => Promise<unknown>): void {
  if (typeof window === 'undefined') return;
  waiting.add(load);
  if (isScheduled) return;
  isScheduled = true;
  const next = async () => {
    for (const part of waiting) {
      waiting.delete(part);
      await part().catch(() => undefined); // asked for again when it is shown, which tells when that fails
    }
    isScheduled = false;
  };
  const whenIdle = () =>
    'requestIdleCallback' in window ? requestIdleCallback(() => void next(), { timeout: 4_000 }) : setTimeout(next, 500);
  if (document.readyState === 'complete') whenIdle();
  else window.addEventListener('load', whenIdle, { once: true });
}

/**
 * Makes a component that is loaded after the page: in quiet moments, or when it is first shown. A part that cannot be loaded says so in
 * its place, can be tried again, and leaves the rest of the page as it is.
 */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>, loading?: () => ReactNode): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let underway: Promise<unknown> | undefined;
  const start = () => {
    underway ??= load().then(
      (component) => {
        Loaded = component;
      },
      (error: unknown) => {
        underway = undefined;
        throw error;
      },
    );
    return underway;
  };
  loadWhenQuiet(start);

  return function Lazy(props: Props) {
    const [isLoaded, setLoaded] = useState(false);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (isLoaded || failed) return;
      let isGone = false;
      start().then(
        () => !isGone && setLoaded(true),
        () => !isGone && setFailed(true),
      );
      return () => {
        isGone = true;
      };
    }, [isLoaded, failed]);
    useEffect(() => {
      if (!failed) return;
      const retry = () => setFailed(false);
      window.addEventListener('online', retry);
      return () => window.removeEventListener('online', retry);
    }, [failed]);
    if (isLoaded && Loaded) return <Loaded {...props} />;
    if (failed) return <NotLoaded onRetry={() => setFailed(false)} />;
    return loading?.() ?? null;
  };
}

function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-md bg-warning-soft px-3 py-2">
      <p className="min-w-0 flex-1 text-pretty">This part could not be loaded. Check your connection. Your work on this page is kept.</p>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
