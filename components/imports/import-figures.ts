const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A size as people say it: "1.2 MB". */
export function bytesText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const size = bytes / 1000 ** power;
  return `${size < 10 && power > 0 ? size.toFixed(1) : Math.round(size)} ${UNITS[power]}`;
}

const count = new Intl.NumberFormat('en-US');

/** "1,204 rows", "1 row". */
export const rowsText = (rows: number): string => `${count.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;
