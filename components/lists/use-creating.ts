'use client';

import { parseAsBoolean, useQueryState } from 'nuqs';

/** Whether the page's dialog for a new thing is open. It is in the address, so that the command palette and links can open it. */
export function useCreating(): [boolean, (open: boolean) => void] {
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  return [creating, (open) => void setCreating(open || null)];
}
