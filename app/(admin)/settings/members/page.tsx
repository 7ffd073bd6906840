import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { MemberList } from '@/components/settings/member-list';
import { listMembers } from '@/lib/api/members';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'Members' };

export default function MembersPage() {
  return (
    <Prefetched reads={[read(listMembers, {})]}>
      <MemberList />
    </Prefetched>
  );
}
