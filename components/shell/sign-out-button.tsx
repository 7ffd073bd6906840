'use client';

import { Button } from '@/components/ui/button';
import { signOutHere } from './sign-out';

export function SignOutButton() {
  return <Button onClick={() => void signOutHere()}>Sign out</Button>;
}
