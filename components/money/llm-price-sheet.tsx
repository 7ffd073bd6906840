'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useApiMutation } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { KeyText } from '@/components/ui/copy';
import { Sheet } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Money } from '@/components/ui/numbers';
import { Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { deleteLlmOverride, listLlmOverrides, listLlmPrices } from '@/lib/api/catalog/llm-cost';
import type { LLMCostModelPricing, LLMCostPrice } from '@/lib/catalog/llm-price';
import { perMillion } from './per-million';

const KINDS: readonly [keyof LLMCostModelPricing, string][] = [
  ['inputPerToken', 'Input'],
  ['outputPerToken', 'Output'],
  ['reasoningPerToken', 'Reasoning'],
  ['cacheReadPerToken', 'Cache read'],
  ['cacheWritePerToken', 'Cache write'],
  ['cacheWrite1hPerToken', 'Cache write, 1 hour'],
  ['inputAudioPerToken', 'Audio in'],
  ['outputAudioPerToken', 'Audio out'],
  ['inputImagePerToken', 'Image in'],
  ['outputImagePerToken', 'Image out'],
];

/** A model: what applies now, and every override with its dates. */
export function LlmPriceSheet({
  price,
  overrides,
  onClose,
  onAdd,
}: {
  price: LLMCostPrice;
  overrides: readonly LLMCostPrice[];
  onClose: () => void;
  onAdd: (() => void) | undefined;
}) {
  const { timeZone } = useViewer().workspace;
  const [deleting, setDeleting] = useState<LLMCostPrice | null>(null);
  const remove = useApiMutation(deleteLlmOverride, [listLlmPrices, listLlmOverrides]);
  if (deleting)
    return (
      <ConfirmDialog
        title={`Delete this price of ${price.model.name}?`}
        verb="Delete price"
        onClose={() => setDeleting(null)}
        onConfirm={async () => {
          await remove.mutateAsync({ params: { priceId: deleting.id } });
          toast.success(`Price of ${price.model.name} deleted`);
        }}
      >
        <p className="text-pretty">Costs of that time use the earlier price again, or the list price.</p>
      </ConfirmDialog>
    );
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={price.model.name} description={price.provider.name}>
      <div className="flex flex-col gap-5">
        <KeyText value={price.model.id} />
        <section aria-label="Current prices" className="flex flex-col gap-2">
          <h3 className="flex items-center gap-2 font-medium">
            Now{' '}
            <Badge tone={price.source === 'manual' ? 'accent' : 'neutral'}>{price.source === 'manual' ? 'Yours' : 'From the list'}</Badge>
          </h3>
          <Prices price={price} />
          <p className="text-muted text-sm">
            Per million tokens, since <Day at={price.effectiveFrom} timeZone={timeZone} />
            {price.effectiveTo && (
              <>
                {' '}
                until <Day at={price.effectiveTo} timeZone={timeZone} />
              </>
            )}
            .
          </p>
        </section>
        <section aria-label="Overrides" className="flex flex-col gap-2">
          <div className="flex items-center justify-between gap-2">
            <h3 className="font-medium">Overrides</h3>
            {onAdd && (
              <Button size="sm" icon={<Plus />} onClick={onAdd}>
                Add override
              </Button>
            )}
          </div>
          {overrides.length === 0 && <p className="text-muted">None. List prices apply.</p>}
          <ul className="flex flex-col gap-3">
            {overrides.map((override) => (
              <li key={override.id} className="flex items-start justify-between gap-2 border-border border-t pt-2">
                <div className="flex flex-col gap-0.5">
                  <span className="flex flex-wrap items-center gap-2">
                    <span>
                      <Day at={override.effectiveFrom} timeZone={timeZone} />
                      {override.effectiveTo ? (
                        <>
                          {' – '}
                          <Day at={override.effectiveTo} timeZone={timeZone} />
                        </>
                      ) : (
                        ' and after'
                      )}
                    </span>
                    <Standing override={override} applies={price.id} />
                  </span>
                  <span className="text-muted text-sm">
                    <Money value={perMillion(override.pricing.inputPerToken)} currency={override.currency} /> in,{' '}
                    <Money value={perMillion(override.pricing.outputPerToken)} currency={override.currency} /> out
                  </span>
                </div>
                {onAdd && <IconButton quiet size="sm" label="Delete override" icon={<Trash2 />} onClick={() => setDeleting(override)} />}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Sheet>
  );
}

function Standing({ override, applies }: { override: LLMCostPrice; applies: string }) {
  const now = useClock()();
  if (override.id === applies) return <Badge tone="positive">Applies now</Badge>;
  if (Date.parse(override.effectiveFrom) > now) return <Badge tone="accent">Upcoming</Badge>;
  if (override.effectiveTo && Date.parse(override.effectiveTo) <= now) return <Badge>Ended</Badge>;
  return <Badge>Replaced by a newer one</Badge>;
}

function Prices({ price }: { price: LLMCostPrice }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
      {KINDS.filter(([kind]) => price.pricing[kind] !== undefined).map(([kind, label]) => (
        <div key={kind} className="contents">
          <dt className="text-muted">{label}</dt>
          <dd className="text-right">
            <Money value={perMillion(price.pricing[kind] ?? '0')} currency={price.currency} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
