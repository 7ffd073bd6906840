import type { z } from 'zod';
import { type InvalidParameter, type Issue, wirePath } from './problem';
import { wireName } from './wire';
import { FAULTS_MAX } from './work-limits';

export type Source = 'body' | 'query' | 'path';

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

/** Translates the faults of a schema into the contract's form: field, rule and a sentence, one entry for each fault; of more than can be shown, one more than that. */
export function invalidParameters(issues: readonly z.core.$ZodIssue[], source: Source, input: unknown): InvalidParameter[] {
  return issues.slice(0, FAULTS_MAX + 1).flatMap((issue): InvalidParameter[] => {
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
