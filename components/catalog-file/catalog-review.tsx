'use client';

import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { ProblemFailure } from '@/components/api/client';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import type { CatalogApplied, CatalogChange, CatalogRemoval, CatalogReview } from '@/lib/api/catalog/catalog';

const SECTION: Record<CatalogChange['section'], string> = {
  currencies: 'Currency',
  tax_codes: 'Tax code',
  tax_defaults: 'Default tax code',
  llm_overrides: 'Price of a language model',
  meters: 'Meter',
  features: 'Feature',
  addons: 'Add-on',
  plans: 'Plan',
};

import type { ApplyChoice } from './catalog-calls';

interface Props {
  review: CatalogReview;
  /** Target of the changes: "this workspace", a name. */
  where: string;
  /** Left out for who may only look. */
  onApply: ((choice: ApplyChoice) => Promise<CatalogApplied>) | undefined;
  /** Reviews again, with what is not listed, or as it would be published. */
  onAsk: (asked: { removals: boolean; publish: boolean }) => void;
  onApplied: (applied: CatalogApplied) => void;
}

/** Shows the changes by thing, the issues, and the button to apply. */
export function CatalogReviewView({ review, where, onApply, onAsk, onApplied }: Props) {
  const { changes, issues, untouched, removals } = review;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const prune = (removals ?? []).filter(({ part, act }) => act !== 'keep' && chosen.has(part)).map(({ part }) => part);
  const [publish, setPublish] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const blocked = issues.some(({ severity }) => publish || severity === 'critical');
  const versioned = changes.some(({ section }) => section === 'plans' || section === 'addons');
  const apply = async () => {
    if (!onApply) return;
    setBusy(true);
    setFailed(null);
    try {
      onApplied(await onApply({ publish, prune }));
    } catch (error) {
      setFailed(error);
    }
    setBusy(false);
  };
  return (
    <Section
      title={changes.length === 0 ? 'No changes' : changes.length === 1 ? 'One thing changes' : `${changes.length} things change`}
      description={
        untouched > 0
          ? `${untouched} more ${untouched === 1 ? 'thing' : 'things'} of ${where} ${untouched === 1 ? 'is' : 'are'} not listed and ${untouched === 1 ? 'stays' : 'stay'} as ${untouched === 1 ? 'it is' : 'they are'}.`
          : undefined
      }
    >
      {issues.length > 0 && <Issues issues={issues} />}
      {changes.length === 0 ? (
        issues.length === 0 && <EmptyState title="The catalog already matches the file" />
      ) : (
        <ul className="flex flex-col divide-y divide-border border-border border-y" aria-label="Changes">
          {changes.map((change) => (
            <ChangeRow key={change.part} change={change} />
          ))}
        </ul>
      )}
      {removals ? (
        <Removals removals={removals} chosen={chosen} onChange={onApply && setChosen} />
      ) : (
        untouched > 0 && (
          <div>
            <Button size="sm" onClick={() => onAsk({ removals: true, publish })}>
              Show unlisted items
            </Button>
          </div>
        )
      )}
      {failed !== null && (
        <div className="rounded-md bg-critical-soft">
          <ErrorState compact error={failed} />
          <Faults error={failed} />
        </div>
      )}
      {changes.length + prune.length > 0 && onApply && (
        <div className="flex flex-wrap items-center gap-4">
          <Button variant="primary" loading={busy} disabled={blocked} onClick={() => void apply()}>
            {publish ? 'Apply and publish' : versioned ? 'Apply as drafts' : 'Apply'}
            {prune.length > 0 && `, remove ${prune.length}`}
          </Button>
          {versioned && (
            <span className="flex items-center gap-2">
              <Checkbox
                aria-label="Publish the drafts at once"
                checked={publish}
                onCheckedChange={(on) => {
                  setPublish(on);
                  if (removals) onAsk({ removals: true, publish: on });
                }}
              />
              <span aria-hidden="true">Publish the drafts at once</span>
            </span>
          )}
          {blocked && <span className="text-muted">Resolve the issues first. Either all changes are applied, or none.</span>}
        </div>
      )}
    </Section>
  );
}

const REMOVAL: Record<CatalogRemoval['act'], { words: string; tone: Tone }> = {
  delete: { words: 'Delete', tone: 'critical' },
  discard: { words: 'Discard', tone: 'critical' },
  archive: { words: 'Stop selling', tone: 'critical' },
  keep: { words: 'Stays', tone: 'neutral' },
};

interface RemovalsProps {
  removals: readonly CatalogRemoval[];
  chosen: ReadonlySet<string>;
  onChange: ((chosen: ReadonlySet<string>) => void) | undefined;
}

/** Lists the things not in the file: each stays unless it is chosen, and says what uses it. */
function Removals({ removals, chosen, onChange }: RemovalsProps) {
  if (removals.length === 0) return <p className="text-muted">The file lists all items.</p>;
  const toggle = (part: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(part);
    else next.delete(part);
    onChange?.(next);
  };
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">Not listed</h3>
      <p className="text-muted">Unlisted items stay. Select items to remove them if nothing uses them.</p>
      <ul className="flex flex-col divide-y divide-border border-border border-y" aria-label="Not listed">
        {removals.map(({ part, section, key, name, act, sentence }) => (
          <li key={part} className="flex items-start gap-3 py-2.5">
            <Checkbox
              aria-label={`Remove ${name}`}
              disabled={act === 'keep' || !onChange}
              checked={act !== 'keep' && chosen.has(part)}
              onCheckedChange={(on) => toggle(part, on)}
            />
            <div className="flex min-w-0 flex-col gap-0.5">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="text-muted">{SECTION[section]}</span>
                <span className="font-medium">{name}</span>
                <span className="font-mono text-muted text-sm">{key}</span>
                <Badge tone={REMOVAL[act].tone}>{REMOVAL[act].words}</Badge>
              </span>
              <span className="text-pretty break-words">{sentence}</span>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ChangeRow({ change: { section, key, name, act, version, differences } }: { change: CatalogChange }) {
  const words = { create: 'New', draft: `Next version ${version}, as a draft`, update: version ? `Draft ${version} changes` : 'Changes' }[
    act
  ];
  return (
    <li className="flex flex-col gap-1 py-2.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-muted">{SECTION[section]}</span>
        <span className="font-medium">{name}</span>
        <span className="font-mono text-muted text-sm">{key}</span>
        <Badge>{words}</Badge>
      </span>
      {differences.length > 0 && (
        <ul className="flex list-disc flex-col gap-0.5 pl-5 marker:text-faint">
          {differences.map(({ sentence, path }) => (
            <li key={`${path.join('.')} ${sentence}`} className="text-pretty break-words">
              {sentence}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Issues({ issues }: { issues: CatalogReview['issues'] }) {
  return (
    <ul aria-label="Issues" className="flex flex-col gap-2 rounded-md bg-warning-soft p-3">
      {issues.map(({ field, code, message, severity, attributes }) => (
        <li key={`${field} ${code} ${message}`} className="flex gap-2">
          {severity === 'critical' ? (
            <CircleAlert aria-label="Cannot be applied" className="mt-0.5 size-4 shrink-0 text-critical" />
          ) : (
            <TriangleAlert aria-label="Cannot be published" className="mt-0.5 size-4 shrink-0 text-warning" />
          )}
          <span className="min-w-0 break-words">
            {message}{' '}
            <span className="font-mono text-muted text-sm">
              {attributes?.line !== undefined && `line ${attributes.line}, `}
              {field}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** All that a refused file was told, where there is more than the first sentence. */
export function Faults({ error }: { error: unknown }) {
  if (!(error instanceof ProblemFailure)) return null;
  const { issues, invalid_parameters } = error.problem;
  const lines =
    issues?.map(({ field, message }) => ({ field, text: message })) ??
    invalid_parameters?.map(({ field, reason }) => ({ field, text: reason }));
  if (!lines || lines.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 px-3 pb-3 pl-10">
      {lines.map(({ field, text }) => (
        <li key={`${field} ${text}`} className="break-words">
          {text} <span className="font-mono text-muted text-sm">{field}</span>
        </li>
      ))}
    </ul>
  );
}
