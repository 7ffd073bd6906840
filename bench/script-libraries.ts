// Which libraries a built script is made of, by its source map.

interface PlainMap {
  sources: string[];
  mappings: string;
}
type SourceMap = PlainMap | { sections: { offset: { line: number; column: number }; map: PlainMap }[] };

interface Span {
  line: number;
  column: number;
  source: string;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes the numbers of one segment of `mappings` (base 64, five bits a digit, the lowest bit of the number its sign). */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of segment) {
    const digit = DIGITS.indexOf(letter);
    value += (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/** Lists where in the script each source begins; `at` is where the map's part of the script begins. */
function spansOf(map: PlainMap, at: { line: number; column: number }): Span[] {
  const spans: Span[] = [];
  let source = 0;
  for (const [line, segments] of map.mappings.split(';').entries()) {
    let column = line === 0 ? at.column : 0;
    for (const segment of segments.split(',').filter(Boolean)) {
      const [columns = 0, sources] = numbersOf(segment);
      column += columns;
      source += sources ?? 0;
      spans.push({ line: at.line + line, column, source: sources === undefined ? '' : (map.sources[source] ?? '') });
    }
  }
  return spans;
}

/** The library of a source file: its package, or the folder of ours. */
export function libraryOf(source: string): string {
  if (/next\/dist\/compiled\/(react|scheduler)/.test(source)) return 'react';
  const packages = [...source.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  return packages.at(-1)?.[1] ?? /(?:^|\/)(components|lib|app)\//.exec(source)?.[1] ?? 'other';
}

/** Returns how many characters of a script each library has. */
export function librariesOf(script: string, map: SourceMap): Map<string, number> {
  const spans =
    'sections' in map ? map.sections.flatMap((section) => spansOf(section.map, section.offset)) : spansOf(map, { line: 0, column: 0 });
  const lines = script.split('\n');
  const sizes = new Map<string, number>();
  for (const [i, { line, column, source }] of spans.entries()) {
    const next = spans[i + 1];
    const end = next?.line === line ? next.column : (lines[line]?.length ?? column);
    const library = libraryOf(source);
    sizes.set(library, (sizes.get(library) ?? 0) + Math.max(0, end - column));
  }
  return sizes;
}
