import 'server-only';
import { type Logger, pino } from 'pino';

const holder = globalThis as { ratebookLog?: Logger };

/** One JSON object per line on standard output. Secrets never reach a log: headers and bodies are not logged. */
export function log(): Logger {
  holder.ratebookLog ??= pino({ level: process.env.LOG_LEVEL || 'info', base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
  return holder.ratebookLog;
}
