'use client';

import { useSyncExternalStore } from 'react';

/** The window is too narrow for the sidebar: `--breakpoint-nav` of app/tokens.css. */
const NARROW = '(width < 900px)';

const subscribe = (onChange: () => void) => {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
};

/** Tells whether the window is narrower than the sidebar's breakpoint; no while the page is drawn on the server. */
export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(NARROW).matches,
    () => false,
  );
