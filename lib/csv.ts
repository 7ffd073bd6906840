// CSV as it goes out (RFC 4180), from the server and from the browser: one way to write a cell, so that none is a formula.

/** Beginnings that a spreadsheet runs as a formula, or that it drops and then runs what comes behind; full-width signs too. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/;

/** A plain number, which a minus may begin. */
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A cell's text. What a spreadsheet would run as a formula gets an apostrophe in front; numbers, negative ones too, stay numbers. */
const safeText = (text: string): string => (FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text);

/** Quoted where a reader might end the cell too early, by whatever separator it believes in. */
const quoted = (text: string): string => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Returns one line of CSV with its line end (CRLF); null is an empty cell. No cell begins a formula. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map((cell) => quoted(safeText(cell ?? ''))).join(',')}\r\n`;

/** Returns rows as CSV under a head. */
export const csvOf = (head: readonly string[], rows: readonly (readonly (string | null)[])[]): string =>
  [head, ...rows].map(csvLine).join('');
