'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { ProblemFailure, refresh } from '@/components/api/client';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import type { Operation } from '@/lib/api/operation';

/** Makes the next version as a copy, reads anew what shows it, and opens it in the editor. */
export function useMakeNext<T>(make: (of: T) => Promise<Route>, refreshes: readonly Operation[]) {
  const router = useRouter();
  const client = useQueryClient();
  return async (of: T) => {
    try {
      const editor = await make(of);
      await refresh(client, refreshes);
      router.push(editor);
    } catch (error) {
      toast.error('The next version could not be made', {
        detail: error instanceof ProblemFailure ? error.detail : 'The server did not answer. Try again.',
      });
    }
  };
}

export type VersionAct = 'archive' | 'delete' | 'unschedule';

type Props = {
  act: VersionAct;
  /** "Pro, version 3". */
  name: string;
  calls: Record<VersionAct, () => Promise<unknown>>;
  /** It is known which revision the person decides about. */
  ready: boolean;
  /** Effects of archiving and deleting on subscribers. */
  words: Record<'archive' | 'delete', string>;
  /** Reads of the version by itself and in lists. */
  reads: { one: Operation; all: readonly Operation[] };
  onClose: () => void;
  onDeleted: (() => void) | undefined;
};

/** Asks before an act on a version that has no undo, says what it means, and does it. */
export function VersionActDialog({ act, name, calls, ready, words, reads, onClose, onDeleted }: Props) {
  const client = useQueryClient();
  const done = async (said: string) => {
    await refresh(client, [reads.one, ...reads.all]);
    toast.success(said);
  };
  /** Shows another user's change before acting: the page behind, and this question, read it anew. */
  const run = async () => {
    try {
      await calls[act]();
    } catch (error) {
      if (error instanceof ProblemFailure && error.status === 412) await refresh(client, [reads.one, ...reads.all]);
      throw error;
    }
  };
  if (act === 'archive')
    return (
      <ConfirmDialog
        title={`Archive ${name}?`}
        verb="Archive version"
        pending={!ready}
        onClose={onClose}
        onConfirm={async () => {
          await run();
          await done(`${name} is archived`);
        }}
      >
        <p className="text-pretty">{words.archive}</p>
      </ConfirmDialog>
    );
  if (act === 'unschedule')
    return (
      <ConfirmDialog
        title={`Take ${name} back to draft?`}
        verb="Take back to draft"
        critical={false}
        pending={!ready}
        onClose={onClose}
        onConfirm={async () => {
          await run();
          await done(`${name} is a draft again`);
        }}
      >
        <p className="text-pretty">It will not take effect on its date. The current version stays on sale, and the content is kept.</p>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      verb="Delete version"
      pending={!ready}
      onClose={onClose}
      onConfirm={async () => {
        await run();
        onDeleted?.();
        await refresh(client, reads.all); // not the deleted one: reading it again would fail
        toast.success(`${name} is deleted`);
      }}
    >
      <p className="text-pretty">{words.delete}</p>
    </ConfirmDialog>
  );
}
