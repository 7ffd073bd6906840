const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** Names a browser and its system by what it called itself: "Firefox on Windows". */
export function deviceName(agent: string): string {
  const named = (list: readonly (readonly [string, string])[]) => list.find(([part]) => agent.includes(part))?.[1];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  if (!browser) return agent.split(' ')[0] || 'Unknown';
  return system ? `${browser} on ${system}` : browser;
}
