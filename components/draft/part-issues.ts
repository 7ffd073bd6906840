import type { Issue } from '@/lib/problem';
import { pathName } from './draft-issues';
import type { PlanDraft } from './plan-draft';

export interface Marks {
  critical: number;
  warning: number;
}

/** Counts the issues in each phase (its own) and each card, by their numbers; 0 is the plan itself. */
export function marksByPart(plan: PlanDraft, issues: readonly Issue[]): Map<number, Marks> {
  const marks = new Map<number, Marks>();
  for (const { path, severity } of issues) {
    const uid = partOf(plan, path).uid;
    const mark = marks.get(uid) ?? { critical: 0, warning: 0 };
    mark[severity] += 1;
    marks.set(uid, mark);
  }
  return marks;
}

export type DraftPart = { kind: 'plan' | 'phase' | 'card'; uid: number };

/** The part of the plan in whose form an issue's field stands; the number of the plan itself is 0. */
export function partOf(plan: PlanDraft, path: Issue['path']): DraftPart {
  const [first, phaseIndex, second, cardIndex] = path;
  const phase = first === 'phases' && typeof phaseIndex === 'number' ? plan.phases[phaseIndex] : undefined;
  const card = second === 'rateCards' && typeof cardIndex === 'number' ? phase?.rateCards[cardIndex] : undefined;
  if (card) return { kind: 'card', uid: card.uid };
  if (phase) return { kind: 'phase', uid: phase.uid };
  return { kind: 'plan', uid: 0 };
}

/** The issues below a path, by the rest of it: `price.amount`. The first of each place. */
export function issuesBelow(issues: readonly Issue[], base: Issue['path']): (rest: string) => Issue | undefined {
  const prefix = pathName(base);
  const found = new Map<string, Issue>();
  for (const issue of issues) {
    const name = pathName(issue.path);
    if (prefix !== '' && name !== prefix && !name.startsWith(`${prefix}.`)) continue;
    const rest = prefix === '' ? name : name.slice(prefix.length + 1);
    if (!found.has(rest)) found.set(rest, issue);
  }
  return (rest) => found.get(rest);
}
