'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { call, ProblemFailure, refresh } from '@/components/api/client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { createNextAddOn, listAddOnVersions, unscheduleAddOn } from '@/lib/api/add-on-versions';
import { archiveAddOn, deleteAddOn, getAddOn, listAddOns } from '@/lib/api/add-ons';
import { listAuditEntries } from '@/lib/api/audit-log';
import type { ListedAddOn } from './live-status';

export type AddOnAct = { act: 'archive' | 'delete' | 'unschedule'; addOn: Pick<ListedAddOn, 'id' | 'name' | 'version' | 'status'> };

const READS = [getAddOn, listAddOns, listAddOnVersions, listAuditEntries];

/** Makes the next version of an add-on as a copy and opens it in the editor. */
export function useNextAddOn() {
  const router = useRouter();
  const client = useQueryClient();
  return async (id: string) => {
    try {
      const { data } = await call(createNextAddOn, { params: { addonId: id } });
      await refresh(client, [listAddOns, listAddOnVersions]);
      router.push(`/add-ons/${data.id}/edit`);
    } catch (error) {
      toast.error('The next version could not be made', {
        detail: error instanceof ProblemFailure ? error.detail : 'No answer from the server. Try again.',
      });
    }
  };
}

/** Asks before an act that has no undo, says what it means, and does it. */
export function AddOnActDialog({ act, addOn, onClose, onDeleted }: AddOnAct & { onClose: () => void; onDeleted?: () => void }) {
  const client = useQueryClient();
  const params = { addonId: addOn.id };
  const name = `${addOn.name}, version ${addOn.version}`;
  const done = async (words: string) => {
    await refresh(client, READS);
    toast.success(words);
  };
  if (act === 'archive')
    return (
      <ConfirmDialog
        title={`Archive ${name}?`}
        verb="Archive version"
        onClose={onClose}
        onConfirm={async () => {
          await call(archiveAddOn, { params });
          await done(`${name} is archived`);
        }}
      >
        <p className="text-pretty">
          From now on no draft of a plan can be published with it. Who has it keeps it. It cannot be sold again; a next version can.
        </p>
      </ConfirmDialog>
    );
  if (act === 'unschedule')
    return (
      <ConfirmDialog
        title={`Take ${name} back to draft?`}
        verb="Take back to draft"
        critical={false}
        onClose={onClose}
        onConfirm={async () => {
          await call(unscheduleAddOn, { params });
          await done(`${name} is a draft again`);
        }}
      >
        <p className="text-pretty">It will not take effect on its date. The version sold before it goes on. Nothing in it is lost.</p>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      verb="Delete version"
      onClose={onClose}
      onConfirm={async () => {
        await call(deleteAddOn, { params });
        onDeleted?.();
        await refresh(client, [listAddOns, listAddOnVersions, listAuditEntries]);
        toast.success(`${name} is deleted`);
      }}
    >
      <p className="text-pretty">
        {addOn.status === 'archived'
          ? 'It disappears from the list of versions. Subscriptions that have it keep it.'
          : 'It and everything in it goes. Versions that were published are not touched.'}
      </p>
    </ConfirmDialog>
  );
}
