import { SearchX } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** A thing that is not in this workspace. */
export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState icon={<SearchX />} title="Not in this workspace" action={<ButtonLink href="/">Go to the start</ButtonLink>}>
        It was removed, belongs to another workspace, or the address is wrong.
      </EmptyState>
    </>
  );
}
