'use client';

import { useEffect, useRef, useState } from 'react';
import { useApi } from '@/components/api/client';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Section } from '@/components/ui/section';
import { listUsageImports, type UsageImport } from '@/lib/api/metering/usage-imports';
import type { UsageMapping } from '@/lib/metering/usage-mapping';
import { bytesText, rowsText } from './import-figures';
import { upload } from './import-upload';

const POLL_MS = 1_000;

interface Props {
  file: File;
  mapping: UsageMapping;
  onBack: () => void;
  onDone: (result: UsageImport) => void;
}

/** Sends the file and shows how far it is: bytes from here, rows from the server. Leaving the page stops it; nothing counts twice afterwards. */
export function ImportRun({ file, mapping, onBack, onDone }: Props) {
  const [sent, setSent] = useState(0);
  const [failed, setFailed] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const finish = useRef(onDone);
  finish.current = onDone;
  const running = useApi(listUsageImports, { query: { page: { size: 1 } } }, { refetchInterval: failed ? false : POLL_MS, staleTime: 0 });
  const current = running.data?.data.find((row) => row.status === 'running' && row.fileName === file.name);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt sends the same file again
  useEffect(() => {
    const abort = new AbortController();
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    setFailed(null);
    upload(file, mapping, setSent, abort.signal)
      .then((result) => finish.current(result))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFailed(error);
      })
      .finally(() => window.removeEventListener('beforeunload', warn));
    return () => {
      abort.abort();
      window.removeEventListener('beforeunload', warn);
    };
  }, [file, mapping, attempt]);

  const share = file.size > 0 ? Math.min(1, (current?.bytesRead ?? sent) / file.size) : 1;
  return (
    <Section card title={`Importing ${file.name}`}>
      {failed !== null ? (
        <div className="flex flex-col gap-3">
          <ErrorState compact error={failed} />
          <div className="flex gap-2">
            <Button variant="primary" onClick={() => setAttempt(attempt + 1)}>
              Go on with the import
            </Button>
            <Button onClick={onBack}>Back to the mapping</Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-col gap-3">
          <ProgressBar label={`Import of ${file.name}`} share={share} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="num text-muted">
              {bytesText(current?.bytesRead ?? sent)} of {bytesText(file.size)}
              {current && ` · ${rowsText(current.rows)}`}
              {current && current.rejected > 0 && ` · ${rowsText(current.rejected)} rejected`}
            </p>
            <Button size="sm" onClick={onBack}>
              Stop
            </Button>
          </div>
          <p className="text-muted text-sm">Keep this page open. If you stop, accepted rows are kept. Import the file again to continue.</p>
        </div>
      )}
    </Section>
  );
}
