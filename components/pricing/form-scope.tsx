'use client';

import { createContext, type ReactNode, use } from 'react';
import { Field, type FieldProps } from '@/components/ui/field';
import type { Issue } from '@/lib/problem';

type IssueAt = (path: string) => Issue | undefined;

const Scope = createContext<IssueAt>(() => undefined);

/** Says which issue stands at a path below what a form edits: `price.tiers.1.upToAmount`. */
export function FormScope({ issueAt, children }: { issueAt: IssueAt; children: ReactNode }) {
  return <Scope value={issueAt}>{children}</Scope>;
}

/** The first issue at any of some paths, for those who ask about many. */
export function useIssues(): (...paths: string[]) => Issue | undefined {
  const issueAt = use(Scope);
  return (...paths) => {
    for (const path of paths) {
      const issue = issueAt(path);
      if (issue) return issue;
    }
    return undefined;
  };
}

/** The first issue at any of the paths. */
export function useIssue(...paths: string[]): Issue | undefined {
  return useIssues()(...paths);
}

/** A field that knows where it stands: its issue is shown beside it, and the list of issues can jump to it. */
export function PathField({ path, also = [], ...field }: FieldProps & { path: string; also?: readonly string[] }) {
  const issue = useIssue(path, ...also);
  return (
    <div data-field={path} className="min-w-0">
      <Field
        error={issue?.severity === 'critical' ? issue.message : undefined}
        warning={issue?.severity === 'warning' ? issue.message : undefined}
        {...field}
      />
    </div>
  );
}
