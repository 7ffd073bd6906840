import 'server-only';
import type { streamEvents as op } from '@/lib/api/metering/events';
import type { InputOf } from '@/lib/api/operation';
import { problem } from '@/lib/problem';
import { log } from '@/lib/server/core/log';
import { usageStore } from './choose-store';
import { eventText } from './events';

const EVERY_MS = 1_000;
const SILENCE_MS = 15_000;
const SHOWN = 100;
const STREAMS_MAX = 200;
const STREAMS_OF_ONE = 10;
// Writers that run at once finish in another order than their numbers: what is as near to the newest as this is looked at again.
const NEAR = 10_000n;

const streams = new Map<string, number>();

/**
 * Events as they arrive, newest last, as the text of server-sent events: the last few at once, then what comes. At most a hundred a second
 * are shown, and that there were more. A reader that comes back says what it had last, and is told when it missed some. Ends when the
 * reader goes away.
 */
export function eventStream(
  workspaceId: string,
  { filter = {}, data }: InputOf<typeof op>['query'],
  lastSeen?: string | undefined,
): ReadableStream<Uint8Array> {
  const own = streams.get(workspaceId) ?? 0;
  const all = [...streams.values()].reduce((sum, n) => sum + n, 0);
  if (own >= STREAMS_OF_ONE || all >= STREAMS_MAX)
    throw problem('rate_limited', `${Math.min(own, STREAMS_OF_ONE) || all} live views are open. Close one.`, { retryAfterSeconds: 30 });
  streams.set(workspaceId, own + 1);
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    leave(workspaceId);
    clearTimeout(timer);
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      // Remembers the events already sent, instead of only how far.
      let sent = new Set<string>();
      let newest = 0n;
      let first = true;
      let last = Date.now();
      const page = { filter, data: data && { path: data.path, text: data.eq }, orderBy: 'arrival', descending: true, size: SHOWN } as const;
      /** Reads the latest events, and whether there are more than are shown. Rare events are not searched for through the whole past each time. */
      const recent = async () => {
        const [latest] = (await usageStore().list(workspaceId, { filter: {}, orderBy: 'arrival', descending: true, size: 1 })).events;
        const before = newest;
        newest = BigInt(latest?.seq ?? 0);
        if (!first) {
          const key = latest?.time ?? '';
          const near = await usageStore().list(workspaceId, { ...page, before: { key, seq: String(before > NEAR ? before - NEAR : 0n) } });
          if (!near.more) return near;
        }
        return usageStore().list(workspaceId, page);
      };
      const send = (text: string) => {
        controller.enqueue(encoder.encode(text));
        last = Date.now();
      };
      const look = async () => {
        try {
          const { events, more } = await recent();
          if (!open) return;
          const fresh = events.filter((e) => !sent.has(e.seq)).reverse();
          const missed = first
            ? lastSeen !== undefined && fresh.every((e) => BigInt(e.seq) > BigInt(lastSeen))
            : fresh.length === events.length;
          if (more && missed) send('event: skipped\ndata: {}\n\n');
          first = false;
          for (const e of fresh) send(`id: ${e.seq}\nevent: event\ndata: ${eventText(e)}\n\n`);
          sent = new Set([...sent, ...events.map((e) => e.seq)].filter((seq) => BigInt(seq) > newest - 2n * NEAR).slice(-2 * SHOWN));
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

function leave(workspaceId: string): void {
  const left = (streams.get(workspaceId) ?? 1) - 1;
  if (left) streams.set(workspaceId, left);
  else streams.delete(workspaceId);
}
