'use client';

import { useApiMutation } from '@/components/api/client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { deleteIngestMapping, type IngestMapping, listIngestMappings } from '@/lib/api/metering/ingest-mappings';

/** Says what happens to whoever still sends. */
export function DeleteMapping({ mapping, onClose, onDeleted }: { mapping: IngestMapping; onClose: () => void; onDeleted?: () => void }) {
  const remove = useApiMutation(deleteIngestMapping, [listIngestMappings]);
  return (
    <ConfirmDialog
      title={`Delete ${mapping.name}?`}
      verb="Delete mapping"
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { mappingId: mapping.id } });
        toast.success(`Mapping ${mapping.name} deleted`);
        onDeleted?.();
      }}
    >
      <p className="text-pretty">
        Its events are kept. Requests to <code className="font-mono text-sm">{mapping.key}</code> will fail with 404.
      </p>
    </ConfirmDialog>
  );
}
