const STEP = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\['((?:[^'\\]|\\['\\])*)'\]|\["((?:[^"\\]|\\["\\])*)"\]/uy;

/**
 * The steps of a JSON path that points at one place: `$.usage.tokens`, `$['input tokens']`, `$.items[0].size`. Array indexes are digits.
 * Gives null when the text is none, or points at many places (wildcards, slices, filters): a meter reads one value of an event.
 */
export function jsonPathSteps(path: string): string[] | null {
  if (!path.startsWith('$') || path.length === 1) return null;
  const steps: string[] = [];
  let at = 1;
  while (at < path.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (!found) return null;
    const quoted = found[3] ?? found[4];
    steps.push(quoted === undefined ? (found[1] ?? found[2] ?? '') : quoted.replace(/\\(.)/g, '$1'));
    at = STEP.lastIndex;
  }
  return steps;
}
