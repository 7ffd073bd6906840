/** Signs out and opens a page that needs nobody. */
export async function signOutTo(page: string): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: page });
}

/** Signs out and opens the sign-in page. */
export const signOutHere = (): Promise<void> => signOutTo('/sign-in');
