/** What a feature's meter counts, in the plural, for sentences: "Input tokens" → "input tokens", "GB-hours" → "GB-hours", "Storage" → "units". */
export function featureUnit(feature: { name: string } | undefined): string {
  const name = feature?.name.trim();
  if (!name || !/[a-z]s$/.test(name)) return 'units';
  return /^[A-Z][a-z]/.test(name) ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
}
