'use client';

import { Button } from '@/components/ui/button';
import { Ago } from '@/components/ui/time';
import type { KeptDraft } from './kept-draft';

/** Offers what this browser kept of an earlier visit and the server never got. */
export function RestoreBar({ kept, onRestore, onDiscard }: { kept: KeptDraft; onRestore: () => void; onDiscard: () => void }) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-border border-b bg-accent-soft px-4 py-2 nav:px-6">
      <p className="min-w-0 flex-1">
        You changed this plan here <Ago at={kept.at} />, and it was not saved.
      </p>
      <div className="flex gap-2">
        <Button size="sm" variant="ghost" onClick={onDiscard}>
          Discard
        </Button>
        <Button size="sm" variant="primary" onClick={onRestore}>
          Restore my changes
        </Button>
      </div>
    </div>
  );
}
