'use client';

import { useMemo, useState } from 'react';
import type { Selection } from '@/components/ui/table-column';

/** The rows that are chosen in a list: those of the ones that it shows now, so that nothing unseen is ever acted on. */
export function useSelection<Row>(rows: readonly Row[] | undefined, rowKey: (row: Row) => string) {
  const [selected, onChange] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(() => (rows ?? []).filter((row) => selected.has(rowKey(row))), [rows, selected, rowKey]);
  const selection: Selection = useMemo(() => ({ selected: new Set(chosen.map(rowKey)), onChange }), [chosen, rowKey]);
  return { selection, chosen, select: onChange };
}
