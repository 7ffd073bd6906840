import 'server-only';
import { log } from '@/lib/server/core/log';
import type { NewEvent } from '@/lib/server/usage/store';
import { countEvents } from './count-behind';

/** Limits of stored but uncounted events, per subject and per workspace, beyond which writers wait: questions read those one by one. */
const UNCOUNTED_OF_ONE_MAX = 5_000;
const UNCOUNTED_MAX = 50_000;

interface Uncounted {
  total: number;
  bySubject: Map<string, number>;
  most: number;
  counting: Promise<void> | undefined;
}

const holder = globalThis as { ratebookUncounted?: Map<string, Uncounted> };

/**
 * Notes that events were stored, and has the writer count when too many wait to be, so that a burst is no faster than what can be asked about
 * it. Other writers go on meanwhile until they reach the same bound. What this process does not know of (others' events, a new meter's past) is
 * left to the counting in the background.
 */
export async function keepUp(workspaceId: string, events: readonly NewEvent[]): Promise<void> {
  holder.ratebookUncounted ??= new Map();
  const state = holder.ratebookUncounted.get(workspaceId) ?? { ...none(), counting: undefined };
  holder.ratebookUncounted.set(workspaceId, state);
  state.total += events.length;
  for (const { subject } of events) {
    const count = (state.bySubject.get(subject) ?? 0) + 1;
    state.bySubject.set(subject, count);
    state.most = Math.max(state.most, count);
  }
  while (state.most >= UNCOUNTED_OF_ONE_MAX || state.total >= UNCOUNTED_MAX) {
    if (!state.counting) {
      Object.assign(state, none());
      state.counting = countEvents(workspaceId, UNCOUNTED_MAX)
        .then(
          () => {},
          (e) => log().warn({ err: e, workspaceId }, 'a writer could not count; it is left to the background'),
        )
        .finally(() => {
          state.counting = undefined;
        });
    }
    await state.counting;
  }
}

const none = () => ({ total: 0, bySubject: new Map<string, number>(), most: 0 });
