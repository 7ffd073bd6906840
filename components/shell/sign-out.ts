import { signOutTo } from '@/components/api/session-door';

/** Signs out and opens the sign-in page. */
export const signOutHere = (): Promise<void> => signOutTo('/sign-in');
