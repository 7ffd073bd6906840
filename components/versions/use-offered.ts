'use client';

import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { listAddOns } from '@/lib/api/catalog/add-ons';
import { listPlanAddOns } from '@/lib/api/catalog/plan-add-ons';
import type { Offered } from './plan-diff';
import { ALL_ADD_ON_VERSIONS, offersOf } from './plan-input';

/** The add-ons offered with two plan versions, one of which there may not be. Undefined while they are read. */
export function useOffered(beforeId: string | undefined, afterId: string): { offered: Offered | undefined; error: unknown } {
  const before = useApi(listPlanAddOns, offersOf(beforeId ?? ''), { enabled: beforeId !== undefined });
  const after = useApi(listPlanAddOns, offersOf(afterId));
  const addOns = useApi(listAddOns, ALL_ADD_ON_VERSIONS);
  const was = beforeId === undefined ? NONE : before.data?.data;
  const [is, all] = [after.data?.data, addOns.data?.data];
  const offered = useMemo(() => (was && is && all ? { before: was, after: is, addOns: all } : undefined), [was, is, all]);
  return { offered, error: before.error ?? after.error ?? addOns.error };
}

const NONE: never[] = [];
