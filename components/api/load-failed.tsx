'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';

/** In place of a form whose thing could not be read: it was removed meanwhile, or the server did not answer. */
export function LoadFailed({ error, onRetry, onClose }: { error: unknown; onRetry: () => void; onClose: () => void }) {
  return (
    <Dialog
      open
      size="sm"
      title="Could not be opened"
      onOpenChange={(open) => !open && onClose()}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <ErrorState compact error={error} onRetry={onRetry} />
    </Dialog>
  );
}
