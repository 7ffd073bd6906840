'use client';

import { useApi } from '@/components/api/client';
import { SignOutButton } from '@/components/shell/sign-out-button';
import { ErrorState } from '@/components/ui/error-state';
import { lazy } from '@/components/ui/lazy';
import { Skeleton } from '@/components/ui/skeleton';
import { getAccount } from '@/lib/api/workspace/account';

const TwoFactor = lazy(() => import('./two-factor').then((module) => module.TwoFactor));

/** In place of every page of a workspace that needs a second factor, for who has none: here they turn it on. */
export function SecondFactorNeeded() {
  const account = useApi(getAccount, {});
  return (
    <main className="grid min-h-dvh place-items-center bg-surface px-4">
      <div className="flex max-w-104 flex-col items-start gap-6">
        <div className="flex flex-col gap-1">
          <h1 className="font-semibold text-xl">A second factor is needed</h1>
          <p className="text-pretty text-muted">This workspace requires a second factor. Turn yours on to continue.</p>
        </div>
        {account.error ? (
          <ErrorState error={account.error} onRetry={() => void account.refetch()} />
        ) : account.data ? (
          <TwoFactor account={account.data} onDone={() => window.location.reload()} />
        ) : (
          <Skeleton className="h-20 w-full" />
        )}
        <SignOutButton />
      </div>
    </main>
  );
}
