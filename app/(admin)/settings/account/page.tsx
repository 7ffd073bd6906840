import type { Metadata } from 'next';
import { AccountSettings } from '@/components/settings/account';

export const metadata: Metadata = { title: 'Your account' };

export default function AccountPage() {
  return <AccountSettings />;
}
