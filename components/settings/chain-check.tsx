'use client';

import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Spinner } from '@/components/ui/spinner';
import { verifyAuditLog } from '@/lib/api/workspace/audit-log';

const count = new Intl.NumberFormat('en-US');

/** Recomputes the chain of the log when asked, and says what it found. */
export function ChainCheck() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Check the chain</Button>
      {open && <Result onClose={() => setOpen(false)} />}
    </>
  );
}

function Result({ onClose }: { onClose: () => void }) {
  const { data, error, isFetching, refetch } = useApi(verifyAuditLog, {}, { staleTime: 0, gcTime: 0 });
  return (
    <Dialog
      open
      size="sm"
      title="The chain of the log"
      description="Each entry has a hash that includes the entry before it. Changed, missing or reordered entries are found."
      onOpenChange={(next) => !next && onClose()}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error ? (
        <ErrorState compact error={error} onRetry={() => void refetch()} />
      ) : !data || isFetching ? (
        <p className="flex items-center gap-2 text-muted">
          <Spinner /> Recomputing…
        </p>
      ) : data.broken ? (
        <p role="status" className="flex gap-2 text-critical">
          <ShieldAlert className="mt-0.5 size-4 shrink-0" />
          <span className="text-pretty">
            Broken: {data.broken.reason}. {count.format(data.entries)} entries were checked until there.
          </span>
        </p>
      ) : (
        <div role="status" className="flex flex-col gap-3">
          <p className="flex gap-2">
            <ShieldCheck className="mt-0.5 size-4 shrink-0 text-positive" />
            <span>{count.format(data.entries)} entries checked. None is changed or missing.</span>
          </p>
          <p className="text-pretty text-muted text-sm">
            A database owner could delete the newest entries. To detect this too, keep this hash elsewhere:
          </p>
          <KeyText value={`${data.head.sequence}:${data.head.hash}`} />
        </div>
      )}
    </Dialog>
  );
}
