import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Prefetched } from '@/app/prefetched';
import { ApiKeyList } from '@/components/settings/api-key-list';
import { apiKeyPage, loadApiKeyList } from '@/components/settings/member-input';
import { listApiKeys } from '@/lib/api/workspace/api-keys';
import { read } from '@/lib/server/api/prefetch';

export const metadata: Metadata = { title: 'API keys' };

export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadApiKeyList(searchParams);
  return (
    <Prefetched reads={[read(listApiKeys, apiKeyPage(list))]}>
      <ApiKeyList />
    </Prefetched>
  );
}
