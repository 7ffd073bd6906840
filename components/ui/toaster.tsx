'use client';

import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';
import { toastsWanted, watchToasts } from './toast';

const ToastList = dynamic(() => import('./toast-list'), { ssr: false });

/** Stands once in the page; the list and its library are fetched when the first toast is shown. */
export function Toaster() {
  const wanted = useSyncExternalStore(watchToasts, toastsWanted, () => false);
  return wanted ? <ToastList /> : null;
}
