import 'server-only';
import type { ListEventsParamsFilter } from '@/lib/api/events';
import { problem } from '@/lib/problem';
import { eventText } from './events';
import { log } from './log';
import { usageStore } from './usage/current';

const EVERY_MS = 1_000;
const SILENCE_MS = 15_000;
const SHOWN = 100;
const STREAMS_MAX = 50;

let streams = 0;

/**
 * Events as they arrive, newest last, as the text of server-sent events: the last few at once, then what comes. At most a hundred a second
 * are shown, and how many were not. Ends when the reader goes away.
 */
export function eventStream(workspaceId: string, filter: ListEventsParamsFilter): ReadableStream<Uint8Array> {
  if (streams >= STREAMS_MAX) throw problem('rate_limited', `${STREAMS_MAX} live views are open. Close one.`, { retryAfterSeconds: 30 });
  streams++;
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    streams--;
    clearTimeout(timer);
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Two writers may finish in another order than they began: what was sent is remembered, instead of only how far.
      let sent = new Set<string>();
      let last = Date.now();
      const send = (text: string) => {
        controller.enqueue(encoder.encode(text));
        last = Date.now();
      };
      const look = async () => {
        try {
          const { events, more } = await usageStore().list(workspaceId, { filter, orderBy: 'arrival', descending: true, size: SHOWN });
          if (!open) return;
          const fresh = events.filter((e) => !sent.has(e.seq)).reverse();
          if (sent.size && more && fresh.length === events.length) send('event: skipped\ndata: {}\n\n');
          for (const e of fresh) send(`id: ${e.seq}\nevent: event\ndata: ${eventText(e)}\n\n`);
          sent = new Set(events.map((e) => e.seq));
          if (Date.now() - last > SILENCE_MS) send(': still here\n\n');
          timer = setTimeout(() => void look(), EVERY_MS);
        } catch (e) {
          log().warn({ err: e }, 'a live view of events ended');
          close();
          controller.error(e);
        }
      };
      send('retry: 2000\n\n');
      void look();
    },
    cancel: close,
  });
}
