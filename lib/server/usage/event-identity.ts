import 'server-only';

const digest = (text: string) => `encode(substr(sha256(convert_to(${text}, 'UTF8')), 1, 16), 'hex')::uuid`;
const led = (text: string) => `length(${text}) || ':' || ${text}`;

/** What an event is known by for ever, out of SQL expressions. Lengths keep parts apart. A workspace's id holds no colon. */
export const keySql = (workspace: string, source: string, id: string) => digest(`${workspace} || ':' || ${led(source)} || ':' || ${id}`);

/** What may not change when an event is sent again, but for its time; `data` as jsonb, so that neither order nor blanks matter. */
export const contentSql = (type: string, subject: string, dataschema: string, data: string) =>
  digest(`${led(type)} || ${led(subject)} || coalesce(${led(dataschema)}, '-') || coalesce(${data}::text, '-')`);
