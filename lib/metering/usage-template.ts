/** One row of a file: its number from 0, and its cells by column. */
export interface Row {
  number: number;
  cell(column: string): string | undefined;
}

/** A template made ready; `fill` gives its text for a row, with nothing for a cell that is not there. */
export interface Template {
  columns: string[];
  fill(row: Row): string;
}

const ROW = /^row(?:\s*%\s*(\d{1,9}))?(?::(0?)(\d{1,2}))?$/;

/**
 * Reads a template: `{column}`, `{"row"}` for a column of that name, `{row}` and `{row % 40:02}` for the number of the row, `{{` and `}}` for
 * braces. Gives a sentence instead when it cannot be read.
 */
export function compileTemplate(text: string): Template | string {
  const parts: ((row: Row) => string)[] = [];
  const columns: string[] = [];
  const pattern = /\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, inner] = match;
    if (whole === '{' || whole === '}') return `A brace stands alone in "${text}". Write {{ or }} for a brace itself.`;
    if (inner === undefined) {
      const literal = whole === '{{' ? '{' : whole === '}}' ? '}' : whole;
      parts.push(() => literal);
      continue;
    }
    const name = inner.trim();
    if (name === '') return `There is nothing between the braces in "${text}".`;
    const row = ROW.exec(name);
    if (row) {
      const modulo = row[1] === undefined ? undefined : Math.trunc(+row[1]);
      if (modulo === 0) return `"${whole}" divides by nothing.`;
      const width = row[3] === undefined ? 0 : +row[3];
      parts.push(({ number }) => String(modulo === undefined ? number : number % modulo).padStart(width, row[2] === '0' ? '0' : ' '));
      continue;
    }
    const column = /^"(.+)"$/.exec(name)?.[1] ?? name;
    columns.push(column);
    parts.push((r) => r.cell(column) ?? '');
  }
  return { columns, fill: (row) => parts.map((part) => part(row)).join('') };
}
