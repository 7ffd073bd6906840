/**
 * Returns the unit of a feature's meter, in the plural and in one word, for sentences: "Sonata Large input tokens" → "tokens", "GB-hours" →
 * "GB-hours", "Storage" → "units".
 */
export function featureUnit(feature: { name: string } | undefined): string {
  const word = feature?.name.trim().split(/\s+/).at(-1);
  if (!word || !/[a-z]s$/.test(word)) return 'units';
  // A capital that only begins the name goes; those of "GB-hours" stay.
  return /^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word;
}
