'use client';

import { useEffect, useState } from 'react';
import { call, ProblemFailure } from '@/components/api/client';
import { signIn, signOutTo } from '@/components/api/session-door';
import { openWorkspace } from '@/components/shell/open-workspace';
import { Button, ButtonLink } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import {
  acceptInvitation,
  CompleteInvitationRequest,
  completeInvitation,
  type OpenedInvitation,
  openInvitation,
} from '@/lib/api/workspace/invitations';
import { DoorAlert, DoorForm, NEW_PASSWORD } from './door-form';
import { useLinkToken } from './link-token';

const KEPT = 'ratebook-invitation';
const PAGE = '/invitation';

const words = (e: unknown) =>
  e instanceof ProblemFailure ? e.detail : 'The server did not answer. Check your connection and open the link again.';

/** Page of an invitation: the inviter, the workspace, and how to accept as the person it is for. */
export function InvitationPage({ signedInAs }: { signedInAs: string | null }) {
  const token = useLinkToken(KEPT, true);
  const [opened, setOpened] = useState<OpenedInvitation | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (token)
      call(openInvitation, { body: { token } }).then(
        ({ data }) => setOpened(data),
        (e: unknown) => setFailure(words(e)),
      );
  }, [token]);

  if (token === null || failure !== null)
    return (
      <div className="flex flex-col gap-4">
        <h1 className="font-semibold text-xl">Invitation</h1>
        <DoorAlert>{failure ?? 'The link is incomplete. Open the full link from your invitation.'}</DoorAlert>
        <ButtonLink href="/">Go to Ratebook</ButtonLink>
      </div>
    );
  if (!token || !opened) return <Skeleton className="h-60" />;
  if (signedInAs === null) return <Newcomer token={token} invitation={opened} />;
  return signedInAs === opened.email ? (
    <Accept token={token} invitation={opened} onFailure={setFailure} />
  ) : (
    <SomebodyElse invitation={opened} signedInAs={signedInAs} />
  );
}

const intro = ({ createdBy, workspace, role }: OpenedInvitation) => `${createdBy} invites you to ${workspace} as ${role}.`;

function done(workspaceKey: string) {
  sessionStorage.removeItem(KEPT);
  openWorkspace(workspaceKey);
}

function Newcomer({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  return (
    <DoorForm
      title="Invitation"
      intro={`${intro(invitation)} Your address is ${invitation.email}.`}
      fields={[{ name: 'name', label: 'Your name', type: 'text', complete: 'name' }, NEW_PASSWORD]}
      submit="Create account and join"
      schema={CompleteInvitationRequest}
      also={{ token }}
      onSend={async (body) => {
        const { data } = await call(completeInvitation, { body });
        await signIn({ email: invitation.email, password: body.password });
        done(data.workspaceKey);
      }}
    >
      <ButtonLink href={`/sign-in?callbackUrl=${PAGE}`}>I have an account</ButtonLink>
    </DoorForm>
  );
}

type AcceptProps = { token: string; invitation: OpenedInvitation; onFailure: (words: string) => void };

function Accept({ token, invitation, onFailure }: AcceptProps) {
  const [busy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    await call(acceptInvitation, { body: { token } }).then(
      ({ data }) => done(data.workspaceKey),
      (e: unknown) => {
        setBusy(false);
        onFailure(words(e));
      },
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-xl">Invitation</h1>
      <p className="text-pretty text-muted">
        {intro(invitation)} You are signed in as {invitation.email}.
      </p>
      <Button variant="primary" loading={busy} onClick={accept} autoFocus>
        Join {invitation.workspace}
      </Button>
    </div>
  );
}

function SomebodyElse({ invitation, signedInAs }: { invitation: OpenedInvitation; signedInAs: string }) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-xl">Invitation</h1>
      <p className="text-pretty text-muted">
        {intro(invitation)} It is for {invitation.email}, and you are signed in as {signedInAs}.
      </p>
      <Button onClick={() => void signOutTo(PAGE)}>Sign out</Button>
    </div>
  );
}
