'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { call, refresh, useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { useSettled } from '@/components/ui/settled';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import type { CallOf, Operation } from '@/lib/api/operation';
import type { SubscriptionOutcome } from '@/lib/api/subscription/acts';
import { getSubscriptionState, listSubscriptionHistory } from '@/lib/api/subscription/state';
import { listSubscriptions } from '@/lib/api/subscription/subscriptions';
import { getUpcomingInvoice } from '@/lib/api/subscription/upcoming';
import { ConsequencesView } from './consequences';

interface Props<O extends Operation> {
  title: ReactNode;
  description?: ReactNode;
  /** The verb with its object: "Cancel subscription". */
  verb: string;
  critical?: boolean;
  act: O;
  /** The request without `preview`; null while something is still to be chosen. */
  request: CallOf<O> | null;
  /** The revision of the copy that is acted on. */
  revision?: number | undefined;
  /** Shown while `request` is null. */
  incomplete: string;
  /** Said after it was done: "Acme is on Pro v3 now." */
  done: string;
  onClose: () => void;
  onDone?: ((outcome: SubscriptionOutcome) => void) | undefined;
  children?: ReactNode;
}

const READS = [getSubscriptionState, listSubscriptionHistory, listSubscriptions, getUpcomingInvoice] as const;

/**
 * A dialog for an act on a subscription. Leads with its preview, which the server decides as it would the act itself, and follows every choice;
 * the same request without `preview` does it.
 */
export function ActDialog<O extends Operation>(props: Props<O>) {
  const { title, description, verb, critical = false, act, request, revision, onClose, children } = props;
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const settled = useSettled(JSON.stringify(request));
  const preview = useOutcome(act, JSON.parse(settled) as CallOf<O> | null);
  const current = JSON.stringify(request) === settled && !preview.isFetching;
  const ready = request !== null && current && preview.data !== undefined && !preview.error;

  const confirm = async () => {
    if (!request) return;
    setBusy(true);
    setFailed(null);
    try {
      const { data } = await call(act, request, { revision });
      await refresh(client, READS);
      toast.success(props.done);
      props.onDone?.(data as SubscriptionOutcome);
      onClose();
    } catch (error) {
      setFailed(error);
    }
    setBusy(false);
  };

  return (
    <Dialog
      open
      size="lg"
      title={title}
      description={description}
      busy={busy}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button variant="ghost" disabled={busy} onClick={onClose}>
            Close
          </Button>
          <Button variant={critical ? 'critical' : 'primary'} loading={busy} disabled={!ready} onClick={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {failed !== null && (
          <div className="rounded-md bg-critical-soft">
            <ErrorState compact error={failed} />
          </div>
        )}
        <Effect preview={preview} incomplete={request === null ? props.incomplete : null} />
        {children && <div className="flex flex-col gap-4">{children}</div>}
      </div>
    </Dialog>
  );
}

function useOutcome<O extends Operation>(act: O, request: CallOf<O> | null) {
  const asked: CallOf<O> = Object.assign({}, request, { query: { preview: true } });
  return useApi(act, asked, { enabled: request !== null, placeholderData: keepPreviousData, staleTime: 0, retry: false });
}

/** Shows the effect of the act in a box of its own that keeps its place while another choice is counted. */
function Effect({ preview, incomplete }: { preview: ReturnType<typeof useOutcome>; incomplete: string | null }) {
  const { timeZone } = useViewer().workspace;
  const outcome = preview.data as SubscriptionOutcome | undefined;
  return (
    <section aria-label="Effect" aria-busy={preview.isFetching} className="min-h-24 rounded-md border border-border bg-surface p-4">
      {incomplete !== null ? (
        <p className="text-muted">{incomplete}</p>
      ) : preview.error ? (
        <ErrorState compact error={preview.error} />
      ) : outcome?.consequences ? (
        <div className={preview.isFetching ? 'opacity-60 transition-opacity' : 'transition-opacity'}>
          <ConsequencesView consequences={outcome.consequences} effectiveAt={outcome.effectiveAt} timeZone={timeZone} />
        </div>
      ) : (
        <Skeleton className="h-16" />
      )}
    </section>
  );
}
