import 'server-only';
import { statusesOf } from '@/lib/api/answers';
import type { Operation } from '@/lib/api/operation';
import { problems } from '@/lib/problem';
import type { Route } from './edge/edge';

const HEAD = `# Which operation answers what

Written by \`npm run answers\` from the operations that are served; the same statuses, media types and shapes stand in \`/api/openapi.json\`.

A refusal is \`application/problem+json\` with \`status\`, \`code\`, \`detail\` and, where fields are at fault, \`invalid_parameters\` (the shape: the
keyword of JSON Schema that failed, at a path with dots) or \`issues\` and \`extensions.validationErrors\` (the catalog's rules: a code at a JSON path).
Any operation may answer 429 to who asks too often, and 500 never by itself.
`;

const cell = (text: string) => text.replaceAll('|', '\\|');

/** One operation as a row: what it is, how it succeeds and in which media types, with which statuses it refuses. */
export function answerRow(op: Operation): string {
  const gives = [...(op.result ? ['application/json'] : []), ...Object.keys(op.alsoGives ?? {})];
  const takes = [...(op.body ? ['application/json'] : []), ...Object.keys(op.alsoTakes ?? {})];
  const refusals = statusesOf(op).filter((status) => status >= 400);
  const cells = [
    `\`${op.method.toUpperCase()} ${op.path}\``,
    takes.join(', ') || '–',
    `${op.status} ${gives.join(', ')}`,
    refusals.join(', '),
  ];
  return `| ${cells.map((text) => cell(text.trim())).join(' | ')} |`;
}

/** The page of docs that says which operation answers what. */
export function answersTable(routes: readonly Route[]): string {
  const byPath = routes.map(({ op }) => op).toSorted((a, b) => (a.path === b.path ? order(a) - order(b) : a.path < b.path ? -1 : 1));
  const codes = new Map<number, string[]>();
  for (const [code, { status }] of Object.entries(problems)) codes.set(status, [...(codes.get(status) ?? []), `\`${code}\``]);
  return [
    HEAD,
    '| status | codes |\n|---|---|',
    ...[...codes].toSorted(([a], [b]) => a - b).map(([status, list]) => `| ${status} | ${list.join(', ')} |`),
    '\n| operation | takes | answers | refuses with |\n|---|---|---|---|',
    ...byPath.map(answerRow),
    '',
  ].join('\n');
}

const order = ({ method }: Operation) => ['get', 'post', 'put', 'patch', 'delete'].indexOf(method);
