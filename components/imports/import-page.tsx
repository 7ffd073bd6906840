'use client';

import { useState } from 'react';
import { useMay } from '@/components/shell/viewer';
import { EmptyState } from '@/components/ui/empty-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { UsageImport } from '@/lib/api/metering/usage-imports';
import { ImportDrop } from './import-drop';
import { ImportHistory } from './import-history';
import { ImportResult } from './import-result';
import { ImportSetup } from './import-setup';

/** Usage from a file: choose it, say how rows become events while seeing them, run it, read the result. */
export function ImportPage() {
  const mayWrite = useMay('events:write');
  const [file, setFile] = useState<File | null>(null);
  const [result, setResult] = useState<UsageImport | null>(null);
  return (
    <Page>
      <PageHeader title="Import usage" description="Import recorded usage from a file. Each row becomes an event." />
      {result ? (
        <ImportResult result={result} onAnother={() => setResult(null)} />
      ) : file ? (
        <ImportSetup
          key={`${file.name} ${file.size} ${file.lastModified}`}
          file={file}
          onCancel={() => setFile(null)}
          onDone={(done) => {
            setFile(null);
            setResult(done);
          }}
        />
      ) : mayWrite ? (
        <ImportDrop onFile={setFile} />
      ) : (
        <EmptyState title="Your role reads imports only">Owners, admins and editors import files.</EmptyState>
      )}
      <ImportHistory />
    </Page>
  );
}
