import clsx from 'clsx';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'positive' | 'warning' | 'critical';

const TONES: Record<Tone, string> = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-accent-text',
  positive: 'bg-positive-soft text-positive',
  warning: 'bg-warning-soft text-warning',
  critical: 'bg-critical-soft text-critical',
};

/** A state or a kind in one or two words. */
export function Badge({ tone = 'neutral', dot = false, children }: { tone?: Tone; dot?: boolean; children: ReactNode }) {
  return (
    <span className={clsx('inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs', TONES[tone])}>
      {dot && <span aria-hidden="true" className="size-1.5 rounded-full bg-current" />}
      {children}
    </span>
  );
}

export type VersionStatus = 'draft' | 'scheduled' | 'active' | 'archived';

const STATUSES: Record<VersionStatus, { tone: Tone; word: string }> = {
  draft: { tone: 'neutral', word: 'Draft' },
  scheduled: { tone: 'accent', word: 'Scheduled' },
  active: { tone: 'positive', word: 'Active' },
  archived: { tone: 'neutral', word: 'Archived' },
};

/** The status of a version. The shape of the dot differs too, so that colour is not the only sign. */
export function StatusBadge({ status, children }: { status: VersionStatus; children?: ReactNode }) {
  const { tone, word } = STATUSES[status];
  return (
    <Badge tone={tone}>
      <span
        aria-hidden="true"
        className={clsx(
          'size-1.5 rounded-full border border-current',
          status === 'active' && 'bg-current',
          status === 'scheduled' && 'bg-linear-to-r from-50% from-current to-50% to-transparent',
          status === 'archived' && 'opacity-60',
          status === 'draft' && 'border-dashed',
        )}
      />
      {children ?? word}
    </Badge>
  );
}
