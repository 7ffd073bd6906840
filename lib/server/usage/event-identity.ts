import 'server-only';

const digest = (text: string) => `encode(substr(sha256(convert_to(${text}, 'UTF8')), 1, 16), 'hex')::uuid`;
const led = (text: string) => `length(${text}) || ':' || ${text}`;

/** Builds the identity of an event from SQL expressions. Lengths keep parts apart. A workspace's id holds no colon. */
export const keySql = (workspace: string, source: string, id: string) => digest(`${workspace} || ':' || ${led(source)} || ':' || ${id}`);

/** Digest of the fields that must be equal when an event is resent (all but `time`); `data` as jsonb, so that neither order nor blanks matter. */
export const contentSql = (type: string, subject: string, dataschema: string, data: string) =>
  digest(`${led(type)} || ${led(subject)} || coalesce(${led(dataschema)}, '-') || coalesce(${data}::text, '-')`);
