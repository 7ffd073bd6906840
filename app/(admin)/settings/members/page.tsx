import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { loadPaged } from '@/components/lists/paged-input';
import { memberPage } from '@/components/settings/member-input';
import { MemberList } from '@/components/settings/member-list';
import { listMembers } from '@/lib/api/workspace/members';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'Members' };

export default async function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadPaged(searchParams);
  return (
    <Prefetched reads={[read(listMembers, memberPage(list))]}>
      <MemberList />
    </Prefetched>
  );
}
