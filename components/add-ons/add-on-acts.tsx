'use client';

import { call, useApi } from '@/components/api/client';
import { useMakeNext, type VersionAct, VersionActDialog } from '@/components/versions/version-act-dialog';
import { createNextAddOn, listAddOnVersions, unscheduleAddOn } from '@/lib/api/catalog/add-on-versions';
import { archiveAddOn, deleteAddOn, getAddOn, listAddOns } from '@/lib/api/catalog/add-ons';
import { listAuditEntries } from '@/lib/api/workspace/audit-log';
import type { ListedAddOn } from './live-status';

export type AddOnAct = { act: VersionAct; addOn: Pick<ListedAddOn, 'id' | 'name' | 'version' | 'status'> };

/** Makes the next version of an add-on as a copy and opens it in the editor. */
export const useNextAddOn = () =>
  useMakeNext(
    async (id: string) => {
      const { data } = await call(createNextAddOn, { params: { addonId: id } });
      return `/add-ons/${data.id}/edit`;
    },
    [listAddOns, listAddOnVersions],
  );

export function AddOnActDialog({ act, addOn, onClose, onDeleted }: AddOnAct & { onClose: () => void; onDeleted?: () => void }) {
  const params = { addonId: addOn.id };
  const { revision } = useApi(getAddOn, { params });
  return (
    <VersionActDialog
      act={act}
      name={`${addOn.name}, version ${addOn.version}`}
      calls={{
        archive: () => call(archiveAddOn, { params }, { revision }),
        unschedule: () => call(unscheduleAddOn, { params }, { revision }),
        delete: () => call(deleteAddOn, { params }, { revision }),
      }}
      words={{
        archive: 'No new sales. Current subscribers keep it. To sell again, publish a next version.',
        delete:
          addOn.status === 'archived'
            ? 'It is removed from the list of versions. Subscriptions keep it.'
            : 'The draft is deleted. Published versions stay.',
      }}
      ready={revision !== undefined}
      reads={{ one: getAddOn, all: [listAddOns, listAddOnVersions, listAuditEntries] }}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
