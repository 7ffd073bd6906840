'use client';

import clsx from 'clsx';
import { CircleAlert, CircleCheck, Lightbulb, TriangleAlert } from 'lucide-react';
import { Popover } from '@/components/ui/popover';
import { describeIssue } from '@/lib/catalog/checks/issues';
import type { Finding } from '@/lib/catalog/finding';
import type { Issue } from '@/lib/problem';
import { pathName } from './draft-issues';
import type { PlanDraft } from './plan-draft';

type Props = {
  issues: readonly Issue[];
  findings: readonly Finding[];
  plan: PlanDraft;
  onJump: (place: Pick<Issue, 'path'>) => void;
};

/** Shows the number of issues; opens the list of them, each of which leads to its field. */
export function IssueButton({ issues, findings, plan, onJump }: Props) {
  const criticals = issues.filter(({ severity }) => severity === 'critical').length;
  if (issues.length === 0 && findings.length === 0)
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
            criticals > 0 ? 'text-critical' : issues.length > 0 ? 'text-warning' : 'text-muted',
          )}
        >
          {criticals > 0 ? (
            <CircleAlert aria-hidden="true" />
          ) : issues.length > 0 ? (
            <TriangleAlert aria-hidden="true" />
          ) : (
            <Lightbulb aria-hidden="true" />
          )}
          {issues.length > 0 ? counted(issues.length, 'issue') : counted(findings.length, 'hint')}
        </button>
      }
    >
      {(close) => (
        <IssueRows
          issues={issues}
          findings={findings}
          plan={plan}
          onJump={(place) => {
            close();
            onJump(place);
          }}
        />
      )}
    </Popover>
  );
}

const counted = (count: number, noun: string) => `${count} ${count === 1 ? noun : `${noun}s`}`;

const GROUPS = [
  { kind: 'critical', title: 'To repair before it can be saved', icon: <CircleAlert className="text-critical" /> },
  { kind: 'warning', title: 'To repair before it can be published', icon: <TriangleAlert className="text-warning" /> },
  { kind: 'hint', title: 'Worth a look', icon: <Lightbulb className="text-muted" /> },
] as const;

type RowsProps = Omit<Props, 'findings'> & { findings?: readonly Finding[] };

/** Issues as rows, what cannot be saved before what cannot be published, and then hints. Each leads to its field. */
export function IssueRows({ issues, findings = [], plan, onJump }: RowsProps) {
  const rows = [
    ...issues.map((issue) => ({ ...issue, kind: issue.severity })),
    ...findings.map((finding) => ({ ...finding, severity: 'warning' as const, kind: 'hint' as const })),
  ];
  return (
    <div className="flex flex-col p-1">
      {GROUPS.map(({ kind, title, icon }) => {
        const list = rows.filter((row) => row.kind === kind);
        if (list.length === 0) return null;
        return (
          <section key={kind}>
            <h3 className="px-2 pt-2 pb-1 text-muted text-xs">{title}</h3>
            <ul>
              {list.map((row) => (
                <li key={`${row.code} ${pathName(row.path)} ${row.message}`}>
                  <button
                    type="button"
                    onClick={() => onJump(row)}
                    className="flex w-full items-start gap-2 rounded-sm px-2 py-1.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
                  >
                    <span className="mt-0.5">{icon}</span>
                    <span className="min-w-0 text-pretty">{describeIssue(row, plan)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
