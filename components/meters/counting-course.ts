/** Progress of a meter, in percent, at a time in milliseconds. */
export interface Seen {
  at: number;
  percent: number;
}

/** The part of a meter's counting that is looked at: where it was seen first, and last. */
export interface Course {
  first: Seen;
  last: Seen;
}

// A meter is always a second or two behind what arrives; who has nothing else left to count is not worth a bar.
const NEARLY_DONE = 98;
const SETTLED_MS = 2_500;

/** Takes another look into account; null when nothing is left to count. What fell back is counted anew (its dimensions changed), from there. */
export function seenNow(course: Course | null, isComplete: boolean, seen: Seen): Course | null {
  if (isComplete) return null;
  if (!course || seen.percent < course.last.percent) return { first: seen, last: seen };
  return { first: course.first, last: seen };
}

/** Whether it takes long enough to be told. */
export const isWorthTelling = ({ first, last }: Course): boolean =>
  last.percent < NEARLY_DONE && (last.at - first.at >= SETTLED_MS || last.percent < NEARLY_DONE / 2);

/** "about 2 min left", by the speed since it was seen first; null before there is one. */
export function timeLeft({ first, last }: Course): string | null {
  const percent = last.percent - first.percent;
  if (percent <= 0) return null;
  const seconds = ((100 - last.percent) * (last.at - first.at)) / percent / 1000;
  if (seconds < 8) return 'a few seconds left';
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `about ${Math.max(1, minutes)} min left` : `about ${Math.round(seconds / 3600)} h left`;
}
