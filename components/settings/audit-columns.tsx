import { Bot, KeyRound } from 'lucide-react';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import type { AuditEntry } from '@/lib/api/workspace/audit-log';
import type { Burst } from './bursts';
import { actionWords } from './changes';

/** The kinds of things that can be changed, as filters and in sentences. */
export const RESOURCES = [
  { value: 'plan', label: 'Plans' },
  { value: 'feature', label: 'Features' },
  { value: 'meter', label: 'Meters' },
  { value: 'addon', label: 'Add-ons' },
  { value: 'plan_addon', label: 'Add-ons of plans' },
  { value: 'tax_code', label: 'Tax codes' },
  { value: 'currency', label: 'Currencies' },
  { value: 'cost_basis', label: 'Cost bases' },
  { value: 'llm_price', label: 'LLM prices' },
  { value: 'llm_price_list', label: 'LLM price lists' },
  { value: 'customer', label: 'Customers' },
  { value: 'member', label: 'Members' },
  { value: 'api_key', label: 'API keys' },
  { value: 'workspace', label: 'Workspace' },
  { value: 'usage_import', label: 'Usage imports' },
  { value: 'ingest_mapping', label: 'Mappings' },
  { value: 'event_void', label: 'Voided events' },
  { value: 'job', label: 'Jobs' },
] as const;

/** "api_key" → "API key". */
export const resourceWords = (type: string): string => WORDS[type] ?? type.replaceAll('_', ' ');

const WORDS: Record<string, string> = {
  api_key: 'API key',
  addon: 'add-on',
  plan_addon: 'add-on of a plan',
  llm_price: 'LLM price',
  llm_price_list: 'LLM price list',
  tax_code_defaults: '',
  usage_import: 'file',
  event_void: 'events',
  event_rejection: 'refused event',
  ingest_mapping: 'mapping',
};

/** Returns the page of a changed thing, if it still may exist. */
export function resourceHref({ resource, action }: AuditEntry): string | undefined {
  if (action.endsWith('.delete')) return undefined;
  const folder = { plan: 'plans', addon: 'add-ons', meter: 'meters', customer: 'customers' }[resource.type];
  return folder && `/${folder}/${resource.id}`;
}

/** The verbs of entries, as a filter: what an action must end in. */
export const VERBS = [
  { value: '.create', label: 'Created' },
  { value: '.update', label: 'Changed' },
  { value: '.delete', label: 'Deleted' },
  { value: '.publish', label: 'Published' },
  { value: '.archive', label: 'Archived' },
  { value: '.next', label: 'Next version' },
] as const;

export function Actor({ actor }: { actor: AuditEntry['actor'] }) {
  const Icon = actor.type === 'api_key' ? KeyRound : actor.type === 'system' ? Bot : null;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {Icon && <Icon aria-label={actor.type === 'api_key' ? 'API key' : 'System'} className="size-3.5 text-muted" />}
      <span className="truncate">{actor.name}</span>
    </span>
  );
}

export const auditColumns = (timeZone: string): readonly Column<Burst>[] => [
  {
    id: 'what',
    header: 'Change',
    cell: (entry) => (
      <span className="truncate font-normal">
        <span className="font-medium">{entry.resource.name || entry.resource.id}</span>{' '}
        <span className="text-muted">
          {resourceWords(entry.resource.type)} {actionWords(entry.action)}
          {entry.saves > 1 && `, ${entry.saves} saves`}
        </span>
      </span>
    ),
  },
  { id: 'who', header: 'By', width: '28%', cell: (entry) => <Actor actor={entry.actor} /> },
  {
    id: 'at',
    header: 'When',
    width: '9rem',
    cell: (entry) => (
      <span className="text-muted">
        <Ago at={entry.at} timeZone={timeZone} />
      </span>
    ),
  },
];
