'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Receipt, Trash2 } from 'lucide-react';
import { type ComponentProps, useMemo, useState } from 'react';
import { refresh, useApi, useApiMutation } from '@/components/api/client';
import { LoadFailed } from '@/components/api/load-failed';
import { BulkActs } from '@/components/lists/bulk-acts';
import { ListActs } from '@/components/lists/list-acts';
import { ListCount } from '@/components/lists/list-count';
import { ListPages } from '@/components/lists/list-pages';
import { pagedTable } from '@/components/lists/paged-table';
import { useCreating } from '@/components/lists/use-creating';
import { usePaged } from '@/components/lists/use-paged';
import { useSelection } from '@/components/lists/use-selection';
import { useMay } from '@/components/shell/viewer';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { KeyText } from '@/components/ui/copy';
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
import { deleteTaxCode, findDefaultTaxCodes, getTaxCode, listTaxCodes, searchTaxCodes } from '@/lib/api/catalog/tax-codes';
import type { TaxCode } from '@/lib/catalog/tax-code';
import { APP_TYPES } from './app-types';
import { ALL_TAX_CODES, taxCodePage } from './money-input';

const CreateTaxCode = lazy(() => import('./tax-code-form').then((module) => module.CreateTaxCode));
const EditTaxCode = lazy(() => import('./tax-code-form').then((module) => module.EditTaxCode));
const TaxCodeDefaults = lazy(() => import('./tax-code-defaults').then((module) => module.TaxCodeDefaults));

type Row = TaxCode & { defaultFor: string[] };

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (code) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="line-clamp-2 break-words">{code.name}</span>
        {code.defaultFor.map((what) => (
          <Badge key={what} tone="accent">
            Default for {what}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    id: 'key',
    header: 'Key',
    width: '22%',
    belowName: true,
    sortable: true,
    cell: (code) => <KeyText value={code.key} plain />,
  },
  {
    id: 'elsewhere',
    header: 'Code in other systems',
    width: '32%',
    cell: (code) =>
      code.appMappings.length > 0 ? (
        <span className="flex flex-wrap gap-x-3 gap-y-0.5">
          {code.appMappings.map(({ appType, taxCode }) => (
            <span key={appType} className="whitespace-nowrap">
              <span className="text-muted">{APP_TYPES[appType]}</span> <span className="font-mono text-sm">{taxCode}</span>
            </span>
          ))}
        </span>
      ) : (
        <span className="text-muted">Nothing</span>
      ),
  },
  {
    id: 'created',
    header: 'Created',
    width: '9rem',
    hideBelow: 'wide',
    sortable: true,
    cell: (code) => (
      <span className="text-muted">
        <Day at={code.createdAt} />
      </span>
    ),
  },
];

const keyOf = ({ id }: Row) => id;

type Open = { act: 'defaults' } | { act: 'edit' | 'delete'; code: TaxCode };

/** The kinds of goods and services that rate cards are taxed as. */
export function TaxCodeList() {
  const mayWrite = useMay('catalog:write');
  const list = usePaged();
  const asked = taxCodePage(list.params);
  const codes = useApi(searchTaxCodes, asked, { placeholderData: keepPreviousData });
  const found = useApi(findDefaultTaxCodes, {});
  const defaults = found.data?.defaults;
  const rows = useMemo(
    () =>
      codes.data?.data.map((code): Row => {
        const is = (id: string | undefined) => id === code.id;
        const invoices = is(defaults?.invoicingTaxCode.id) ? ['invoices'] : [];
        return { ...code, defaultFor: [...invoices, ...(is(defaults?.creditGrantTaxCode.id) ? ['credit grants'] : [])] };
      }),
    [codes.data, defaults],
  );
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const remove = useApiMutation(deleteTaxCode);
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const [creating, setCreating] = useCreating();
  const close = () => setOpen(null);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create tax code
    </Button>
  );
  const menu = (code: Row): MenuItem[] => [
    { label: 'Edit', icon: <Pencil />, onSelect: () => setOpen({ act: 'edit', code }) },
    { label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setOpen({ act: 'delete', code }) },
  ];

  return (
    <Page>
      <PageHeader
        title="Tax codes"
        status={codes.data && !list.narrowed && <ListCount total={codes.data.meta.page.total} />}
        description="Tax categories for what you sell. Rate cards use them; invoicing systems map them to their own codes."
        acts={
          mayWrite && (
            <>
              {(Boolean(rows?.length) || list.narrowed) && (
                <Button onClick={() => setOpen({ act: 'defaults' })} disabled={!found.data}>
                  {defaults ? 'Change defaults' : 'Set defaults'}
                </Button>
              )}
              {create}
            </>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, key or code' }}
          onClear={list.onClear}
          acts={<ListActs list="tax_codes" query={asked.query} />}
        />
        <DataTable
          label="Tax codes"
          columns={COLUMNS}
          rows={rows}
          skeletonRows={4}
          rowKey={(code) => code.id}
          rowName={(code) => code.name}
          onRowOpen={mayWrite ? (code) => setOpen({ act: 'edit', code }) : undefined}
          rowMenu={mayWrite ? menu : undefined}
          selection={mayWrite ? selection : undefined}
          {...pagedTable(list, codes)}
          empty={
            <EmptyState title="No tax codes yet" icon={<Receipt />} action={mayWrite && create}>
              Create one for each tax category, such as software as a service, support hours or books.
            </EmptyState>
          }
        />
        <ListPages noun="tax codes" list={list} answer={codes} />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name }) => name}
          noun="tax codes"
          acts={[
            {
              label: 'Delete',
              icon: <Trash2 />,
              critical: true,
              warning: () => 'Archived versions keep them. Tax codes used by drafts, active versions or defaults are not deleted.',
              run: ({ id }) => remove.mutateAsync({ params: { taxCodeId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listTaxCodes])}
        />
      </div>
      {creating && <CreateTaxCode onClose={() => setCreating(false)} />}
      {open?.act === 'edit' && <EditLoaded id={open.code.id} onClose={close} />}
      {open?.act === 'delete' && <DeleteTaxCode code={open.code} onClose={close} />}
      {open?.act === 'defaults' && <DefaultsLoaded defaults={defaults ?? undefined} revision={found.revision} onClose={close} />}
    </Page>
  );
}

/** Reads the tax code again before saving, so that a change by another user is not overwritten. */
function EditLoaded({ id, onClose }: { id: string; onClose: () => void }) {
  const code = useApi(getTaxCode, { params: { taxCodeId: id } }, { staleTime: 0 });
  if (code.error) return <LoadFailed error={code.error} onRetry={() => void code.refetch()} onClose={onClose} />;
  return code.data && !code.isFetching ? <EditTaxCode code={code.data} revision={code.revision} onClose={onClose} /> : null;
}

/** The defaults are chosen among all codes, whatever the list shows. */
function DefaultsLoaded(props: Omit<ComponentProps<typeof TaxCodeDefaults>, 'codes'>) {
  const codes = useApi(listTaxCodes, ALL_TAX_CODES);
  if (codes.error) return <LoadFailed error={codes.error} onRetry={() => void codes.refetch()} onClose={props.onClose} />;
  return codes.data ? <TaxCodeDefaults {...props} codes={codes.data.data} /> : null;
}

function DeleteTaxCode({ code, onClose }: { code: TaxCode; onClose: () => void }) {
  const remove = useApiMutation(deleteTaxCode, [listTaxCodes]);
  return (
    <ConfirmDialog
      title={`Delete ${code.name}?`}
      verb="Delete tax code"
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { taxCodeId: code.id } });
        toast.success(`Tax code ${code.name} deleted`);
      }}
    >
      <p className="text-pretty">
        Archived versions keep it. It cannot be deleted while a draft, an active version or the defaults use it.
      </p>
    </ConfirmDialog>
  );
}
