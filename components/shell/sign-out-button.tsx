'use client';

import { Button } from '@/components/ui/button';

export function SignOutButton() {
  const leave = async () => (await import('next-auth/react')).signOut({ callbackUrl: '/sign-in' });
  return <Button onClick={leave}>Sign out</Button>;
}
