import { type ComponentType, type CSSProperties, createContext, type ReactNode } from 'react';

/** Props that make a row draggable. */
export interface RowSorting {
  ref: (node: HTMLElement | null) => void;
  style: CSSProperties | undefined;
  listeners: Record<string, unknown> | undefined;
  dragging: boolean;
}

type Bind = ComponentType<{ uid: number; children: (sorting: RowSorting | null) => ReactNode }>;

/** Binds a row to the dragging around it. Rows are fixed until the library for it is there. */
export const RowSorter = createContext<Bind>(({ children }) => children(null));
