import 'server-only';
import { validationError, wireIssue } from '@/lib/invalid-parameters';
import { dottedPath, type InvalidParameter, type Issue, ProblemError, problem, wirePath } from '@/lib/problem';
import { constraintRefusal } from '@/lib/server/core/constraints';
import { log } from '@/lib/server/core/log';
import { awayReason, sqlState } from '@/lib/server/core/sql-state';
import { FAULTS_MAX } from '@/lib/work-limits';
import { answerHeaders } from './answer-headers';

const DETAIL_MAX = 2_000;
const REASON_MAX = 1_000;
const FIELD_MAX = 300;

const shortened = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text);

/** As many faults as one answer names, each no longer than a person reads. */
const modest = (parameters: readonly InvalidParameter[]): InvalidParameter[] =>
  parameters.slice(0, FAULTS_MAX).map((parameter) => ({
    ...parameter,
    field: shortened(parameter.field, FIELD_MAX),
    reason: shortened(parameter.reason, REASON_MAX),
  }));

const asParameter = (issue: Issue): InvalidParameter => ({
  field: wirePath(issue.path),
  rule: 'invalid',
  reason: issue.message,
  source: 'body',
});

/** The one place where an error becomes an answer. What is not ours to explain is logged whole and shown as "unexpected". */
export function problemResponse(error: unknown, requestId: string): Response {
  const known = error instanceof ProblemError ? error : fromDatabase(error);
  if (!known) log().error({ err: error, requestId }, 'unexpected error');
  else if (known.status === 503) log().warn({ err: known.cause, requestId }, 'refused for want of the database');
  const p = known ?? problem('unexpected', `Something went wrong on our side. It is in the log under request ${requestId}.`);
  const parameters = p.invalidParameters ?? (p.issues?.length ? p.issues.map(asParameter) : undefined);
  const body = {
    status: p.status,
    title: p.title,
    type: `urn:ratebook:problem:${p.code}`,
    instance: `urn:ratebook:request:${requestId}`,
    detail: shortened(p.detail, DETAIL_MAX),
    code: p.code,
    ...(p.status === 400 && { invalid_parameters: modest(distinct(parameters ?? [{ field: '', rule: 'invalid', reason: p.detail }])) }),
    ...(p.issues && {
      issues: p.issues.slice(0, FAULTS_MAX).map(wireIssue),
      extensions: { validationErrors: p.issues.slice(0, FAULTS_MAX).map(validationError) },
    }),
    ...p.extensions,
  };
  const headers = new Headers(answerHeaders(requestId, 'application/problem+json'));
  if (p.status === 401) headers.set('www-authenticate', 'Bearer');
  if (p.retryAfterSeconds !== undefined) headers.set('retry-after', String(p.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status: p.status, headers });
}

/** Each parameter once, with its path as the contract writes it: verbs name fields as issues do. */
function distinct(parameters: readonly InvalidParameter[]): InvalidParameter[] {
  const written = parameters.map((parameter) => ({ ...parameter, field: dottedPath(parameter.field) }));
  return [...new Map(written.map((parameter) => [JSON.stringify(parameter), parameter])).values()];
}

/** Faults the database finds last: a race that a check before could not see, and content it refuses to change. */
function fromDatabase(error: unknown): ProblemError | undefined {
  const code = sqlState(error);
  if (code?.startsWith('23')) return constraintRefusal(error);
  switch (code) {
    case 'RB001':
    case 'RB002':
      return problem('conflict', 'A published version is never changed. Create the next version instead.', { cause: error });
    case '40001':
    case '40P01':
    case 'P2025':
      return problem('conflict', 'Someone changed the same thing at the same moment. Load it again and repeat.', { cause: error });
    case '22003':
    case '22008':
    case '22021':
    case '22P05':
      return problem('bad_request', 'A number, a date or a character here is beyond what can be stored.', { cause: error });
    default: {
      const away = awayReason(error);
      return away === undefined ? undefined : problem('unavailable', `${away} Try again shortly.`, { cause: error, retryAfterSeconds: 2 });
    }
  }
}
