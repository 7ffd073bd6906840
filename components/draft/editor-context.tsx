'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Feature } from '@/lib/catalog/feature';
import type { Finding } from '@/lib/catalog/finding';
import type { Meter } from '@/lib/metering/meter';
import type { Issue } from '@/lib/problem';
import type { EditorState, Selection } from './editor-state';

export type Act = (change: (state: EditorState, at: number) => EditorState) => void;

export interface Editor {
  /** Content that is edited. An add-on is edited as a plan of one phase, which is not shown. */
  noun: 'plan' | 'add-on';
  state: EditorState;
  /** Does something to the state, with the time it is done. Stable. */
  act: Act;
  /** Selects and, on narrow windows, shows the form. */
  open: (selection: Selection) => void;
  issues: readonly Issue[];
  /** Likely mistakes. */
  findings: readonly Finding[];
  /** Undefined while they are loaded. */
  features: readonly Feature[] | undefined;
  meters: readonly Meter[] | undefined;
}

const EditorContext = createContext<Editor | null>(null);

export function EditorProvider({ value, children }: { value: Editor; children: ReactNode }) {
  return <EditorContext value={value}>{children}</EditorContext>;
}

/** The editor around this component. */
export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error('useEditor belongs inside an editor');
  return editor;
}
