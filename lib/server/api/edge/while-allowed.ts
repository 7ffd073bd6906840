import 'server-only';
import type { Context } from 'hono';
import type { Operation } from '@/lib/api/operation';
import { ProblemError } from '@/lib/problem';
import { log } from '@/lib/server/core/log';
import { authorise, caller } from './request';

/** So often is it asked whether a reader may still read: whoever lost access has what came before that, and nothing after. */
const ASK_MS = 500;
/** A download is handed over in parts of this size, so that it can stop in the middle. */
const PART_BYTES = 64 * 1024;

/**
 * Hands over an answer for as long as whoever asked may have it. A key that is revoked or expires, an ended session, a membership that is
 * removed or loses the permission breaks it off within a second. The questions are answered from memory while nothing changes.
 */
export function whileAllowed(c: Context, op: Operation, response: Response): Response {
  const source = response.body?.getReader();
  if (!source) return response;
  let timer: NodeJS.Timeout | undefined;
  let rest = new Uint8Array(0);
  let broken: Error | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const ask = async () => {
        try {
          authorise(await caller(c), op.permission);
        } catch (e) {
          if (!(e instanceof ProblemError)) log().warn({ err: e }, 'whether a reader may still read could not be asked');
          broken = e as Error;
          controller.error(broken);
          await source.cancel(e).catch(() => {}); // nobody is left who would read on
          return;
        }
        timer = setTimeout(() => void ask(), ASK_MS);
        timer.unref();
      };
      timer = setTimeout(() => void ask(), ASK_MS);
      timer.unref();
    },
    async pull(controller) {
      try {
        if (rest.byteLength === 0) {
          const part = await source.read();
          if (broken) return;
          if (part.done) {
            clearTimeout(timer);
            controller.close();
            return;
          }
          rest = part.value;
        }
        controller.enqueue(rest.subarray(0, PART_BYTES));
        rest = rest.subarray(PART_BYTES);
      } catch (e) {
        clearTimeout(timer);
        if (!broken) controller.error(e);
      }
    },
    async cancel(reason) {
      clearTimeout(timer);
      await source.cancel(reason);
    },
  });
  return new Response(body, response);
}
