/**
 * Remembers what a pure function gave for an object, for as long as the rest it was asked with stays the same. Parts of a draft are never
 * changed in place, so one that is the same object says the same: of a plan of a hundred cards, a keystroke asks about one.
 */
export function oncePer<Part extends object, Rest extends unknown[], Answer>(
  ask: (part: Part, ...rest: Rest) => Answer,
): (part: Part, ...rest: Rest) => Answer {
  const known = new WeakMap<Part, { rest: Rest; answer: Answer }>();
  return (part, ...rest) => {
    const before = known.get(part);
    if (before && before.rest.length === rest.length && before.rest.every((value, i) => Object.is(value, rest[i]))) return before.answer;
    const answer = ask(part, ...rest);
    known.set(part, { rest, answer });
    return answer;
  };
}
