'use client';

import { useMemo, useState } from 'react';
import { call, useApi } from '@/components/api/client';
import { useViewer } from '@/components/shell/viewer';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Combobox } from '@/components/ui/combobox';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { exportCatalog, promoteCatalog, reviewPromotion } from '@/lib/api/catalog/catalog';
import type { ResultOf } from '@/lib/api/operation';
import { may } from '@/lib/api/role';
import { listWorkspaces } from '@/lib/api/workspace/workspaces';
import { SECTIONS, type Section as SectionName, thingName } from '@/lib/catalog/document/document';
import { partName } from '@/lib/catalog/document/document-parts';
import { CatalogReviewView } from './catalog-review';

const TITLE: Record<SectionName, string> = {
  currencies: 'Currencies',
  taxCodes: 'Tax codes',
  taxDefaults: 'Default tax codes',
  llmOverrides: 'Prices of language models',
  meters: 'Meters',
  features: 'Features',
  addons: 'Add-ons',
  plans: 'Plans',
};

type Review = ResultOf<typeof reviewPromotion>;

/** Takes chosen parts of this catalog to another workspace of the same person, after a look at what that changes there. */
export function CatalogPromote() {
  const viewer = useViewer();
  const workspaces = useApi(listWorkspaces, {});
  const catalog = useApi(exportCatalog, { query: {} });
  const [to, setTo] = useState<string | null>(null);
  const [parts, setParts] = useState<ReadonlySet<string>>(new Set());
  const [review, setReview] = useState<Review | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const others = workspaces.data?.data.filter(({ id }) => id !== viewer.workspace.id);
  const target = others?.find(({ id }) => id === to);
  const sections = catalog.data;
  const chosen = useMemo(() => [...parts], [parts]);
  const forget = () => {
    setReview(null);
    setFailed(null);
  };

  if (workspaces.error || catalog.error)
    return <ErrorState error={workspaces.error ?? catalog.error} onRetry={() => void catalog.refetch()} />;
  if (!others || !sections) return <Skeleton className="h-64" />;
  if (others.length === 0)
    return (
      <EmptyState title="You have no other workspace">
        Promotion copies plans to another workspace, such as from a sandbox to production. Create a workspace at the top of the sidebar.
      </EmptyState>
    );
  const ask = async (asked = { removals: false, publish: false }) => {
    setBusy(true);
    setFailed(null);
    if (!asked.removals) setReview(null);
    try {
      setReview((await call(reviewPromotion, { body: { to: to ?? '', parts: chosen, ...asked } })).data);
    } catch (error) {
      setFailed(error);
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-8">
      <Section
        title="Items and target"
        description="Choose what to copy. Features, meters and add-ons that a plan needs are included. Items with the same key are matched."
      >
        <Field label="To" className="max-w-96">
          <Combobox
            label="To"
            placeholder="Choose a workspace"
            value={to}
            onValueChange={(value) => {
              setTo(value);
              forget();
            }}
            options={others.map(({ id, name, key, role }) => ({ value: id, label: name, hint: key, detail: `You are its ${role}.` }))}
          />
        </Field>
        <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2 wide:grid-cols-3">
          {SECTIONS.toReversed().map((section) => (
            <Parts
              key={section}
              title={TITLE[section]}
              things={sections[section].map((thing) => ({
                part: partName({ section, key: thing.key }),
                key: thing.key,
                name: thingName(thing),
              }))}
              chosen={parts}
              onChange={(next) => {
                setParts(next);
                forget();
              }}
            />
          ))}
        </div>
        <div>
          <Button
            variant={review ? 'secondary' : 'primary'}
            loading={busy}
            disabled={!target || chosen.length === 0}
            onClick={() => void ask()}
          >
            Review changes
          </Button>
        </div>
        {failed !== null && <ErrorState compact error={failed} />}
      </Section>
      {review && target && (
        <>
          {review.companions.length > 0 && <Companions companions={review.companions} />}
          <CatalogReviewView
            review={review}
            where={target.name}
            onApply={
              may(target.role, 'catalog:write')
                ? async (choice) =>
                    (await call(promoteCatalog, { body: { to: target.id, parts: chosen, ...choice, base: review.base } })).data
                : undefined
            }
            onAsk={(asked) => void ask(asked)}
            onApplied={({ changes, published }) => {
              setReview(null);
              setParts(new Set());
              const detail = published.length > 0 ? `Published there: ${published.join(', ')}` : 'Plans and add-ons are drafts there.';
              toast.success(`${changes.length} ${changes.length === 1 ? 'change' : 'changes'} taken to ${target.name}`, { detail });
            }}
          />
        </>
      )}
    </div>
  );
}

interface PartsProps {
  title: string;
  things: { part: string; key: string; name: string }[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

function Parts({ title, things, chosen, onChange }: PartsProps) {
  const count = things.filter(({ part }) => chosen.has(part)).length;
  if (things.length === 0) return null;
  const set = (parts: string[], on: boolean) => {
    const next = new Set(chosen);
    for (const part of parts) on ? next.add(part) : next.delete(part);
    onChange(next);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 flex items-center gap-2 font-medium">
        <Checkbox
          aria-label={`All ${title.toLowerCase()}`}
          checked={count === things.length}
          mixed={count > 0 && count < things.length}
          onCheckedChange={() =>
            set(
              things.map(({ part }) => part),
              count < things.length,
            )
          }
        />
        {title}
      </legend>
      {things.map(({ part, key, name }) => (
        <span key={part} className="flex min-w-0 items-center gap-2">
          <Checkbox aria-label={name} checked={chosen.has(part)} onCheckedChange={(on) => set([part], on)} />
          <span aria-hidden="true" className="truncate">
            {name} <span className="font-mono text-muted text-sm">{key}</span>
          </span>
        </span>
      ))}
    </fieldset>
  );
}

/** Lists what goes along since the chosen parts need it. */
function Companions({ companions }: Pick<Review, 'companions'>) {
  return (
    <Section title="Also included" description="Needed by the items you chose.">
      <ul className="flex flex-col gap-0.5">
        {companions.map(({ part, neededBy }) => (
          <li key={part}>
            <span className="font-mono text-sm">{part}</span> <span className="text-muted">for {neededBy}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
