import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ApiReference } from '@/components/docs/api-reference';
import type { ApiDocument } from '@/components/docs/document';
import { routes } from '@/lib/server/api/app';
import { openApiDocument } from '@/lib/server/api/openapi';

export const metadata: Metadata = { title: 'API reference' };

export default async function DocsPage() {
  const host = (await headers()).get('host') ?? 'localhost:3000';
  const origin = `${host.startsWith('localhost') || host.startsWith('127.') ? 'http' : 'https'}://${host}`;
  return <ApiReference document={openApiDocument(routes) as unknown as ApiDocument} origin={origin} />;
}
