import { snake } from './wire';

/** One step into a document: a camelCase field name or an array index. */
export type PathStep = string | number;

/**
 * Something a person should know about what they wrote. Pure code returns issues; it never throws for user input.
 * `critical` means the thing cannot be saved or priced; `warning` means it can be saved, but not published.
 */
export interface Issue {
  path: PathStep[];
  code: string;
  message: string;
  severity: 'critical' | 'warning';
  attributes?: Record<string, unknown>;
}

/**
 * The rules that a request can break: the keyword of JSON Schema that failed (four of them in snake_case, as the contract has them), or
 * `invalid` for what no keyword says.
 */
export const MINIMUM_RULES = ['minimum', 'exclusiveMinimum', 'min_length', 'min_items', 'minProperties'] as const;
export const MAXIMUM_RULES = ['maximum', 'exclusiveMaximum', 'max_length', 'max_items', 'maxProperties'] as const;
export const PLAIN_RULES = ['required', 'type', 'format', 'pattern', 'additionalProperties', 'multipleOf', 'oneOf', 'invalid'] as const;
export type InvalidRule = 'enum' | (typeof PLAIN_RULES)[number] | (typeof MINIMUM_RULES)[number] | (typeof MAXIMUM_RULES)[number];

/** One invalid parameter of a request. `field` is its path on the wire with dots (`phases.0.key`), and empty for the whole of a body. */
export interface InvalidParameter {
  field: string;
  rule?: InvalidRule;
  reason: string;
  source?: string;
  minimum?: number;
  maximum?: number;
  choices?: unknown[];
}

/** The one table from error code to HTTP status and title. A code that is not here is not an error we answer with. */
export const problems = {
  bad_request: { status: 400, title: 'Bad Request' },
  malformed_json: { status: 400, title: 'Malformed JSON' },
  invalid_parameters: { status: 400, title: 'Invalid parameters' },
  validation_failed: { status: 400, title: 'Validation failed' },
  resource_deleted: { status: 400, title: 'It was deleted' },
  unpriceable_plan: { status: 400, title: 'The plan cannot be priced' },
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  second_factor_needed: { status: 403, title: 'A second factor is needed' },
  action_not_allowed: { status: 403, title: 'This cannot be done with it now' },
  not_a_member: { status: 403, title: 'Not a member of the workspace' },
  not_found: { status: 404, title: 'Not Found' },
  method_not_allowed: { status: 405, title: 'Method Not Allowed' },
  conflict: { status: 409, title: 'Conflict' },
  gone: { status: 410, title: 'Gone' },
  stale_revision: { status: 412, title: 'Precondition Failed' },
  body_too_large: { status: 413, title: 'Content Too Large' },
  unsupported_media_type: { status: 415, title: 'Unsupported Media Type' },
  limit_exceeded: { status: 422, title: 'A limit was exceeded' },
  precondition_required: { status: 428, title: 'Precondition Required' },
  rate_limited: { status: 429, title: 'Too Many Requests' },
  unexpected: { status: 500, title: 'Unexpected error' },
  not_implemented: { status: 501, title: 'Not Implemented' },
  unavailable: { status: 503, title: 'Service Unavailable' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

interface ProblemExtras {
  invalidParameters?: InvalidParameter[] | undefined;
  issues?: Issue[] | undefined;
  /** Further members of the answer, already as the wire has them, such as the current content after a stale write. */
  extensions?: Record<string, unknown> | undefined;
  retryAfterSeconds?: number | undefined;
}

/** An answer that is not success. Verbs throw it, which rolls the transaction back; the edge writes it as problem+json. */
export class ProblemError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly invalidParameters: InvalidParameter[] | undefined;
  readonly issues: Issue[] | undefined;
  readonly extensions: Record<string, unknown> | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, title: string, detail: string, extras: ProblemExtras & { code: string; cause?: unknown }) {
    super(detail, { cause: extras.cause });
    this.name = 'ProblemError';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.code = extras.code;
    this.invalidParameters = extras.invalidParameters;
    this.issues = extras.issues;
    this.extensions = extras.extensions;
    this.retryAfterSeconds = extras.retryAfterSeconds;
  }
}

/** Builds the error of a known code; status and title come from the table above. `detail` is a sentence for the caller. */
export function problem(code: ProblemCode, detail: string, extras: ProblemExtras & { cause?: unknown } = {}): ProblemError {
  const { status, title } = problems[code];
  return new ProblemError(status, title, detail, { code, ...extras });
}

/** Refuses a request for one field, which a rule beyond its shape finds wrong. `field` is a wire path, as an issue has it or with dots. */
export function invalidField(field: string, reason: string, source: 'body' | 'query' = 'body'): ProblemError {
  return problem('invalid_parameters', reason, { invalidParameters: [{ field, rule: 'invalid', reason, source }] });
}

/** A critical issue: the thing cannot be saved or priced until it is repaired. */
export function critical(path: PathStep[], code: string, message: string, attributes?: Record<string, unknown>): Issue {
  return { path, code, message, severity: 'critical', ...(attributes && { attributes }) };
}

/** A warning: a draft may keep it, publishing may not. */
export function warning(path: PathStep[], code: string, message: string, attributes?: Record<string, unknown>): Issue {
  return { path, code, message, severity: 'warning', ...(attributes && { attributes }) };
}

/**
 * Writes an issue's path as the JSON path of the wire: `['phases', 0, 'rateCards', 2]` becomes `$.phases[0].rate_cards[2]`.
 * Every string step is taken for a field name, so keys of maps do not belong in an issue's path.
 */
export function wirePath(path: readonly PathStep[]): string {
  const step = (part: PathStep) => (typeof part === 'number' ? `[${part}]` : `.${snake(part)}`);
  return `$${path.map(step).join('')}`;
}

/** Writes a path as `invalid_parameters` has it, whichever way it was written: `$.phases[0].key` becomes `phases.0.key`. */
export function dottedPath(path: string): string {
  return path
    .replace(/^\$\.?/, '')
    .replace(/\[(\w*)\]/g, '.$1')
    .replace(/^\./, '');
}
