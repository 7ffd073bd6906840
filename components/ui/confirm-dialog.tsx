'use client';

import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { ErrorState } from './error-state';

export type ConfirmDialogProps = {
  /** Asks with the name of the thing: "Delete Input tokens?" */
  title: ReactNode;
  /** Effect, and the number of things affected. */
  children: ReactNode;
  /** The verb with its object: "Delete meter". */
  verb: string;
  critical?: boolean;
  /** Why it cannot be done now; leaves only the way out. */
  blocked?: boolean;
  /** Something that it is decided on is still read. */
  pending?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
};

/** For acts without undo: says what will happen, does it, and stays to tell when that failed. */
export function ConfirmDialog({
  title,
  children,
  verb,
  critical = true,
  blocked = false,
  pending = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    setFailed(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailed(error);
    }
    setBusy(false);
  };
  return (
    <Dialog
      open
      size="sm"
      title={title}
      busy={busy}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button variant="ghost" disabled={busy} onClick={onClose}>
            {blocked ? 'Close' : 'Cancel'}
          </Button>
          {!blocked && (
            <Button variant={critical ? 'critical' : 'primary'} loading={busy} disabled={pending} onClick={confirm}>
              {verb}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        {failed !== null && (
          <div className="rounded-md bg-critical-soft">
            <ErrorState compact error={failed} />
          </div>
        )}
      </div>
    </Dialog>
  );
}
