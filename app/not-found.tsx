import { SearchX } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export const metadata = { title: 'Not found' };

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState icon={<SearchX />} title="Page not found" action={<ButtonLink href="/">Go to the start</ButtonLink>}>
        The address is wrong, or the page was removed.
      </EmptyState>
    </main>
  );
}
