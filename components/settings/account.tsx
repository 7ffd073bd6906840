'use client';

import { FormProvider } from 'react-hook-form';
import { useApi, useApiMutation } from '@/components/api/client';
import { TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { useSaving } from '@/components/api/use-saving';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { ChangePasswordRequest, changePassword, getAccount, listSessions } from '@/lib/api/workspace/account';
import { OwnSessions } from './own-sessions';
import { TwoFactor } from './two-factor';

/** Page of the account: password, second factor, and where they are signed in. */
export function AccountSettings() {
  const account = useApi(getAccount, {});
  return (
    <Page width="narrow">
      <PageHeader title="Your account" description={account.data && `${account.data.name}, ${account.data.email}`} />
      {account.error ? (
        <ErrorState error={account.error} onRetry={() => void account.refetch()} />
      ) : account.data ? (
        <>
          {account.data.hasPassword ? (
            <>
              <PasswordForm />
              <TwoFactor account={account.data} />
            </>
          ) : (
            <p className="text-pretty text-muted">You sign in with single sign-on. Your password and second factor are managed there.</p>
          )}
          <OwnSessions />
        </>
      ) : (
        <Skeleton className="h-60" />
      )}
    </Page>
  );
}

type Values = { current: string; password: string };

function PasswordForm() {
  const change = useApiMutation(changePassword, [listSessions]);
  const form = useRequestForm<Values, ChangePasswordRequest>({
    defaultValues: { current: '', password: '' },
    request: (values) => values,
    schema: ChangePasswordRequest,
  });
  const { save, failed } = useSaving<Values, ChangePasswordRequest>({
    form,
    onSubmit: (body) => change.mutateAsync({ body }),
    onSaved: () => {
      form.reset();
      toast.success('Password changed', { detail: 'Every other session of yours has ended.' });
    },
    onDropped: () => {},
  });
  return (
    <Section title="Password" description="Changing it signs you out everywhere else.">
      <FormProvider {...form}>
        <form onSubmit={save()} noValidate className="flex max-w-104 flex-col gap-4">
          {failed !== null && <ErrorState compact error={failed} />}
          <TextField<Values>
            name="current"
            label="Present password"
            required
            input={{ type: 'password', autoComplete: 'current-password' }}
          />
          <TextField<Values>
            name="password"
            label="New password"
            required
            hint="At least 12 characters. A short sentence is easy to remember."
            input={{ type: 'password', autoComplete: 'new-password' }}
          />
          <div>
            <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
              Change password
            </Button>
          </div>
        </form>
      </FormProvider>
    </Section>
  );
}
