'use client';

import { type DefaultValues, type FieldErrors, type FieldValues, get, type Resolver, set, useForm } from 'react-hook-form';
import type { z } from 'zod';
import type { Issue } from '@/lib/problem';
import { ProblemFailure } from './client';

/** Turns a form of strings into a request, and places its faults in the form. */
export interface RequestForm<Values extends FieldValues, Request> {
  defaultValues: DefaultValues<Values>;
  /** Typed values, as the API takes them. Fields of both have the same names where `fieldOf` does not say otherwise. */
  request: (values: Values) => unknown;
  schema: z.ZodType<Request>;
  /** The rules that a shape cannot express, run as soon as the shape fits. */
  issues?: (request: Request) => Issue[];
  /** The form's field for a path of the request (`dimensions.model`); undefined leaves the path as it is. */
  fieldOf?: (path: string, values: Values, attributes?: Record<string, unknown>) => string | undefined;
  /** Messages about formats in place of the schema's, by field. */
  formats?: Partial<Record<string, string>>;
}

/** A form that checks what it is about to send with the same shapes and rules as the server, while it is typed. */
export function useRequestForm<Values extends FieldValues, Request>(spec: RequestForm<Values, Request>) {
  return useForm<Values, unknown, Request & FieldValues>({
    defaultValues: spec.defaultValues,
    resolver: resolverOf(spec) as Resolver<Values, unknown, Request & FieldValues>,
    // Not on leaving a field: a message that appears then moves the button that is being pressed.
    mode: 'onSubmit',
  });
}

function resolverOf<Values extends FieldValues, Request>(spec: RequestForm<Values, Request>) {
  return (values: Values) => {
    const parsed = spec.schema.safeParse(spec.request(values));
    const faults = parsed.success
      ? (spec.issues?.(parsed.data) ?? []).map((i) => ({ path: i.path.join('.'), message: i.message, attributes: i.attributes }))
      : parsed.error.issues.map((i) => ({
          path: i.path.join('.'),
          message: words(i, spec.formats?.[i.path.join('.')]),
          attributes: undefined,
        }));
    if (parsed.success && faults.length === 0) return { values: parsed.data, errors: {} };
    const errors: FieldErrors<Values> = {};
    for (const { path, message, attributes } of faults) {
      const field = spec.fieldOf?.(path, values, attributes) ?? (path || 'root');
      if (!get(errors, field)) set(errors, field, { type: 'rule', message });
    }
    return { values: {}, errors };
  };
}

/** A schema's complaint as a sentence for the person who typed. */
function words(issue: z.core.$ZodIssue, format: string | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'Fill this in.';
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) <= 1 ? 'Fill this in.' : `At least ${issue.minimum}.`;
    case 'too_big':
      return issue.origin === 'string' ? `At most ${issue.maximum} characters.` : `At most ${issue.maximum}.`;
    case 'invalid_format':
      return format ?? 'The format is not valid.';
    default:
      return format ?? issue.message;
  }
}

/**
 * Takes a refused request apart: what belongs to a field of the form is handed to `place`, which says whether it found the field;
 * the answer is what is left to show above the form, or null when every fault found its field.
 */
export function placeProblem(error: unknown, place: (path: string, message: string) => boolean): unknown {
  if (!(error instanceof ProblemFailure)) return error;
  const faults =
    error.problem.issues?.map((i) => [i.field, i.message] as const) ??
    error.problem.invalid_parameters?.map((p) => [p.field, p.reason] as const) ??
    [];
  const placed = faults.map(([field, message]) => place(formPath(field), message));
  return placed.length > 0 && placed.every(Boolean) ? null : error;
}

/** `$.usage_attribution.subject_keys[1]` as the form's own path: `usageAttribution.subjectKeys.1`. */
const formPath = (wire: string) =>
  wire
    .replace(/^\$\.?/, '')
    .replace(/\[(\d+)\]/g, '.$1')
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
