import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SetUpForm } from '@/components/auth/set-up-form';
import { isSetUp } from '@/lib/server/identity/set-up';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetUpPage() {
  if (await isSetUp()) redirect('/sign-in');
  return <SetUpForm />;
}
