import { Bot, KeyRound } from 'lucide-react';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import type { AuditEntry } from '@/lib/api/audit-log';
import { actionWords } from './changes';

/** The kinds of things that can be changed, as filters and in sentences. */
export const RESOURCES = [
  { value: 'plan', label: 'Plans' },
  { value: 'feature', label: 'Features' },
  { value: 'meter', label: 'Meters' },
  { value: 'customer', label: 'Customers' },
  { value: 'member', label: 'Members' },
  { value: 'api_key', label: 'API keys' },
  { value: 'workspace', label: 'Workspace' },
  { value: 'usage_import', label: 'Usage imports' },
  { value: 'event_void', label: 'Voided events' },
] as const;

/** "api_key" → "API key". */
export const resourceWords = (type: string): string => WORDS[type] ?? type.replaceAll('_', ' ');

const WORDS: Record<string, string> = { api_key: 'API key', usage_import: 'file', event_void: 'events', event_rejection: 'refused event' };

/** Where a changed thing can be looked at, if it still may exist. */
export function resourceHref({ resource, action }: AuditEntry): string | undefined {
  if (action.endsWith('.delete')) return undefined;
  const folder = { plan: 'plans', meter: 'meters', customer: 'customers' }[resource.type];
  return folder && `/${folder}/${resource.id}`;
}

export function Actor({ actor }: { actor: AuditEntry['actor'] }) {
  const Icon = actor.type === 'api_key' ? KeyRound : actor.type === 'system' ? Bot : null;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {Icon && <Icon aria-label={actor.type === 'api_key' ? 'API key' : 'System'} className="size-3.5 text-muted" />}
      <span className="truncate">{actor.name}</span>
    </span>
  );
}

export const auditColumns = (timeZone: string): readonly Column<AuditEntry>[] => [
  {
    id: 'what',
    header: 'Change',
    cell: (entry) => (
      <span className="truncate font-normal">
        <span className="font-medium">{entry.resource.name || entry.resource.id}</span>{' '}
        <span className="text-muted">
          {resourceWords(entry.resource.type)} {actionWords(entry.action)}
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
