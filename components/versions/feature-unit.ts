/** Returns the unit of a feature's meter, in the plural, for sentences: "Input tokens" → "input tokens", "GB-hours" → "GB-hours", "Storage" → "units". */
export function featureUnit(feature: { name: string } | undefined): string {
  const name = feature?.name.trim();
  if (!name || !/[a-z]s$/.test(name)) return 'units';
  // A name such as "Sonata Large input tokens" begins with a proper name and stays as it is.
  return /^[A-Z][a-z]+( [a-z]|$)/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
}
