import { snake } from '@/lib/wire';
import type { CallOf, Operation } from './operation';

/** The address of an operation with its parameters filled in, for links and downloads. */
export function urlOf<O extends Operation>(op: O, input: CallOf<O>): string {
  const given = input as { params?: Record<string, string>; query?: Record<string, unknown> };
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given.params?.[name] ?? ''));
  const search = new URLSearchParams();
  const write = (name: string, value: unknown) => {
    if (value === undefined || value === null || value === '') return;
    if (Array.isArray(value)) search.set(name, value.join(','));
    else if (typeof value === 'object') for (const [k, v] of Object.entries(value)) write(`${name}[${snake(k)}]`, v);
    else search.set(name, String(value));
  };
  for (const [name, value] of Object.entries(given.query ?? {})) write(snake(name), value);
  return search.size ? `${path}?${search}` : path;
}
