import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { PLAN_CHOICES } from '@/components/rating/plan-choices';
import { previewParams, previewRequest, rangeOf } from '@/components/rating/preview-input';
import { PreviewPage } from '@/components/rating/preview-page';
import { getCustomer } from '@/lib/api/customers';
import { listPlans } from '@/lib/api/plans';
import { createInvoicePreview } from '@/lib/api/previews';
import { read, readNow } from '@/lib/server/prefetch';
import { pageCaller } from '@/lib/server/session';

export const metadata: Metadata = { title: 'Invoice preview' };

const load = createLoader(previewParams);

export default async function PreviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const question = await load(searchParams);
  const now = new Date();
  const timeZone = (await pageCaller()).principal?.workspace.timeZone ?? 'UTC';
  const plans = question.plan ? await readNow(listPlans, PLAN_CHOICES) : undefined;
  const plan = plans?.data.find(({ id }) => id === question.plan);
  const request = previewRequest(question, rangeOf(question, now, timeZone), timeZone, plan);
  return (
    <Prefetched
      reads={[
        read(listPlans, PLAN_CHOICES),
        ...(question.customer ? [read(getCustomer, { params: { customerId: question.customer } })] : []),
        ...(request ? [read(createInvoicePreview, request)] : []),
      ]}
    >
      <PreviewPage now={now.toISOString()} />
    </Prefetched>
  );
}
