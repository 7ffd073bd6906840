'use client';

import { useState } from 'react';
import { useApiMutation } from '@/components/api/client';
import { FormDialog } from '@/components/api/form-dialog';
import { TextField } from '@/components/api/form-field';
import { useRequestForm } from '@/components/api/request-form';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';
import { Section } from '@/components/ui/section';
import { Day } from '@/components/ui/time';
import { toast } from '@/components/ui/toast';
import {
  type Account,
  BeginTwoFactorRequest,
  beginTwoFactor,
  ConfirmTwoFactorRequest,
  confirmTwoFactor,
  getAccount,
  RemoveTwoFactorRequest,
  removeTwoFactor,
  type TwoFactorSecret,
} from '@/lib/api/workspace/account';

type Step = { at: 'password' } | { at: 'scan'; secret: TwoFactorSecret } | { at: 'codes'; codes: readonly string[] } | { at: 'removal' };

/** The second factor of the person who looks: turned on with an app, off with password and code. `onDone` runs once it is on. */
export function TwoFactor({ account, onDone }: { account: Account; onDone?: () => void }) {
  const [step, setStep] = useState<Step | null>(null);
  const close = () => setStep(null);
  return (
    <Section title="Second factor" description="A code from an authenticator app, asked for after your password.">
      <div className="flex flex-wrap items-center gap-3">
        {account.twoFactorSince ? (
          <>
            <Badge tone="positive">On</Badge>
            <span className="text-muted">
              Since <Day at={account.twoFactorSince} />. {account.recoveryCodesLeft} recovery codes left.
            </span>
            <Button onClick={() => setStep({ at: 'removal' })}>Turn off</Button>
          </>
        ) : (
          <Button onClick={() => setStep({ at: 'password' })}>Turn on</Button>
        )}
      </div>
      {step?.at === 'password' && <AskPassword onClose={close} onBegun={(secret) => setStep({ at: 'scan', secret })} />}
      {step?.at === 'scan' && <Scan secret={step.secret} onClose={close} onOn={(codes) => setStep({ at: 'codes', codes })} />}
      {step?.at === 'codes' && (
        <Codes
          codes={step.codes}
          onClose={() => {
            close();
            onDone?.();
          }}
        />
      )}
      {step?.at === 'removal' && <Removal onClose={close} />}
    </Section>
  );
}

function AskPassword({ onClose, onBegun }: { onClose: () => void; onBegun: (secret: TwoFactorSecret) => void }) {
  const begin = useApiMutation(beginTwoFactor, []);
  const form = useRequestForm<{ password: string }, { password: string }>({
    defaultValues: { password: '' },
    request: (values) => values,
    schema: BeginTwoFactorRequest,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title="Turn on the second factor"
      submit="Continue"
      onClose={onClose}
      onSubmit={(body) => begin.mutateAsync({ body }).then(({ data }) => onBegun(data))}
      onSaved={() => {}}
    >
      <TextField<{ password: string }>
        name="password"
        label="Password"
        required
        input={{ type: 'password', autoComplete: 'current-password', autoFocus: true }}
      />
    </FormDialog>
  );
}

type ScanProps = { secret: TwoFactorSecret; onClose: () => void; onOn: (codes: readonly string[]) => void };

function Scan({ secret, onClose, onOn }: ScanProps) {
  const confirm = useApiMutation(confirmTwoFactor, [getAccount]);
  const form = useRequestForm<{ code: string }, { code: string }>({
    defaultValues: { code: '' },
    request: ({ code }) => ({ code: code.trim() }),
    schema: ConfirmTwoFactorRequest,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title="Scan this with your app"
      description="Or type the secret into it. Then give the code it shows."
      submit="Turn on"
      onClose={onClose}
      onSubmit={(body) => confirm.mutateAsync({ body }).then(({ data }) => onOn(data.recoveryCodes))}
      onSaved={() => {}}
    >
      {/* biome-ignore lint/performance/noImgElement: drawn by our own server, nothing to optimise */}
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(secret.svg)}`}
        alt="QR code of the secret"
        width={200}
        height={200}
        className="self-center rounded-md bg-white"
      />
      <CodeBlock label="Secret" code={secret.secret} />
      <TextField<{ code: string }>
        name="code"
        label="Code"
        required
        input={{ autoComplete: 'one-time-code', inputMode: 'numeric', autoFocus: true }}
      />
    </FormDialog>
  );
}

function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Dialog
      open
      busy
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title="Keep these recovery codes"
      description="If you lose the app, use each code once instead. They are never shown again."
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept them
        </Button>
      }
    >
      <CodeBlock label="Recovery codes" code={codes.join('\n')} />
    </Dialog>
  );
}

type RemovalValues = { password: string; code: string };

function Removal({ onClose }: { onClose: () => void }) {
  const remove = useApiMutation(removeTwoFactor, [getAccount]);
  const form = useRequestForm<RemovalValues, RemovalValues>({
    defaultValues: { password: '', code: '' },
    request: ({ password, code }) => ({ password, code: code.trim() }),
    schema: RemoveTwoFactorRequest,
  });
  return (
    <FormDialog
      form={form}
      size="sm"
      title="Turn off the second factor"
      submit="Turn off"
      onClose={onClose}
      onSubmit={async (body) => {
        await remove.mutateAsync({ body });
        toast.success('The second factor is off');
      }}
    >
      <TextField<RemovalValues>
        name="password"
        label="Password"
        required
        input={{ type: 'password', autoComplete: 'current-password', autoFocus: true }}
      />
      <TextField<RemovalValues>
        name="code"
        label="Code"
        required
        hint="Of the app, or a recovery code."
        input={{ autoComplete: 'one-time-code' }}
      />
    </FormDialog>
  );
}
