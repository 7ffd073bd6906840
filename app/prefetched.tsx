import { HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Prefetch, prefetch } from '@/lib/server/api/prefetch';

/** Renders a page's component with its first data already in the query cache, so that nothing is fetched twice and nothing jumps. */
export async function Prefetched({ reads, children }: { reads: readonly Prefetch[]; children: ReactNode }) {
  return <HydrationBoundary state={await prefetch(reads)}>{children}</HydrationBoundary>;
}
