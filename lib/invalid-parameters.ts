import type { z } from 'zod';
import { dottedPath, type InvalidParameter, type InvalidRule, type Issue, wirePath } from './problem';
import { wireName } from './wire';
import { FAULTS_MAX } from './work-limits';

export type Source = 'body' | 'query' | 'path';

const fieldOf = (path: readonly PropertyKey[]) => dottedPath(wirePath(path.map((p) => (typeof p === 'symbol' ? String(p) : p))));

/**
 * Translates the faults of a schema: the field with dots, the keyword of JSON Schema that failed and a sentence, one entry for each fault;
 * of more than can be shown, one more than that.
 */
export function invalidParameters(issues: readonly z.core.$ZodIssue[], source: Source, input: unknown): InvalidParameter[] {
  return issues.slice(0, FAULTS_MAX + 1).flatMap((issue): InvalidParameter[] => {
    const field = fieldOf(issue.path);
    const base = { field, source, reason: issue.message };
    switch (issue.code) {
      case 'invalid_type': {
        const missing = at(input, issue.path) === undefined;
        return [
          {
            ...base,
            rule: missing ? 'required' : 'type',
            reason: missing ? 'This field is required.' : issue.message,
          },
        ];
      }
      case 'unrecognized_keys':
        return issue.keys.map(wireName).map((key) => ({
          field: [field, key].filter(Boolean).join('.'),
          source,
          rule: 'additionalProperties' as const,
          reason: `There is no field "${key}" here.`,
        }));
      case 'too_small':
        return [{ ...base, rule: bound(issue, MINIMUMS), minimum: Number(issue.minimum) }];
      case 'too_big':
        return [{ ...base, rule: bound(issue, MAXIMUMS), maximum: Number(issue.maximum) }];
      case 'not_multiple_of':
        return [{ ...base, rule: 'multipleOf' }];
      case 'invalid_format':
        return [{ ...base, rule: PATTERNS.has(issue.format) ? 'pattern' : 'format' }];
      case 'custom':
        return [{ ...base, rule: (issue.params?.rule as InvalidRule | undefined) ?? 'invalid' }];
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

/** Formats of zod that JSON Schema writes as a pattern. */
const PATTERNS = new Set(['regex', 'starts_with', 'ends_with', 'includes', 'lowercase', 'uppercase']);

type Bounds = [value: InvalidRule, exclusive: InvalidRule, text: InvalidRule, list: InvalidRule, map: InvalidRule];
const MINIMUMS: Bounds = ['minimum', 'exclusiveMinimum', 'min_length', 'min_items', 'minProperties'];
const MAXIMUMS: Bounds = ['maximum', 'exclusiveMaximum', 'max_length', 'max_items', 'maxProperties'];

function bound({ origin, inclusive }: { origin: string; inclusive?: boolean }, [value, exclusive, text, list, map]: Bounds): InvalidRule {
  if (origin === 'string') return text;
  if (origin === 'array' || origin === 'set') return list;
  if (origin === 'object' || origin === 'record' || origin === 'map') return map;
  return inclusive === false ? exclusive : value;
}

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
  if (!closest?.length) return [unknownKind(issue, source, input)];
  return invalidParameters(
    closest.map((i) => ({ ...i, path: [...issue.path, ...i.path] })),
    source,
    input,
  );
}

/** The field that says of which kind a thing is says none there is; the kinds are its choices. */
function unknownKind(issue: z.core.$ZodIssueInvalidUnion, source: Source, input: unknown): InvalidParameter {
  const base = { field: fieldOf(issue.path), source };
  const choices = 'options' in issue ? (issue.options as unknown[] | undefined) : undefined;
  if (at(input, issue.path) === undefined) return { ...base, rule: 'required', reason: 'This field is required.' };
  if (!choices?.length) return { ...base, rule: 'oneOf', reason: issue.message };
  return { ...base, rule: 'enum', choices, reason: `Must be one of: ${choices.map(String).join(', ')}.` };
}

/** An issue of the catalog's rules, as the wire shows it; `field` is a JSON path. */
export const wireIssue = (issue: Issue) => ({
  ...validationError(issue),
  ...(issue.attributes && { attributes: issue.attributes }),
});

/** An issue as `extensions.validationErrors` has it: its code, its place as a JSON path, a sentence, and whether it also bars a draft. */
export const validationError = (issue: Issue) => ({
  field: wirePath(issue.path),
  code: issue.code,
  message: issue.message,
  severity: issue.severity,
});
