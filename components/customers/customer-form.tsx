'use client';

import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { ControlField, LongTextField, TextField } from '@/components/api/form-field';
import { currentAs } from '@/components/api/merge-values';
import { NameAndKeyFields } from '@/components/api/name-and-key-fields';
import { useRequestForm } from '@/components/api/request-form';
import { CurrencyPicker } from '@/components/ui/currency-picker';
import { toast } from '@/components/ui/toast';
import { createCustomer, getCustomer, listCustomers, upsertCustomer } from '@/lib/api/metering/customers';
import { CreateCustomerRequest, Customer, customerIssues, UpsertCustomerRequest } from '@/lib/metering/customer';
import {
  type CustomerValues,
  createCustomerRequest,
  customerField,
  customerValues,
  NEW_CUSTOMER,
  upsertCustomerRequest,
} from './customer-values';
import { SubjectInput } from './subject-input';

const LABELS = { primaryEmail: 'e-mail', 'address.line1': 'address', 'address.line2': 'address, second line' };

const FORMATS = {
  'billingAddress.country': 'The two letters of a country, such as DE.',
};

export function CreateCustomer({ onClose, onCreated }: { onClose: () => void; onCreated?: (customer: Customer) => void }) {
  const create = useApiMutation(createCustomer, [listCustomers]);
  const form = useRequestForm<CustomerValues, CreateCustomerRequest>({
    defaultValues: NEW_CUSTOMER,
    request: createCustomerRequest,
    schema: CreateCustomerRequest,
    issues: (request) => customerIssues(request, []),
    fieldOf: customerField,
    formats: FORMATS,
  });
  return (
    <FormDialog
      form={form}
      title="Create customer"
      description="A customer you bill. Usage is matched by the subject of each event."
      submit="Create customer"
      onClose={onClose}
      fieldOf={customerField}
      onSubmit={async (body) => {
        const { data } = await create.mutateAsync({ body });
        toast.success(`Customer ${data.name} created`);
        onCreated?.(data);
      }}
    >
      <div className="grid gap-4 nav:grid-cols-2">
        <NameAndKeyFields
          example={{ name: 'Acme GmbH', key: 'acme-gmbh' }}
          separator="-"
          keyHint="Your identifier for the customer. Events with this subject belong to them."
        />
      </div>
      <Details />
    </FormDialog>
  );
}

export function EditCustomer({ customer, revision, onClose }: { customer: Customer; revision: number | undefined; onClose: () => void }) {
  const save = useApiMutation(upsertCustomer, [listCustomers, getCustomer]);
  const form = useRequestForm<CustomerValues, UpsertCustomerRequest>({
    defaultValues: customerValues(customer),
    request: (values) => upsertCustomerRequest(values, customer.labels),
    schema: UpsertCustomerRequest,
    issues: (request) => customerIssues({ ...request, key: customer.key }, []),
    fieldOf: customerField,
    formats: FORMATS,
  });
  return (
    <FormDialog
      form={form}
      title={`Edit ${customer.name}`}
      submit="Save"
      onClose={onClose}
      fieldOf={customerField}
      theirs={currentAs(Customer, customerValues)}
      labels={LABELS}
      onSubmit={async (body, over) => {
        const { data } = await save.mutateAsync({ params: { customerId: customer.id }, body, options: { revision: over ?? revision } });
        toast.success(`Customer ${data.name} saved`);
      }}
    >
      <TextField<CustomerValues> name="name" label="Name" required input={{ autoFocus: true }} />
      <Details />
    </FormDialog>
  );
}

function Details() {
  return (
    <>
      <ControlField<CustomerValues, string[]>
        name="subjects"
        label="Subjects"
        hint="Other subjects of their events, such as tenants, projects or API keys. Earlier events are included."
      >
        {(value, onChange) => <SubjectInput value={value} onChange={onChange} />}
      </ControlField>
      <div className="grid gap-4 nav:grid-cols-2">
        <TextField<CustomerValues> name="primaryEmail" label="E-mail" input={{ type: 'email', placeholder: 'billing@acme.example' }} />
        <ControlField<CustomerValues, string> name="currency" label="Currency" hint="Leave empty to use the plan's currency.">
          {(value, onChange) => <CurrencyPicker value={value || null} onValueChange={onChange} placeholder="As their plan" />}
        </ControlField>
      </div>
      <details className="group">
        <summary className="rounded-sm text-muted text-sm hover:text-text">Billing address and description</summary>
        <div className="mt-3 grid gap-4 nav:grid-cols-2">
          <TextField<CustomerValues> name="address.line1" label="Address" className="nav:col-span-2" />
          <TextField<CustomerValues> name="address.line2" label="Address, second line" className="nav:col-span-2" />
          <TextField<CustomerValues> name="address.postalCode" label="Postal code" />
          <TextField<CustomerValues> name="address.city" label="City" />
          <TextField<CustomerValues> name="address.state" label="State or region" />
          <TextField<CustomerValues> name="address.country" label="Country" input={{ placeholder: 'DE', maxLength: 2 }} />
          <TextField<CustomerValues> name="address.phoneNumber" label="Phone" />
          <LongTextField<CustomerValues> name="description" label="Description" className="nav:col-span-2" />
        </div>
      </details>
    </>
  );
}
