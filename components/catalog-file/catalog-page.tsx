'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { CatalogFile } from './catalog-file';
import { CatalogPromote } from './catalog-promote';

const TABS = ['file', 'promote'] as const;

/** The catalog as code: out as a file, in from a file, and over to another workspace. */
export function CatalogPage() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('file').withOptions({ history: 'push' }));
  return (
    <Page>
      <PageHeader title="Catalog as code" description="Export and import your catalog as YAML." />
      <Tabs
        label="Ways of the catalog"
        current={tab}
        onSelect={(id) => void setTab(id)}
        tabs={[
          { id: 'file', label: 'File', href: '/catalog' },
          { id: 'promote', label: 'Promote', href: '/catalog?tab=promote' },
        ]}
      />
      {tab === 'file' ? <CatalogFile /> : <CatalogPromote />}
    </Page>
  );
}
