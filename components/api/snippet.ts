import type { CallOf, Operation } from '@/lib/api/operation';
import { urlOf } from '@/lib/api/url';
import { jsonText } from '@/lib/exact-json';
import { converter } from '@/lib/wire';

/** A call of the API as the page would make it; what `exampleCall` gives. */
export interface ExampleCall {
  title: string;
  method: string;
  url: string;
  body: unknown;
  /** Whether there is something to read in the answer. */
  answers: boolean;
}

/** An operation with its input, as an example for programs. The input is in camelCase, as everywhere in the pages. */
export function exampleCall<O extends Operation>(title: string, op: O, input: CallOf<O>): ExampleCall {
  const body = op.body && converter(op.body).toWire((input as { body?: unknown }).body);
  return { title, method: op.method.toUpperCase(), url: urlOf(op, input), body, answers: op.result !== undefined };
}

export type SnippetLanguage = 'curl' | 'javascript' | 'python';

const json = (value: unknown, indent: string) => jsonText(value, 2).replaceAll('\n', `\n${indent}`);
/** A quote inside a shell's single quotes ends them, stands by itself, and begins them again. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** JSON read as Python: only the three names differ, and only outside strings. */
const python = (value: unknown, indent: string) =>
  json(value, indent).replace(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (part) => PYTHON[part] ?? part);
const PYTHON: Record<string, string> = { true: 'True', false: 'False', null: 'None' };

const WRITERS: Record<SnippetLanguage, (call: ExampleCall, origin: string) => string> = {
  curl: ({ method, url, body }, origin) =>
    [
      `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(origin + url)}`,
      '-H "Authorization: Bearer $RATEBOOK_API_KEY"',
      ...(body === undefined ? [] : ['-H "Content-Type: application/json"', `-d ${quoted(json(body, '  '))}`]),
    ].join(' \\\n  '),
  javascript: ({ method, url, body, answers }, origin) =>
    [
      `const response = await fetch(${JSON.stringify(origin + url)}, {`,
      ...(method === 'GET' ? [] : [`  method: '${method}',`]),
      body === undefined
        ? "  headers: { authorization: 'Bearer ' + process.env.RATEBOOK_API_KEY },"
        : "  headers: { authorization: 'Bearer ' + process.env.RATEBOOK_API_KEY, 'content-type': 'application/json' },",
      ...(body === undefined ? [] : [`  body: JSON.stringify(${json(body, '  ')}),`]),
      '});',
      'if (!response.ok) throw new Error(await response.text());',
      ...(answers ? ['const result = await response.json();'] : []),
    ].join('\n'),
  python: ({ method, url, body, answers }, origin) =>
    [
      'import os, requests',
      '',
      `response = requests.${method.toLowerCase()}(`,
      `    ${JSON.stringify(origin + url)},`,
      '    headers={"Authorization": "Bearer " + os.environ["RATEBOOK_API_KEY"]},',
      ...(body === undefined ? [] : [`    json=${python(body, '    ')},`]),
      ')',
      'response.raise_for_status()',
      ...(answers ? ['result = response.json()'] : []),
    ].join('\n'),
};

/** The call as a program of that language would make it, the key read from the environment. */
export const snippet = (language: SnippetLanguage, call: ExampleCall, origin: string): string => WRITERS[language](call, origin);
