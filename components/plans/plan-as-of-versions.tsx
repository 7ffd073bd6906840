'use client';

import { useViewer } from '@/components/shell/viewer';
import { StatusBadge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/text-link';
import { Day } from '@/components/ui/time';
import type { Plan } from '@/lib/catalog/plan';

type Props = { versions: readonly Plan[]; current: string; at: string };

/** The versions of a plan that were there on another day, with what each of them was then. */
export function PlanVersionsThen({ versions, current, at }: Props) {
  const { timeZone } = useViewer().workspace;
  return (
    <ul aria-label="Versions at that date" className="border-border border-t">
      {versions.map(({ id, version, name, status, effectiveFrom, effectiveTo }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-border border-b py-2.5">
          <TextLink href={`/plans/${id}?as_of=${encodeURIComponent(at)}`} aria-current={id === current ? 'true' : undefined}>
            Version {version}
          </TextLink>
          <StatusBadge status={status}>{status.charAt(0).toUpperCase() + status.slice(1)}</StatusBadge>
          <span className="min-w-0 flex-1 truncate text-muted">{name}</span>
          <span className="text-muted text-sm">
            {effectiveFrom && <Day at={effectiveFrom} timeZone={timeZone} />}
            {effectiveTo && (
              <>
                {' until '}
                <Day at={effectiveTo} timeZone={timeZone} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
