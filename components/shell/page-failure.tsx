'use client';

import { ErrorState } from '@/components/ui/error-state';

/** In place of a page that could not be drawn. The digest finds the cause in the server's log. */
export function PageFailure({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  const problem = {
    status: 500,
    title: 'This page could not be shown',
    detail: 'Your saved changes are kept. Try again; if it happens again, contact your administrator.',
    instance: digest,
  };
  return <ErrorState error={problem} onRetry={onRetry} />;
}
