'use client';

import { useSyncExternalStore } from 'react';
import { lazy } from './lazy';
import { toastsWanted, watchToasts } from './toast';

const ToastList = lazy(() => import('./toast-list').then((module) => module.default));

/** Stands once in the page; the list and its library are fetched when the first toast is shown. */
export function Toaster() {
  const wanted = useSyncExternalStore(watchToasts, toastsWanted, () => false);
  return wanted ? <ToastList /> : null;
}
