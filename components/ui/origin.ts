'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Where this site is, for addresses that are copied to another machine. */
export const useOrigin = (): string =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => 'http://localhost:3000',
  );
