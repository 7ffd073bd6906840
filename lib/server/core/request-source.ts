import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';

const holder = globalThis as { ratebookSource?: AsyncLocalStorage<string> };

function storage(): AsyncLocalStorage<string> {
  holder.ratebookSource ??= new AsyncLocalStorage();
  return holder.ratebookSource;
}

/** Runs `work` as part of a request from this network address. */
export const withSource = <T>(source: string, work: () => T): T => storage().run(source, work);

/** Returns the network address of the request under way; "console" for what no request asked for. */
export const requestSource = (): string => storage().getStore() ?? 'console';
