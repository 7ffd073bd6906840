import type { Metadata } from 'next';
import { ForgotPassword } from '@/components/auth/password-reset';
import { mailIsSet } from '@/lib/server/identity/mail';

export const metadata: Metadata = { title: 'Forgot password' };
export const dynamic = 'force-dynamic'; // a build does not know whether mail is set

export default function Page() {
  return <ForgotPassword mails={mailIsSet()} />;
}
