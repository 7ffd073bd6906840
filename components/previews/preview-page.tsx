'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ReceiptText } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { ProblemFailure, useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { listPlans } from '@/lib/api/catalog/plans';
import { createInvoicePreview } from '@/lib/api/rating/previews';
import { PLAN_CHOICES } from './plan-choices';
import { PreviewActs } from './preview-acts';
import { PreviewControls } from './preview-controls';
import { previewParams, previewRequest, rangeOf } from './preview-input';
import { PreviewResult } from './preview-result';

const NOTHING = { body: { customer: { id: '' }, plan: { id: '' }, from: '', to: '' } };

/** Previews the invoice of a customer on a plan. `now` is when the page was asked for, so that server and browser mean the same month. */
export function PreviewPage({ now }: { now: string }) {
  const { workspace } = useViewer();
  const [question, setQuestion] = useQueryStates(previewParams, { history: 'push' });
  const range = rangeOf(question, new Date(now), workspace.timeZone);
  const plans = useApi(listPlans, PLAN_CHOICES);
  const plan = plans.data?.data.find(({ id }) => id === question.plan);
  const request = previewRequest(question, range, workspace.timeZone, plans.data?.data);
  const preview = useApi(createInvoicePreview, request ?? NOTHING, { enabled: request !== null, placeholderData: keepPreviousData });
  const shown = request && preview.data;
  return (
    <Page>
      <PageHeader
        title="Invoice preview"
        description="Price a customer's real usage with any plan version, including drafts."
        acts={
          shown && (
            <PreviewActs
              preview={shown}
              customerView={question.customerView}
              onCustomerView={(customerView) => void setQuestion({ customerView })}
            />
          )
        }
      />
      <PreviewControls
        question={question}
        range={range}
        timeZone={workspace.timeZone}
        plans={plans}
        onChange={(change) => void setQuestion(change)}
      />
      {preview.error && request ? (
        <div>
          <ErrorState error={preview.error} onRetry={() => void preview.refetch()} retrying={preview.isFetching} />
          {plan && preview.error instanceof ProblemFailure && preview.error.code === 'unpriceable_plan' && (
            <p className="text-center">
              <TextLink href={plan.status === 'draft' || plan.status === 'scheduled' ? `/plans/${plan.id}/edit` : `/plans/${plan.id}`}>
                Open {plan.name} v{plan.version}
              </TextLink>
            </p>
          )}
        </div>
      ) : shown ? (
        <div aria-busy={preview.isPlaceholderData} className={preview.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
          <PreviewResult preview={shown} question={question} onChange={(change) => void setQuestion(change)} />
        </div>
      ) : request ? (
        <Waiting />
      ) : (
        <EmptyState icon={<ReceiptText />} title="Choose a customer and a plan">
          The invoice appears here. Open a line to see its calculation.
        </EmptyState>
      )}
    </Page>
  );
}

function Waiting() {
  return (
    <div className="flex flex-col gap-6" role="status" aria-label="Pricing the usage">
      <Skeleton className="h-14 w-48" />
      <Skeleton className="h-80 w-full" />
    </div>
  );
}
