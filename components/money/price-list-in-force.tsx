'use client';

import { useState } from 'react';
import { useApi, useApiMutation } from '@/components/api/client';
import { useMay } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { listLlmPrices, searchLlmPrices } from '@/lib/api/catalog/llm-cost';
import { getPriceList, removePriceList } from '@/lib/api/catalog/llm-price-list';

/** Says which list of model prices is in force, and takes an uploaded one back. */
export function PriceListInForce() {
  const list = useApi(getPriceList, {}).data;
  const remove = useApiMutation(removePriceList, [getPriceList, listLlmPrices, searchLlmPrices]);
  const mayWrite = useMay('catalog:write');
  const [asking, setAsking] = useState(false);
  if (!list) return null;
  const day = <time dateTime={list.knownUntil}>{list.knownUntil}</time>;
  if (list.source === 'system')
    return (
      <p className="text-pretty text-muted text-sm">
        The built-in list has prices until {day}. Providers change prices often: upload a newer list (CSV, JSON or{' '}
        <span className="font-mono">model_prices_and_context_window.json</span>), or add your own prices, which replace list prices.
      </p>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-2 text-muted text-sm">
      <p className="text-pretty">
        List prices are those of {list.fileName}, uploaded on {day} by {list.createdBy}. Your own prices replace list prices.
      </p>
      {mayWrite && (
        <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
          Use the built-in list
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title="Use the built-in list?"
          verb="Use the built-in list"
          onConfirm={() => remove.mutateAsync({})}
          onClose={() => setAsking(false)}
        >
          Models that only {list.fileName} has get no list price any more.
        </ConfirmDialog>
      )}
    </div>
  );
}
