'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Origin of this site, for addresses that are copied to another machine. */
export const useOrigin = (): string =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => 'http://localhost:3000',
  );
