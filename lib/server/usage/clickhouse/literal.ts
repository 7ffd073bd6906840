import 'server-only';

/** A text in a statement of ClickHouse. */
export const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export const textList = (texts: readonly string[]) => `[${texts.map(quoted).join(',')}]`;

/** An instant (ISO, UTC) as ClickHouse reads it. */
export const plainTime = (iso: string) => iso.slice(0, -1).replace('T', ' ');

/** The same in a statement, to the microsecond. */
export const instant = (iso: string) => `toDateTime64(${quoted(plainTime(iso))}, 6, 'UTC')`;

/** A column of time as ISO text in UTC. */
export const isoText = (column: string) => `concat(replaceOne(toString(${column}), ' ', 'T'), 'Z')`;
