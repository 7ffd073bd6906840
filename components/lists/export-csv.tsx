'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { failure } from '@/components/api/client';
import { shownWorkspace } from '@/components/api/shown-workspace';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/csv';
import { toast } from '@/components/ui/toast';
import { exportList, type ListName } from '@/lib/api/lists';
import { urlOf } from '@/lib/api/url';

export interface ExportProps {
  list: ListName;
  /** Current query of the list: the query of its own operation. Its page is left out: every row is exported. */
  query?: object | undefined;
}

/** Downloads every row of the list as it is filtered, written by the server. */
export function ExportCsv({ list, query = {} }: ExportProps) {
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const response = await fetch(
        urlOf({ ...exportList, query: undefined }, { params: { list }, query: { ...query, page: undefined } } as never),
        { headers: shownWorkspace() },
      );
      if (!response.ok) throw await failure(response);
      const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `${list}.csv`;
      downloadText(name, await response.text());
    } catch (error) {
      toast.error(error instanceof Error ? error.message : 'The list could not be exported.');
    }
    setBusy(false);
  };
  return (
    <Button icon={<Download />} loading={busy} onClick={() => void download()}>
      CSV
    </Button>
  );
}
