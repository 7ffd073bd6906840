'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useRef } from 'react';
import type { Act } from './editor-context';
import { type EditorState, select } from './editor-state';
import { addressOf, selectionAt } from './selection-address';

/** Keeps what is selected in the address, so that Back, Forward, reload and links lead to it. */
export function useSelectionAddress(state: EditorState, act: Act, onArrive: () => void): void {
  const [address, setAddress] = useQueryState('part', parseAsString);
  const { plan, selection } = state;
  const shown = addressOf(plan, selection);
  const before = useRef({ shown, selection, address: null as string | null });
  const latest = useRef({ plan, onArrive });
  latest.current = { plan, onArrive };

  useEffect(() => {
    if (address === before.current.address) return;
    before.current.address = address; // the address changed by itself: somebody came here, or went back
    act((current) => select(current, selectionAt(current.plan, address)));
    if (address !== null) latest.current.onArrive();
  }, [address, act]);

  useEffect(() => {
    if (shown === before.current.shown) return;
    const renamed = selection === before.current.selection;
    before.current = { shown, selection, address: shown };
    if (shown !== address) void setAddress(shown, { history: renamed ? 'replace' : 'push' });
  }, [shown, selection, address, setAddress]);
}
