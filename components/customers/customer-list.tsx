'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryState } from 'nuqs';
import { useState } from 'react';
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
import { Button } from '@/components/ui/button';
import { KeyText } from '@/components/ui/copy';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { FilterBar } from '@/components/ui/filter-bar';
import { lazy } from '@/components/ui/lazy';
import { Unknown } from '@/components/ui/numbers';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import type { Column } from '@/components/ui/table-column';
import { Ago } from '@/components/ui/time';
import { deleteCustomer, getCustomer, listCustomers, searchCustomers } from '@/lib/api/metering/customers';
import type { Customer } from '@/lib/metering/customer';
import { claimParam, customerPage } from './customer-input';
import { SubjectList } from './subject-list';

const CreateCustomer = lazy(() => import('./customer-form').then((module) => module.CreateCustomer));
const EditCustomer = lazy(() => import('./customer-form').then((module) => module.EditCustomer));
const ClaimSubjects = lazy(() => import('./claim-subjects').then((module) => module.ClaimSubjects));
const DeleteCustomer = lazy(() => import('./delete-customer').then((module) => module.DeleteCustomer));

const COLUMNS: readonly Column<Customer>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (customer) => <span className="line-clamp-2 break-words">{customer.name}</span>,
  },
  {
    id: 'key',
    header: 'Key',
    width: '18%',
    belowName: true,
    sortable: true,
    cell: (customer) => <KeyText value={customer.key} plain />,
  },
  {
    id: 'subjects',
    header: 'Subjects',
    width: '22%',
    hideBelow: 'nav',
    cell: (customer) => <SubjectList subjects={customer.usageAttribution?.subjectKeys ?? []} />,
  },
  {
    id: 'email',
    header: 'E-mail',
    width: '24%',
    belowName: true,
    sortable: true,
    hideBelow: 'wide',
    cell: (customer) =>
      customer.primaryEmail ? (
        <span className="block max-w-64 truncate">{customer.primaryEmail}</span>
      ) : (
        <Unknown reason="No e-mail address was given." />
      ),
  },
  {
    id: 'currency',
    header: 'Currency',
    width: '5.5rem',
    hideBelow: 'nav',
    sortable: true,
    cell: (customer) => customer.currency ?? <Unknown reason="From their plan." />,
  },
  {
    id: 'created',
    header: 'Created',
    width: '8.5rem',
    sortable: true,
    hideBelow: 'wide',
    cell: (customer) => (
      <span className="text-muted">
        <Ago at={customer.createdAt} />
      </span>
    ),
  },
];

const keyOf = ({ id }: Customer) => id;

type Open = { act: 'edit' | 'delete'; customer: Customer };

export function CustomerList() {
  const router = useRouter();
  const mayWrite = useMay('customers:write');
  const list = usePaged();
  const [claiming, setClaiming] = useQueryState('claim', claimParam);
  const asked = customerPage(list.params);
  const customers = useApi(searchCustomers, asked, { placeholderData: keepPreviousData });
  const rows = customers.data?.data;
  const total = customers.data?.meta.page.total;
  const [open, setOpen] = useState<Open | null>(null);
  const [creating, setCreating] = useCreating();
  const { selection, chosen, select } = useSelection(rows, keyOf);
  const remove = useApiMutation(deleteCustomer);
  const client = useQueryClient();
  const close = () => setOpen(null);
  const create = (
    <Button variant="primary" icon={<Plus />} onClick={() => setCreating(true)}>
      Create customer
    </Button>
  );

  return (
    <Page>
      <PageHeader
        title="Customers"
        status={total !== undefined && !list.narrowed && <ListCount total={total} />}
        description="Customers you bill, and the subjects of their usage."
        acts={
          mayWrite && (
            <>
              <Button onClick={() => void setClaiming(true)}>Create from usage</Button>
              {create}
            </>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <FilterBar
          search={{ value: list.params.q, onChange: list.onSearch, placeholder: 'Search by name, key, e-mail or subject' }}
          onClear={list.onClear}
          acts={<ListActs list="customers" query={asked.query} />}
        />
        <DataTable
          label="Customers"
          columns={COLUMNS}
          rows={rows}
          rowKey={(customer) => customer.id}
          rowName={(customer) => customer.name}
          rowHref={(customer) => `/customers/${customer.id}`}
          rowMenu={
            mayWrite
              ? (customer) => [
                  { label: 'Edit', icon: <Pencil />, onSelect: () => setOpen({ act: 'edit', customer }) },
                  { label: 'Delete', icon: <Trash2 />, critical: true, onSelect: () => setOpen({ act: 'delete', customer }) },
                ]
              : undefined
          }
          selection={mayWrite ? selection : undefined}
          {...pagedTable(list, customers)}
          empty={
            <EmptyState title="No customers yet" icon={<Users />} action={mayWrite && create}>
              A customer collects the usage of one or more subjects. Earlier usage is included.
            </EmptyState>
          }
        />
        <BulkActs
          rows={chosen}
          rowKey={keyOf}
          rowName={({ name }) => name}
          noun="customers"
          acts={[
            {
              label: 'Delete',
              icon: <Trash2 />,
              critical: true,
              warning: () => 'Their usage is kept, unassigned, until another customer has their subjects.',
              run: ({ id }) => remove.mutateAsync({ params: { customerId: id } }),
            },
          ]}
          onSelect={select}
          onDone={() => void refresh(client, [listCustomers])}
        />
        <ListPages noun="customers" list={list} answer={customers} />
      </div>
      {creating && <CreateCustomer onClose={() => setCreating(false)} onCreated={(customer) => router.push(`/customers/${customer.id}`)} />}
      {claiming && mayWrite && <ClaimSubjects onClose={() => void setClaiming(null)} />}
      {open?.act === 'edit' && <EditLoaded id={open.customer.id} onClose={close} />}
      {open?.act === 'delete' && <DeleteCustomer customer={open.customer} onClose={close} />}
    </Page>
  );
}

/** The list has no revisions: the customer is read again, so that a change by somebody else is not overwritten. */
function EditLoaded({ id, onClose }: { id: string; onClose: () => void }) {
  const customer = useApi(getCustomer, { params: { customerId: id } }, { staleTime: 0 });
  if (customer.error) return <LoadFailed error={customer.error} onRetry={() => void customer.refetch()} onClose={onClose} />;
  return customer.data && !customer.isFetching ? (
    <EditCustomer customer={customer.data} revision={customer.revision} onClose={onClose} />
  ) : null;
}
