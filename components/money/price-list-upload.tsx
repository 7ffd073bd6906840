'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { ErrorState } from '@/components/ui/error-state';
import { toast } from '@/components/ui/toast';
import type { PriceListUploaded } from '@/lib/api/catalog/llm-price-list';
import { sendPriceList } from './price-list-calls';

const prices = (count: number) => (count === 1 ? 'One price' : `${count.toLocaleString('en-US')} prices`);
const entries = (count: number) => (count === 1 ? 'One entry is' : `${count.toLocaleString('en-US')} entries are`);

/** Replaces the list of model prices by a file, once it was seen what is in it. */
export function PriceListUpload() {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [tried, setTried] = useState<{ file: File; answer: PriceListUploaded } | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const read = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setFailed(null);
    try {
      setTried({ file, answer: await sendPriceList(file, true) });
    } catch (error) {
      setFailed(error);
    }
    setBusy(false);
  };
  const replace = async (file: File) => {
    const { list } = await sendPriceList(file, false);
    await client.invalidateQueries();
    toast.success(`${prices(list.count)} in force`);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.json"
        aria-label="File of model prices"
        className="sr-only"
        tabIndex={-1}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          void read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Button icon={<FileUp />} loading={busy} onClick={() => input.current?.click()}>
        Upload list
      </Button>
      {failed !== null && (
        <ConfirmDialog title="The file was not read" verb="Close" blocked onConfirm={async () => {}} onClose={() => setFailed(null)}>
          <ErrorState compact error={failed} />
        </ConfirmDialog>
      )}
      {tried && (
        <ConfirmDialog
          title={`Replace the price list with ${tried.file.name}?`}
          verb="Replace price list"
          critical={false}
          onConfirm={() => replace(tried.file)}
          onClose={() => setTried(null)}
        >
          <p>
            {prices(tried.answer.read)} replace the list in force, also for past usage. Your own prices still go first.
            {tried.answer.leftOutCount > 0 && ` ${entries(tried.answer.leftOutCount)} left out:`}
          </p>
          {tried.answer.leftOutCount > 0 && (
            <ul className="mt-2 max-h-40 list-disc overflow-y-auto pl-5 text-muted">
              {tried.answer.leftOut.map(({ at, reason }) => (
                <li key={at} className="wrap-break-word">
                  {at}: {reason}
                </li>
              ))}
            </ul>
          )}
        </ConfirmDialog>
      )}
    </>
  );
}
