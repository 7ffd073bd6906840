import 'server-only';
import type { z } from 'zod';
import { type InvalidParameter, type Issue, ProblemError, problem, wirePath } from '@/lib/problem';
import { wireName } from '@/lib/wire';
import { log } from '../log';

type Source = 'body' | 'query' | 'path';

const fieldOf = (path: readonly PropertyKey[], source: Source) => {
  const text = wirePath(path.map((p) => (typeof p === 'symbol' ? String(p) : p)));
  return source === 'body' ? text : text.replace(/^\$\.?/, '');
};

const TYPE_RULES: Record<string, string> = {
  string: 'is_string',
  number: 'is_number',
  int: 'is_integer',
  boolean: 'is_boolean',
  array: 'is_array',
  object: 'is_object',
  record: 'is_object',
  null: 'is_null',
};

/** What a schema found wrong, in the contract's words: field, rule and a sentence, one entry for each fault. */
export function invalidParameters(issues: readonly z.core.$ZodIssue[], source: Source, input: unknown): InvalidParameter[] {
  return issues.flatMap((issue): InvalidParameter[] => {
    const field = fieldOf(issue.path, source);
    const base = { field, source, reason: issue.message };
    switch (issue.code) {
      case 'invalid_type': {
        const missing = at(input, issue.path) === undefined;
        return [
          {
            ...base,
            rule: missing ? 'required' : (TYPE_RULES[issue.expected] ?? 'type'),
            reason: missing ? 'This field is required.' : issue.message,
          },
        ];
      }
      case 'unrecognized_keys':
        return issue.keys.map(wireName).map((key) => ({
          field: [fieldOf(issue.path, source), key].filter(Boolean).join('.'),
          source,
          rule: 'unknown_property',
          reason: `There is no field "${key}" here.`,
        }));
      case 'too_small':
        return [{ ...base, rule: rule('min', issue.origin), minimum: Number(issue.minimum) }];
      case 'too_big':
        return [{ ...base, rule: rule('max', issue.origin), maximum: Number(issue.maximum) }];
      case 'invalid_format':
        return [{ ...base, rule: issue.format === 'datetime' ? 'is_date_time' : 'matches_regex' }];
      case 'invalid_value':
        return [{ ...base, rule: 'enum', choices: issue.values, reason: `Must be one of: ${issue.values.map(String).join(', ')}.` }];
      case 'invalid_union':
        return union(issue, source, input);
      case 'invalid_key':
      case 'invalid_element':
        return invalidParameters(
          issue.issues.map((i) => ({ ...i, path: [...issue.path, ...i.path] })),
          source,
          input,
        );
      default:
        return [{ ...base, rule: 'invalid' }];
    }
  });
}

const rule = (bound: 'min' | 'max', origin: string) =>
  origin === 'string' ? `${bound}_length` : origin === 'array' || origin === 'set' ? `${bound}_items` : bound;

const at = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    input,
  );

/** Of the options of a union, the one that the input came closest to says what is wrong. */
function union(issue: z.core.$ZodIssueInvalidUnion, source: Source, input: unknown): InvalidParameter[] {
  const depth = (option: z.core.$ZodIssue[]) =>
    Math.max(0, ...option.map((i) => i.path.length * 10 - (i.code === 'invalid_type' && i.path.length === 0 ? 9 : 0)));
  const closest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
  if (!closest?.length) return [{ field: fieldOf(issue.path, source), source, rule: 'invalid', reason: issue.message }];
  return invalidParameters(
    closest.map((i) => ({ ...i, path: [...issue.path, ...i.path] })),
    source,
    input,
  );
}

/** An issue of the catalog's rules, as the wire shows it. */
export const wireIssue = (issue: Issue) => ({
  field: wirePath(issue.path),
  code: issue.code,
  message: issue.message,
  severity: issue.severity,
  ...(issue.attributes && { attributes: issue.attributes }),
});

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
  const parameters = p.invalidParameters ?? p.issues?.map(asParameter);
  const body = {
    status: p.status,
    title: p.title,
    type: `urn:ratebook:problem:${p.code}`,
    instance: `urn:ratebook:request:${requestId}`,
    detail: p.detail,
    code: p.code,
    ...(p.status === 400 && { invalid_parameters: parameters ?? [{ field: '$', rule: 'invalid', reason: p.detail }] }),
    ...(p.issues && { issues: p.issues.map(wireIssue) }),
    ...p.extensions,
  };
  const headers = new Headers({ 'content-type': 'application/problem+json', 'x-request-id': requestId, 'cache-control': 'no-store' });
  if (p.status === 401) headers.set('www-authenticate', 'Bearer');
  if (p.retryAfterSeconds !== undefined) headers.set('retry-after', String(p.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status: p.status, headers });
}

/** Faults the database finds last: a race that a check before could not see, and content it refuses to change. */
function fromDatabase(error: unknown): ProblemError | undefined {
  const code = sqlState(error);
  switch (code) {
    case '23505':
      return problem('conflict', 'Another resource with the same key exists, or was created at the same moment.', { cause: error });
    case '23514':
    case '23P01':
      return problem('conflict', 'Another version takes effect in the same period; it was published at the same moment.', { cause: error });
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
    case '53300':
    case '57P01':
    case '57P03':
    case '08006':
    case '08001':
    case 'ECONNREFUSED':
      return problem('unavailable', 'The database cannot be reached at the moment. Try again shortly.', {
        cause: error,
        retryAfterSeconds: 2,
      });
    default:
      return undefined;
  }
}

/** The SQLSTATE behind an error of the driver or of Prisma, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const e = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; code?: string } } };
    cause?: unknown;
  };
  const adapter = e.meta?.driverAdapterError?.cause;
  if (adapter) return adapter.originalCode ?? adapter.code;
  if (e.code === 'P2002') return '23505';
  if (e.code === 'P2034') return '40001';
  if (e.code === 'P2024' || e.code === 'P2028') return '53300'; // no connection became free, or the work took too long
  if (e.code === 'P2025') return e.code; // a row that was to be changed is not as it was when it was read
  if (e.code && /^[0-9A-Z]{5}$|^E[A-Z]+$/.test(e.code) && !/^P\d/.test(e.code)) return e.code;
  return sqlState(
    (e.cause as { originalCode?: string } | undefined)?.originalCode
      ? { code: (e.cause as { originalCode: string }).originalCode }
      : e.cause,
  );
}
