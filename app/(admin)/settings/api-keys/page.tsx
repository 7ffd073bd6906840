import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetched';
import { ApiKeyList } from '@/components/settings/api-key-list';
import { listApiKeys } from '@/lib/api/api-keys';
import { read } from '@/lib/server/prefetch';

export const metadata: Metadata = { title: 'API keys' };

export default function ApiKeysPage() {
  return (
    <Prefetched reads={[read(listApiKeys, {})]}>
      <ApiKeyList />
    </Prefetched>
  );
}
