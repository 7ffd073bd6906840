'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Download, FileUp } from 'lucide-react';
import { type ChangeEvent, type DragEvent, useEffect, useRef, useState } from 'react';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast';
import { type CatalogApplied, type CatalogReview, exportCatalog } from '@/lib/api/catalog/catalog';
import { urlOf } from '@/lib/api/url';
import { applyText, reviewText } from './catalog-calls';
import { CatalogReviewView, Faults } from './catalog-review';

/** The catalog out as a file, and a file in: read, reviewed, applied. */
export function CatalogFile() {
  const mayWrite = useMay('catalog:write');
  return (
    <div className="flex flex-col gap-8">
      <Export />
      <Apply mayWrite={mayWrite} />
    </div>
  );
}

function Export() {
  const { timeZone } = useViewer().workspace;
  const [asOf, setAsOf] = useState('');
  const href = urlOf(exportCatalog, { query: { format: 'yaml', ...(asOf && { asOf }) } });
  return (
    <Section
      title="Download"
      description="One YAML file with currencies, tax codes, LLM prices, meters, features, add-ons and plans. Includes the newest version of each plan, drafts too."
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="As of" hint="Leave empty for the current catalog.">
          <DateTimeInput value={asOf} timeZone={timeZone} onValueChange={setAsOf} className="w-80 max-w-full" />
        </Field>
        <a
          href={href}
          download
          className="mb-5.5 inline-flex h-8 items-center gap-1.5 rounded-md border border-border-strong px-3 font-medium transition-colors hover:bg-hover"
        >
          <Download /> Download YAML
        </a>
      </div>
    </Section>
  );
}

function Apply({ mayWrite }: { mayWrite: boolean }) {
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [review, setReview] = useState<CatalogReview | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const change = (next: string) => {
    setText(next);
    setReview(null);
    setFailed(null);
  };
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (review) outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [review]);
  const read = async (chosen: File | undefined) => chosen && change(await chosen.text());
  const ask = async ({ removals, publish } = { removals: false, publish: false }) => {
    setBusy(true);
    setFailed(null);
    if (!removals) setReview(null);
    try {
      setReview(await reviewText(text, removals, publish));
    } catch (error) {
      setFailed(error);
    }
    setBusy(false);
  };
  const applied = ({ changes, published, removals = [] }: CatalogApplied) => {
    const done = changes.length + removals.length;
    change('');
    void client.invalidateQueries();
    const detail = published.length > 0 ? `Published: ${published.join(', ')}` : 'Plans and add-ons are drafts until they are published.';
    toast.success(done === 1 ? 'One change applied' : `${done} changes applied`, { detail });
  };
  return (
    <>
      <Section
        title="Apply a file"
        description="You review all changes first. Changes to published versions become drafts; unlisted items stay unless you select them for removal."
        acts={
          <>
            <input
              ref={file}
              type="file"
              accept=".yaml,.yml,.json"
              aria-label="Catalog file"
              className="sr-only"
              tabIndex={-1}
              onChange={(event: ChangeEvent<HTMLInputElement>) => {
                void read(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            <Button icon={<FileUp />} onClick={() => file.current?.click()}>
              Choose a file
            </Button>
          </>
        }
      >
        <Field label="The file as YAML or JSON" hint="Paste it, choose it, or drop it here.">
          <Textarea
            mono
            rows={10}
            spellCheck={false}
            value={text}
            placeholder={'features:\n  - key: sso\n    name: Single sign-on'}
            onChange={(event) => change(event.target.value)}
            onDrop={(event: DragEvent) => {
              event.preventDefault();
              void read(event.dataTransfer.files[0]);
            }}
          />
        </Field>
        <div>
          <Button variant={review ? 'secondary' : 'primary'} loading={busy} disabled={text.trim() === ''} onClick={() => void ask()}>
            Review changes
          </Button>
        </div>
        {failed !== null && (
          <div className="rounded-md bg-critical-soft">
            <ErrorState compact error={failed} />
            <Faults error={failed} />
          </div>
        )}
      </Section>
      {review && (
        <div ref={outcome} className="flex flex-col gap-3">
          {!mayWrite && <p className="text-muted">Your role can review changes. Editors, admins and owners can apply them.</p>}
          <CatalogReviewView
            review={review}
            where="this workspace"
            onApply={mayWrite ? (choice) => applyText(text, review.base, choice) : undefined}
            onAsk={(asked) => void ask(asked)}
            onApplied={applied}
          />
        </div>
      )}
    </>
  );
}
