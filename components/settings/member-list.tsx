'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { UserCog, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { call, refresh, useApi, useApiMutation } from '@/components/api/client';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { useMay, useViewer } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import type { MenuItem } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import { mayAssign, ROLE_SUMMARY } from '@/lib/api/role';
import { listMembers, type Member, removeMember } from '@/lib/api/workspace/members';
import { memberPage } from './member-input';
import { PendingInvitations } from './pending-invitations';
import { roleName } from './role-choice';

const ChangeRole = lazy(() => import('./member-form').then((module) => module.ChangeRole));
const InviteMember = lazy(() => import('./member-form').then((module) => module.InviteMember));

const keyOf = ({ userId }: Member) => userId;

type Open = { act: 'invite' } | { act: 'role' | 'remove'; member: Member };

const columns = (self: string): readonly Column<Member>[] => [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (member) => (
      <span className="flex min-w-0 flex-col">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{member.name}</span>
          {member.userId === self && <Badge tone="accent">You</Badge>}
        </span>
        <span className="truncate text-muted text-sm">{member.email}</span>
      </span>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    width: '44%',
    sortable: true,
    cell: (member) => (
      <span className="flex flex-col">
        <span>{roleName(member.role)}</span>
        <span className="text-muted text-sm max-nav:hidden">{ROLE_SUMMARY[member.role]}</span>
      </span>
    ),
  },
  {
    id: 'since',
    header: 'Member since',
    width: '9rem',
    hideBelow: 'nav',
    sortable: true,
    cell: (member) => (
      <span className="text-muted">
        <Day at={member.createdAt} />
      </span>
    ),
  },
];

/** Lists the members of this workspace and their roles. There is always an owner. */
export function MemberList() {
  const viewer = useViewer();
  const mayManage = useMay('members:manage');
  const list = usePaged();
  const asked = memberPage(list.params);
  const members = useApi(listMembers, asked, { placeholderData: keepPreviousData });
  const rows = members.data?.data;
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const client = useQueryClient();
  const remove = useApiMutation(removeMember, [listMembers]);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const owners = members.data?.owners ?? 0;
  const isLastOwner = (member: Member) => member.role === 'owner' && owners === 1;

  const menu = (member: Member): MenuItem[] => {
    if (!mayAssign(viewer.role, member.role)) return [];
    if (isLastOwner(member)) return [{ label: 'The last owner stays one', disabled: true }];
    return [
      { label: 'Change role', icon: <UserCog />, onSelect: () => setOpen({ act: 'role', member }) },
      {
        label: member.userId === viewer.user.id ? 'Leave the workspace' : 'Remove',
        icon: <UserMinus />,
        critical: true,
        onSelect: () => setOpen({ act: 'remove', member }),
      },
    ];
  };

  return (
    <Page>
      <PageHeader
        title="Members"
        status={members.data && !list.narrowed && <ListCount total={members.data.meta.page.total} />}
        description={`People with access to ${viewer.workspace.name}, and their roles.`}
        acts={
          mayManage && (
            <Button variant="primary" icon={<UserPlus />} onClick={() => setOpen({ act: 'invite' })}>
              Invite member
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, e-mail or role' }}
          onClear={list.onClear}
          acts={<ListActs list="members" query={asked.query} />}
        />
        <DataTable
          label="Members"
          columns={columns(viewer.user.id)}
          rows={rows}
          skeletonRows={4}
          rowKey={keyOf}
          rowName={(member) => member.name}
          rowMenu={mayManage ? menu : undefined}
          selection={mayManage ? selection : undefined}
          {...pagedTable(list, members)}
          empty={<EmptyState title="Nobody here" icon={<UserPlus />} />}
        />
        <ListPages noun="members" list={list} answer={members} />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name, email }) => `${name}, ${email}`}
          noun="members"
          acts={[
            {
              label: 'Remove',
              icon: <UserMinus />,
              critical: true,
              warning: () => 'They lose access immediately. Their API keys keep working. The last owner cannot be removed.',
              run: async ({ userId }) => {
                if (userId === viewer.user.id) throw new Error('This is you. Leave by your own row’s menu.');
                await call(removeMember, { params: { userId } });
              },
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listMembers])}
        />
      </div>
      {mayManage && <PendingInvitations />}
      {open?.act === 'invite' && <InviteMember onClose={close} />}
      {open?.act === 'role' && <ChangeRole member={open.member} onClose={close} />}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={open.member.userId === viewer.user.id ? `Leave ${viewer.workspace.name}?` : `Remove ${open.member.name}?`}
          verb={open.member.userId === viewer.user.id ? 'Leave' : 'Remove member'}
          onClose={close}
          onConfirm={async () => {
            await remove.mutateAsync({ params: { userId: open.member.userId } });
            toast.success(`${open.member.name} removed`);
          }}
        >
          <p className="text-pretty">They lose access immediately. Their API keys keep working, and their account stays.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
