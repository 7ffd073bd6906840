import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { PLAN_CHOICES } from '@/components/previews/plan-choices';
import { previewParams, previewRequest, rangeOf } from '@/components/previews/preview-input';
import { PreviewPage } from '@/components/previews/preview-page';
import { listPlans } from '@/lib/api/catalog/plans';
import { getCustomer } from '@/lib/api/metering/customers';
import { createInvoicePreview } from '@/lib/api/rating/previews';
import { pageCaller, pageNow } from '@/lib/server/api/page-caller';
import { read, readNow } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Invoice preview' };

const load = createLoader(previewParams);

export default async function PreviewsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const question = await load(searchParams);
  const now = new Date(await pageNow());
  const timeZone = (await pageCaller()).principal?.workspace.timeZone ?? 'UTC';
  const plans = question.plan ? await readNow(listPlans, PLAN_CHOICES) : undefined;
  const request = previewRequest(question, rangeOf(question, now, timeZone), timeZone, plans?.data);
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
