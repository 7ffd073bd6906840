import type { Metadata } from 'next';
import { InvitationPage } from '@/components/auth/invitation';
import { pageCaller } from '@/lib/server/api/page-caller';

export const metadata: Metadata = { title: 'Invitation' };

export default async function Page() {
  return <InvitationPage signedInAs={(await pageCaller()).person?.user.email ?? null} />;
}
