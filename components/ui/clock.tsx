'use client';

import { createContext, type ReactNode, use, useCallback } from 'react';

/** The instant at which the test clock of the workspace stands (ISO, UTC); null where the wall clock counts. */
const ClockContext = createContext<string | null>(null);

export function ClockProvider({ standing, children }: { standing: string | null; children: ReactNode }) {
  return <ClockContext value={standing}>{children}</ClockContext>;
}

/** Returns the clock of the workspace: a function that gives the instant it is there, in milliseconds. The same one while it stands. */
export function useClock(): () => number {
  const standing = use(ClockContext);
  return useCallback(() => (standing === null ? Date.now() : Date.parse(standing)), [standing]);
}
