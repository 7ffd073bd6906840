import 'server-only';
import { Decompress } from 'fzstd';

/** Window size that the format requires of every reader; more is refused. */
const WINDOW_MAX = 8 * 1024 * 1024;
/** Reading a block moves its frame's window once: tiny blocks in a large window would keep a reader busy for minutes. */
const MOVED_MAX = 1024 * 1024 * 1024;
const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const RLE = 1;
const RESERVED = 3;

/**
 * Unpacks a Zstandard body (one frame or several). Gives null when it would be larger than `limit`, and throws when it is damaged, cut off,
 * or built to make its reader work. The library reads a frame block by block, so no more than the limit is ever held.
 */
export function unzstd(body: Uint8Array, limit: number): Uint8Array | null {
  if (!isModest(body, limit)) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  const full = new Error('larger than the limit');
  const reader = new Decompress((part) => {
    size += part.length;
    if (size > limit) throw full;
    parts.push(part);
  });
  try {
    reader.push(body);
    reader.push(new Uint8Array(0), true);
  } catch (e) {
    if (e === full) return null;
    throw e;
  }
  return Buffer.concat(parts);
}

/** Walks the headers of frames and blocks, without unpacking anything. False when they say more than the limit; throws for all work and no content. */
function isModest(body: Uint8Array, limit: number): boolean {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let moved = 0;
  let declared = 0;
  let at = 0;
  while (at < body.length) {
    const magic = view.getUint32(at, true);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    if (magic !== MAGIC) throw new Error('not a Zstandard frame');
    const frame = frameOf(view, at + 4);
    if (frame.window > WINDOW_MAX) throw new Error('the window is larger than 8 MB');
    at = frame.end;
    for (let last = false; !last; ) {
      const head = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      last = (head & 1) === 1;
      const type = (head >> 1) & 3;
      if (type === RESERVED) throw new Error('a block of a reserved type');
      at += 3 + (type === RLE ? 1 : head >> 3);
      if (type === RLE) declared += head >> 3;
      if (declared > limit) return false;
      moved += frame.window;
      if (moved > MOVED_MAX) throw new Error('too many small blocks');
    }
    if (frame.checksum) at += 4;
  }
  if (at > body.length) throw new Error('cut off');
  return true;
}

/** The header of a frame: the window it needs, whether a checksum follows its blocks, and where they begin. */
function frameOf(view: DataView, at: number): { window: number; checksum: boolean; end: number } {
  const descriptor = view.getUint8(at);
  const single = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const flag = descriptor >> 6;
  const sized = flag === 0 ? (single ? 1 : 0) : 1 << flag;
  const size = at + 1 + (single ? 0 : 1) + dictionary;
  let window: number;
  if (single) {
    const low = flag === 0 ? view.getUint8(size) : flag === 1 ? view.getUint16(size, true) + 256 : view.getUint32(size, true);
    window = flag === 3 ? low + view.getUint32(size + 4, true) * 2 ** 32 : low;
  } else {
    const byte = view.getUint8(at + 1);
    const base = 2 ** (10 + (byte >> 3));
    window = base + (base / 8) * (byte & 7);
  }
  return { window, checksum: (descriptor & 4) !== 0, end: size + sized };
}
