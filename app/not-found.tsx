import { SearchX } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export const metadata = { title: 'Not found' };

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <h1 className="sr-only">Not found</h1>
      <EmptyState icon={<SearchX />} title="There is no such page" action={<ButtonLink href="/">Go to the start</ButtonLink>}>
        The address is mistyped, or what was here has been removed.
      </EmptyState>
    </main>
  );
}
