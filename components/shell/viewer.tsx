'use client';

import { createContext, type ReactNode, use } from 'react';
import { may, type Permission, type Role } from '@/lib/api/role';

/** Person who views the page, with workspace and role. */
export type Viewer = {
  user: { id: string; name: string; email: string };
  role: Role;
  workspace: { id: string; key: string; name: string; timeZone: string; sandbox: boolean };
};

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('useViewer belongs inside the signed-in pages');
  return viewer;
}

/** May the viewer do this? What they may not do is not offered; the server refuses it anyway. */
export const useMay = (permission: Permission): boolean => may(useViewer().role, permission);
