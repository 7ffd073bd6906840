import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/auth/sign-in-form';
import { insidePath } from '@/lib/inside-path';
import { pageCaller } from '@/lib/server/api/page-caller';
import { isSetUp } from '@/lib/server/identity/set-up';
import { singleSignOn } from '@/lib/server/identity/sign-in';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string; error?: string }> }) {
  const { callbackUrl, error } = await searchParams;
  const target = insidePath(callbackUrl);
  if ((await pageCaller()).person) redirect(target);
  if (!(await isSetUp())) redirect('/set-up');
  return <SignInForm target={target} singleSignOn={singleSignOn()?.name ?? null} refused={error !== undefined} />;
}
