'use client';

import { Lightbulb } from 'lucide-react';
import type { PlanDraft } from '@/components/draft/plan-draft';
import type { Finding } from '@/lib/catalog/finding';
import type { Issue } from '@/lib/problem';

type Props = { findings: readonly Finding[]; plan: PlanDraft; onJump: (place: Pick<Issue, 'path'>) => void };

/** Every hint about a version, each with the rate card it is about, to be read once more before publishing. Nothing without hints. */
export function HintRows({ findings, plan, onJump }: Props) {
  if (findings.length === 0) return null;
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium text-md">{findings.length === 1 ? '1 hint' : `${findings.length} hints`} to check</h3>
      <ul aria-label="Hints" className="flex max-h-48 flex-col overflow-y-auto">
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.path.join('.')}`}>
            <button
              type="button"
              onClick={() => onJump(finding)}
              className="flex w-full items-start gap-2 rounded-sm px-2 py-1.5 text-left hover:bg-hover"
            >
              <Lightbulb aria-hidden="true" className="mt-0.5 shrink-0 text-warning" />
              <span className="text-pretty">
                <span className="font-medium">{nameOf(plan, finding)}</span> {finding.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "API requests:", or nothing for what is about the whole plan. */
function nameOf(plan: PlanDraft, { path }: Finding): string {
  const phase = path[0] === 'phases' ? plan.phases[Number(path[1])] : undefined;
  const card = path[2] === 'rateCards' ? phase?.rateCards[Number(path[3])] : undefined;
  const name = card?.name ?? phase?.name;
  return name ? `${name}:` : '';
}
