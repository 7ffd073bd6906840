'use client';

import clsx from 'clsx';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { Popover } from '@/components/ui/popover';
import { describeIssue } from '@/lib/catalog/issues';
import type { Issue } from '@/lib/problem';
import { pathName } from './draft-issues';
import type { PlanDraft } from './plan-draft';

type Props = {
  issues: readonly Issue[];
  plan: PlanDraft;
  onJump: (issue: Issue) => void;
};

/** How many issues there are; opens the list of them, each of which leads to its field. */
export function IssueButton({ issues, plan, onJump }: Props) {
  const criticals = issues.filter(({ severity }) => severity === 'critical').length;
  if (issues.length === 0)
    return (
      <span className="flex items-center gap-1.5 text-muted text-sm">
        <CircleCheck aria-hidden="true" className="text-positive" />
        <span className="@max-[860px]:sr-only">No issues</span>
      </span>
    );
  return (
    <Popover
      label="Issues"
      align="end"
      className="w-96"
      trigger={
        <button
          type="button"
          className={clsx(
            'num inline-flex h-8 items-center gap-1.5 rounded-md px-2 font-medium transition-colors hover:bg-hover',
            criticals > 0 ? 'text-critical' : 'text-warning',
          )}
        >
          {criticals > 0 ? <CircleAlert aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
          {issues.length} {issues.length === 1 ? 'issue' : 'issues'}
        </button>
      }
    >
      {(close) => (
        <IssueRows
          issues={issues}
          plan={plan}
          onJump={(issue) => {
            close();
            onJump(issue);
          }}
        />
      )}
    </Popover>
  );
}

/** Issues as rows, what cannot be saved before what cannot be published. */
export function IssueRows({ issues, plan, onJump }: { issues: readonly Issue[]; plan: PlanDraft; onJump?: (issue: Issue) => void }) {
  const groups = [
    { title: 'To repair before it can be saved', icon: <CircleAlert className="text-critical" />, severity: 'critical' },
    { title: 'To repair before it can be published', icon: <TriangleAlert className="text-warning" />, severity: 'warning' },
  ] as const;
  return (
    <div className="flex flex-col p-1">
      {groups.map(({ title, icon, severity }) => {
        const list = issues.filter((issue) => issue.severity === severity);
        if (list.length === 0) return null;
        return (
          <section key={severity}>
            <h3 className="px-2 pt-2 pb-1 text-muted text-xs">{title}</h3>
            <ul>
              {list.map((issue) => (
                <li key={`${issue.code} ${pathName(issue.path)} ${issue.message}`}>
                  {onJump ? (
                    <button
                      type="button"
                      onClick={() => onJump(issue)}
                      className="flex w-full items-start gap-2 rounded-sm px-2 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
                    >
                      <span className="mt-0.5">{icon}</span>
                      <span className="min-w-0 text-pretty">{describeIssue(issue, plan)}</span>
                    </button>
                  ) : (
                    <p className="flex items-start gap-2 px-2 py-1">
                      <span className="mt-0.5">{icon}</span>
                      <span className="min-w-0 text-pretty">{describeIssue(issue, plan)}</span>
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
