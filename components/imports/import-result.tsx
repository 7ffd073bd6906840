'use client';

import { Download } from 'lucide-react';
import { Button, ButtonLink } from '@/components/ui/button';
import { Fact } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { getUsageImportRejections, type UsageImport } from '@/lib/api/metering/usage-imports';
import { urlOf } from '@/lib/api/url';
import { bytesText } from './import-figures';

const count = new Intl.NumberFormat('en-US');

export const rejectionsHref = (id: string): string => urlOf(getUsageImportRejections, { params: { importId: id } });

/** Shows the result of an import. */
export function ImportResult({ result, onAnother }: { result: UsageImport; onAnother: () => void }) {
  const failed = result.status !== 'finished';
  return (
    <Section
      card
      title={failed ? `The import of ${result.fileName} stopped` : `${result.fileName} is imported`}
      acts={
        <>
          <ButtonLink size="sm" href={`/events?source=${encodeURIComponent(constantSource(result))}`}>
            See the events
          </ButtonLink>
          <Button size="sm" variant="primary" onClick={onAnother}>
            Import another file
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {result.error && <p className="text-critical">{result.error}</p>}
        <dl className="flex flex-wrap gap-x-10 gap-y-4">
          <Fact label="Rows">{count.format(result.rows)}</Fact>
          <Fact label="Accepted">
            <span className={result.accepted > 0 ? 'text-positive' : undefined}>{count.format(result.accepted)}</span>
          </Fact>
          <Fact label="Already imported">{count.format(result.duplicates)}</Fact>
          <Fact label="Rejected">
            <span className={result.rejected > 0 ? 'text-critical' : undefined}>{count.format(result.rejected)}</span>
          </Fact>
          <Fact label="Read">{bytesText(result.bytesRead)}</Fact>
        </dl>
        {result.rejected > 0 && (
          <p>
            <a
              href={rejectionsHref(result.id)}
              download
              className="inline-flex items-center gap-1.5 rounded-sm text-accent-text hover:underline"
            >
              <Download /> Rejected rows with their reasons, as CSV
            </a>
          </p>
        )}
        {result.accepted > 0 && (
          <p className="text-muted">
            Usage counts for the customer that has its subject.{' '}
            <TextLink href="/customers?claim=true">Create customers from new subjects</TextLink>
          </p>
        )}
        {result.accepted === 0 && result.duplicates > 0 && (
          <p className="text-muted">All rows were imported before. Nothing was counted twice.</p>
        )}
      </div>
    </Section>
  );
}

/** The source to filter events by, where it is the same for all rows. */
const constantSource = ({ mapping }: UsageImport) => (mapping.source.includes('{') ? '' : mapping.source);
