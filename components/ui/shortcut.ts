export type KeyPress = { key: string; metaKey: boolean; ctrlKey: boolean; altKey: boolean; timeStamp: number };

const SEQUENCE_MS = 1000;

/** One key press as written in shortcuts: "k", "mod+k", "?". Shift is part of the character ("?" is Shift and "/" here, another key elsewhere). */
export function chordOf(press: KeyPress): string | null {
  if (press.altKey || ['Shift', 'Meta', 'Control', 'Alt'].includes(press.key)) return null;
  return `${press.metaKey || press.ctrlKey ? 'mod+' : ''}${press.key.toLowerCase()}`;
}

/**
 * Gives a function that takes key presses one by one, with the shortcuts bound now, and says which of them the last press completed.
 * A sequence such as "g p" must come within a second; a single key that also starts a sequence fires at once.
 */
export function createMatcher(): (press: KeyPress, shortcuts: readonly string[]) => string | null {
  let before: { chord: string; at: number } | null = null;
  return (press, shortcuts) => {
    const chord = chordOf(press);
    if (chord === null) return null;
    const sequence = before && press.timeStamp - before.at <= SEQUENCE_MS ? `${before.chord} ${chord}` : null;
    const found = [sequence, chord].find((candidate) => candidate !== null && shortcuts.includes(candidate)) ?? null;
    before = found ? null : { chord, at: press.timeStamp };
    return found;
  };
}
