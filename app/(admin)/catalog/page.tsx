import type { Metadata } from 'next';
import { CatalogPage } from '@/components/catalog-file/catalog-page';

export const metadata: Metadata = { title: 'Catalog as code' };

export default function CatalogAsCodePage() {
  return <CatalogPage />;
}
