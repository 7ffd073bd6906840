'use client';

import { Lightbulb } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { Finding } from '@/lib/catalog/finding';
import type { RateCard } from '@/lib/catalog/rate-card';

type Props = { findings: readonly Finding[]; onFix: (card: RateCard, label: string) => void };

/** Shows likely mistakes in a card, each with a way to mend it. Nothing here stops saving or publishing. */
export function Hints({ findings, onFix }: Props) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label="Hints" className="flex flex-col gap-2">
      {findings.map((finding) => (
        <li
          key={`${finding.code} ${finding.path.join('.')}`}
          className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md bg-surface px-3 py-2.5"
        >
          <Lightbulb aria-hidden="true" className="mt-0.5 text-warning" />
          <p className="min-w-48 flex-1 text-pretty">{finding.message}</p>
          {finding.fix && (
            <Button size="sm" onClick={() => finding.fix && onFix(finding.fix.rateCard, finding.fix.label)}>
              {finding.fix.label}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
