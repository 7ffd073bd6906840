import type { Metadata } from 'next';
import { ImportPage } from '@/components/onboarding/import-page';

export const metadata: Metadata = { title: 'Move here' };

export default function CompanyImportsPage() {
  return <ImportPage />;
}
