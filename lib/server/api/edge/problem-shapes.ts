import 'server-only';
import { MAXIMUM_RULES, MINIMUM_RULES, PLAIN_RULES } from '@/lib/problem';

type Json = Record<string, unknown>;

const text = { type: 'string' };
const told = { type: 'string', readOnly: true };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** One way in which a parameter can be invalid: what is always told of it, and what this way adds. */
const invalid = (rule: Json, more: Json = {}, required: string[] = []): Json => ({
  type: 'object',
  additionalProperties: false,
  required: ['field', 'reason', ...required],
  properties: { field: told, rule, source: text, reason: told, ...more },
});

const rules = (...names: string[]) => ({ type: 'string', readOnly: true, enum: names });
const some = { type: 'array', uniqueItems: true, readOnly: true, items: {} };

const INVALID: { [name: string]: Json } = {
  InvalidParameterStandard: invalid(ref('InvalidRules')),
  InvalidParameterMinimumLength: invalid(rules(...MINIMUM_RULES), { minimum: { type: 'number' } }, ['rule', 'minimum']),
  InvalidParameterMaximumLength: invalid(rules(...MAXIMUM_RULES), { maximum: { type: 'number' } }, ['rule', 'maximum']),
  InvalidParameterChoiceItem: invalid(rules('enum'), { choices: { ...some, minItems: 1 } }, ['rule', 'choices']),
};

const found = { field: text, code: text, message: text, severity: { type: 'string', enum: ['critical', 'warning'] } };
const validationError: Json = { type: 'object', required: Object.keys(found), properties: found };
const issue: Json = { ...validationError, properties: { ...found, attributes: { type: 'object' } } };

const BaseError: Json = {
  type: 'object',
  required: ['status', 'title', 'instance', 'detail'],
  properties: {
    status: { type: 'integer', readOnly: true },
    title: told,
    type: told,
    instance: told,
    detail: told,
    code: { ...text, description: 'What went wrong, for programs.' },
    issues: { type: 'array', items: issue, description: 'What the rules of the catalog find wrong, each with its place.' },
    extensions: {
      type: 'object',
      properties: { validationErrors: { type: 'array', items: validationError } },
      description: 'The same findings by their codes, as clients of the contract read them.',
    },
  },
};

const error = (properties: Json = {}, required: string[] = []): Json => ({
  allOf: [ref('BaseError'), { type: 'object', ...(required.length > 0 && { required }), properties }],
});

/** The name of the answer and the shape of its body, by status. */
export const PROBLEM_ANSWERS: Record<number, [answer: string, shape: string]> = {
  400: ['BadRequest', 'BadRequestError'],
  401: ['Unauthorized', 'UnauthorizedError'],
  403: ['Forbidden', 'ForbiddenError'],
  404: ['NotFound', 'NotFoundError'],
  409: ['Conflict', 'ConflictError'],
  410: ['Gone', 'GoneError'],
  412: ['PreconditionFailed', 'StaleError'],
  413: ['ContentTooLarge', 'BaseError'],
  415: ['UnsupportedMediaType', 'BaseError'],
  422: ['LimitExceeded', 'BaseError'],
  428: ['PreconditionRequired', 'BaseError'],
  429: ['TooManyRequests', 'BaseError'],
  503: ['Unavailable', 'BaseError'],
};

/** The shapes of every answer that is not success, as the contract has them, with what we add. */
export const problemShapes: { [name: string]: Json } = {
  BaseError,
  BadRequestError: error({ invalid_parameters: ref('InvalidParameters') }, ['invalid_parameters']),
  UnauthorizedError: error(),
  ForbiddenError: error(),
  NotFoundError: error(),
  ConflictError: error(),
  GoneError: error(),
  StaleError: error({ current: { type: 'object', description: 'What is stored now.' }, current_revision: { type: 'integer' } }),
  InvalidParameters: { type: 'array', uniqueItems: true, minItems: 1, items: { oneOf: Object.keys(INVALID).map(ref) } },
  InvalidRules: rules(...PLAIN_RULES),
  ...INVALID,
};

/** The answers themselves, under their names. */
export const problemAnswers: Json = Object.fromEntries(
  Object.values(PROBLEM_ANSWERS).map(([answer, shape]) => [
    answer,
    { description: answer, content: { 'application/problem+json': { schema: ref(shape) } } },
  ]),
);
