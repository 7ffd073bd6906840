import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { PLAN_CHOICES } from '@/components/rating/plan-choices';
import { previewParams } from '@/components/rating/preview-input';
import { PreviewPage } from '@/components/rating/preview-page';
import { getCustomer } from '@/lib/api/customers';
import { listPlans } from '@/lib/api/plans';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Invoice preview' };

const load = createLoader(previewParams);

export default async function PreviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const question = await load(searchParams);
  const now = new Date();
  return (
    <Prefetched
      reads={[
        read(listPlans, PLAN_CHOICES),
        ...(question.customer ? [read(getCustomer, { params: { customerId: question.customer } })] : []),
      ]}
    >
      <PreviewPage now={now.toISOString()} />
    </Prefetched>
  );
}
