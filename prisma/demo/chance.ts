import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Numbers that look like chance and are the same on every run: `chance(7, 312)()` is always the first of customer 7 on day 312. */
export function chance(...seeds: number[]): () => number {
  const seed = seeds.reduce((mixed, next) => Math.imul(mixed ^ next, 0x9e3779b1) ^ (mixed >>> 15), 0x5bd1e995);
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** A factor around 1 that is rarely below a half or above two. */
export function wobble(random: () => number, width = 0.35): number {
  return Math.exp((random() + random() + random() - 1.5) * width * 1.6);
}
