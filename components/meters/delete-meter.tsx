'use client';

import { useApi, useApiMutation } from '@/components/api/client';
import { ALL_FEATURES } from '@/components/lists/catalog-input';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toast';
import { listFeatures } from '@/lib/api/catalog/features';
import { deleteMeter, listMeters } from '@/lib/api/metering/meters';
import type { Meter } from '@/lib/metering/meter';

/** Says what deleting means, or which features stand in the way. */
export function DeleteMeter({ meter, onClose, onDeleted }: { meter: Meter; onClose: () => void; onDeleted?: () => void }) {
  const remove = useApiMutation(deleteMeter, [listMeters]);
  const features = useApi(listFeatures, ALL_FEATURES);
  const sellers = features.data?.data.filter((feature) => feature.meter?.id === meter.id) ?? [];
  const used = sellers.length > 0;

  return (
    <ConfirmDialog
      title={used ? `${meter.name} is in use` : `Delete ${meter.name}?`}
      verb="Delete meter"
      blocked={used || features.isPending}
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { meterId: meter.id } });
        toast.success(`Meter ${meter.name} deleted`);
        onDeleted?.();
      }}
    >
      {features.isPending ? (
        <Skeleton className="w-3/4" />
      ) : used ? (
        <div>
          <p>These features use the meter. Delete them first.</p>
          <ul className="mt-2 flex flex-col gap-1">
            {sellers.map((feature) => (
              <li key={feature.id}>
                <TextLink href={`/features?q=${encodeURIComponent(feature.key)}`}>{feature.name}</TextLink>
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="text-pretty">
          Its events are kept, and another meter can count them. Its key <code className="font-mono text-sm">{meter.key}</code> becomes
          free.
        </p>
      )}
    </ConfirmDialog>
  );
}
