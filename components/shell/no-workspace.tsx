import { SignOutButton } from './sign-out-button';

/** For someone who is signed in but belongs to no workspace (any more). */
export function NoWorkspace({ email }: { email: string }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-surface px-4">
      <div className="flex max-w-90 flex-col items-start gap-3">
        <h1 className="font-semibold text-xl">No workspace yet</h1>
        <p className="text-muted">
          You are signed in as {email}, but you are not a member of a workspace. Ask an owner to invite this address under Settings,
          Members.
        </p>
        <SignOutButton />
      </div>
    </main>
  );
}
