'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useApi } from '@/components/api/client';
import { cursorOf } from '@/components/api/cursor';
import { ListActs } from '@/components/lists/list-acts';
import { useViewer } from '@/components/shell/viewer';
import { DataTable } from '@/components/ui/data-table';
import { DateRangePicker } from '@/components/ui/date-range-picker';
import { dayRange } from '@/components/ui/day-instant';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar, FilterChip } from '@/components/ui/filter-bar';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { CursorPagination } from '@/components/ui/pagination';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { listSecurityEvents, type SecurityEvent, type SecurityEventType } from '@/lib/api/workspace/security-log';
import { securityInput, securityParams } from './security-input';

const WORDS: Record<SecurityEventType, string> = {
  sign_in: 'Signed in',
  'sign_in.failed': 'Sign-in failed',
  'sign_in.waiting': 'Sign-in refused, too many attempts',
  sign_out: 'Signed out',
  'session.end': 'Session ended',
  'password.change': 'Password changed',
  'password_link.create': 'Password link made',
  'password.reset': 'Password reset',
  'two_factor.on': 'Second factor on',
  'two_factor.off': 'Second factor off',
  'recovery_code.use': 'Recovery code used',
  'invitation.create': 'Invited',
  'invitation.accept': 'Invitation accepted',
  'invitation.revoke': 'Invitation revoked',
  'role.change': 'Role changed',
  'member.remove': 'Member removed',
  'api_key.create': 'API key created',
  'api_key.revoke': 'API key revoked',
  'api_key.refused': 'API key refused',
  'request.refused': 'Request refused',
  export: 'List exported',
  'workspace.two_factor': 'Second factor of the workspace',
};
const TYPES = Object.entries(WORDS).map(([value, label]) => ({ value, label }));

const columnsIn = (timeZone: string): readonly Column<SecurityEvent>[] => [
  {
    id: 'what',
    header: 'Event',
    cell: ({ type, about }) => (
      <span className="truncate">
        <span className="font-medium">{WORDS[type]}</span> <span className="text-muted">{about}</span>
      </span>
    ),
  },
  { id: 'who', header: 'By', width: '20%', cell: ({ actor }) => actor },
  {
    id: 'source',
    header: 'From',
    width: '9rem',
    hideBelow: 'nav',
    cell: ({ source }) => <span className="font-mono text-sm">{source}</span>,
  },
  { id: 'at', header: 'When', width: '8rem', cell: ({ at }) => <Ago at={at} timeZone={timeZone} /> },
];

const NO_FILTERS = { actor: null, type: null, from: null, to: null, after: null, before: null };

/** Lists events about access, the latest first. */
export function SecurityLog() {
  const { timeZone } = useViewer().workspace;
  const [params, setParams] = useQueryStates(securityParams);
  const asked = securityInput(params, timeZone);
  const events = useApi(listSecurityEvents, asked, { placeholderData: keepPreviousData });
  const filtered = Boolean(params.actor || params.type.length || params.from);
  const clear = filtered ? () => void setParams(NO_FILTERS) : undefined;
  const filter = (part: Record<string, unknown>) => void setParams({ ...part, after: null, before: null });
  const page = events.data?.meta.page;
  const turn = (link: string | null | undefined) => {
    const cursor = cursorOf(link);
    return cursor ? () => void setParams({ after: null, before: null, ...cursor }, { history: 'push', scroll: true }) : undefined;
  };
  return (
    <Page>
      <PageHeader title="Security log" description="Sign-ins of members, refusals, keys, roles and exports. It cannot be edited." />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: params.actor, onChange: (actor) => filter({ actor: actor || null }), placeholder: 'Search by who did it' }}
          onClear={clear}
          acts={<ListActs list="security_log" query={asked.query} />}
        >
          <FilterChip
            label="Event"
            options={TYPES}
            values={params.type}
            onValuesChange={(type) => filter({ type: type.length > 0 ? [...type] : null })}
          />
          <DateRangePicker
            value={dayRange(params.from, params.to)}
            timeZone={timeZone}
            placeholder="Any time"
            onValueChange={({ from, to }) => filter({ from, to })}
          />
        </FilterBar>
        <DataTable
          dense
          label="Security log"
          columns={columnsIn(timeZone)}
          rows={events.data?.data}
          skeletonRows={16}
          rowKey={({ id }) => id}
          rowName={({ type }) => WORDS[type]}
          onClearFilters={clear}
          stale={events.isPlaceholderData}
          error={events.error}
          onRetry={() => void events.refetch()}
          empty={<EmptyState title="Nothing yet" icon={<ShieldCheck />} />}
        />
        <CursorPagination noun="events" onBefore={turn(page?.previous)} onAfter={turn(page?.next)} />
      </div>
    </Page>
  );
}
