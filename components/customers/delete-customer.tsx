'use client';

import { useApiMutation } from '@/components/api/client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { deleteCustomer, listCustomers } from '@/lib/api/metering/customers';
import { type Customer, subjectsOf } from '@/lib/metering/customer';

export function DeleteCustomer({ customer, onClose, onDeleted }: { customer: Customer; onClose: () => void; onDeleted?: () => void }) {
  const remove = useApiMutation(deleteCustomer, [listCustomers]);
  const subjects = subjectsOf(customer);
  return (
    <ConfirmDialog
      title={`Delete ${customer.name}?`}
      verb="Delete customer"
      onClose={onClose}
      onConfirm={async () => {
        await remove.mutateAsync({ params: { customerId: customer.id } });
        toast.success(`Customer ${customer.name} deleted`);
        onDeleted?.();
      }}
    >
      <p className="text-pretty">
        Their usage is kept, unassigned: {subjects.length === 1 ? 'their subject' : `their ${subjects.length} subjects`} and their key
        become free for another customer.
      </p>
    </ConfirmDialog>
  );
}
