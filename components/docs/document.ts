/** The parts of an OpenAPI document that the reference shows. */
export interface ApiDocument {
  info: { title: string; description: string };
  paths: Record<string, Record<string, ApiOperation>>;
  components: { schemas: Record<string, Shape> };
}

export interface ApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters: { name: string; in: string; required: boolean; schema: Shape }[];
  requestBody?: { content: Record<string, { schema: Shape }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: Shape }> }>;
}

export interface Shape {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  description?: string;
  format?: string;
  pattern?: string;
  default?: unknown;
  nullable?: boolean;
  readOnly?: boolean;
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
  items?: Shape;
  oneOf?: Shape[];
  anyOf?: Shape[];
  allOf?: Shape[];
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

export interface Entry extends ApiOperation {
  method: string;
  path: string;
}

/** The operations by tag, in the order in which the document lists them. */
export function byTag(document: ApiDocument): [tag: string, entries: Entry[]][] {
  const tags = new Map<string, Entry[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const tag = operation.tags[0] ?? 'Other';
      tags.set(tag, [...(tags.get(tag) ?? []), { ...operation, method, path }]);
    }
  }
  return [...tags];
}

/** The name of the shape that is referred to, if it is only a reference. */
export function nameOf(shape: Shape): string | undefined {
  const only = shape.$ref ?? (shape.allOf?.length === 1 ? shape.allOf[0]?.$ref : undefined);
  return only?.split('/').at(-1);
}

const LIMITS: [keyof Shape, string][] = [
  ['minLength', 'min length'],
  ['maxLength', 'max length'],
  ['minimum', 'min'],
  ['maximum', 'max'],
  ['minItems', 'min items'],
  ['maxItems', 'max items'],
  ['pattern', 'pattern'],
  ['default', 'default'],
];

/** Returns the limits of a value besides its type, in a few words. */
export function limitsOf(shape: Shape): string {
  return LIMITS.flatMap(([key, words]) =>
    shape[key] === undefined ? [] : [`${words} ${typeof shape[key] === 'string' ? shape[key] : JSON.stringify(shape[key])}`],
  ).join(' · ');
}
