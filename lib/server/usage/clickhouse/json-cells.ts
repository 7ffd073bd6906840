import 'server-only';
import { countedNumber, distinctText, plainDigits, type Scalar, trimmed } from '@/lib/metering/counted-value';

/** Form of an event's data in ClickHouse. Places are JSON pointers (`/usage/tokens`). */
export interface JsonCells {
  /** The data as PostgreSQL's jsonb writes it: plain digits, keys once and in order. */
  text: string;
  /** The same without zeros at the end of fractions: equal for data that jsonb calls equal. */
  comparable: string;
  /** Texts, numbers and booleans, as the text by which they are told apart. */
  scalars: Record<string, string>;
  /** The numbers that meters count, in plain digits. */
  numbers: Record<string, string>;
  /** Objects and arrays, as text. */
  nested: Record<string, string>;
}

type Node =
  | { kind: 'string' | 'number' | 'literal'; text: string }
  | { kind: 'object'; members: Map<string, Node> }
  | { kind: 'array'; items: Node[] };

// Deeper objects and arrays are kept as a part of what they stand in, and not once more for themselves.
const NESTED_DEPTH_MAX = 8;
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Reads data that has been accepted (JSON that can be stored, at most 100 levels deep) without a number passing through a float.
 * ClickHouse's own JSON functions read numbers as floats, so what meters may ask for is cut out here.
 */
export function jsonCells(json: string): JsonCells {
  const node = parse(json);
  const cells: JsonCells = { text: '', comparable: '', scalars: {}, numbers: {}, nested: {} };
  cells.text = collect(node, '', 0, cells);
  cells.comparable = /\.\d*0(?!\d)/.test(cells.text) ? write(node, trimmed) : cells.text;
  return cells;
}

function parse(json: string): Node {
  const tokens = json.match(TOKEN) ?? [];
  let at = 0;
  const value = (): Node => {
    const token = tokens[at++] as string;
    if (token === '{') {
      const members = new Map<string, Node>();
      for (; tokens[at] !== '}'; ) {
        if (tokens[at] === ',') at++;
        const key = JSON.parse(tokens[at] as string) as string;
        at += 2; // and the colon
        members.set(key, value());
      }
      at++;
      return { kind: 'object', members };
    }
    if (token === '[') {
      const items: Node[] = [];
      for (; tokens[at] !== ']'; ) {
        if (tokens[at] === ',') at++;
        items.push(value());
      }
      at++;
      return { kind: 'array', items };
    }
    if (token.startsWith('"')) return { kind: 'string', text: token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1) };
    return /^[tfn]/.test(token) ? { kind: 'literal', text: token } : { kind: 'number', text: plainDigits(token) };
  };
  return value();
}

/** Writes a value and notes what stands in it, by place. */
function collect(node: Node, place: string, depth: number, cells: JsonCells): string {
  if (node.kind === 'object' || node.kind === 'array') {
    const inner = (key: string, child: Node) => collect(child, `${place}/${pointerStep(key)}`, depth + 1, cells);
    const text =
      node.kind === 'array'
        ? `[${node.items.map((item, i) => inner(String(i), item)).join(', ')}]`
        : `{${inOrder(node.members)
            .map(([key, child]) => `${JSON.stringify(key)}: ${inner(key, child)}`)
            .join(', ')}}`;
    if (depth > 0 && depth <= NESTED_DEPTH_MAX) cells.nested[place] = text;
    return text;
  }
  if (node.text === 'null' && node.kind === 'literal') return 'null';
  const scalar: Scalar = { kind: node.kind === 'literal' ? 'boolean' : node.kind, text: node.text };
  cells.scalars[place] = distinctText(scalar);
  const number = countedNumber(scalar);
  if (number !== null) cells.numbers[place] = number;
  return node.kind === 'string' ? JSON.stringify(node.text) : node.text;
}

function write(node: Node, number: (text: string) => string): string {
  if (node.kind === 'array') return `[${node.items.map((item) => write(item, number)).join(', ')}]`;
  if (node.kind === 'object') {
    return `{${inOrder(node.members)
      .map(([key, child]) => `${JSON.stringify(key)}: ${write(child, number)}`)
      .join(', ')}}`;
  }
  return node.kind === 'string' ? JSON.stringify(node.text) : node.kind === 'number' ? number(node.text) : node.text;
}

/** As jsonb has them: short keys first, then by their bytes. */
function inOrder(members: Map<string, Node>): [string, Node][] {
  const bytes = (key: string) => Buffer.from(key);
  return [...members].sort(([a], [b]) => {
    const [x, y] = [bytes(a), bytes(b)];
    return x.length - y.length || Buffer.compare(x, y);
  });
}

export const pointerStep = (step: string) => step.replaceAll('~', '~0').replaceAll('/', '~1');
