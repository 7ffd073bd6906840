import 'server-only';

/** The scalars of a JSON object by their path (`usage.input_tokens`, `items.0.id`), numbers with the digits of the text; null is left out. */
export function flatten(text: string): Map<string, string> {
  const cells = new Map<string, string>();
  const walk: { index: number | null; key: string }[] = [];
  const path = () => walk.map((w) => (w.index === null ? w.key : String(w.index))).join('.');
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const at = walk.at(-1);
    if (token === '{') walk.push({ index: null, key: '' });
    else if (token === '[') walk.push({ index: 0, key: '' });
    else if (token === '}' || token === ']') walk.pop();
    else if (token === ',') {
      if (at?.index !== null && at) at.index++;
      else if (at) at.key = '';
    } else if (token === ':') continue;
    else if (at && at.index === null && at.key === '') at.key = JSON.parse(token) as string;
    else if (token !== 'null') cells.set(path(), token.startsWith('"') ? (JSON.parse(token) as string) : token);
  }
  return cells;
}
