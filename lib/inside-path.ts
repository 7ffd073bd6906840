const SELF = 'https://self.invalid';

/**
 * Returns where to go after signing in: a path of this site, or "/" for everything else. The address is read as a browser reads it, which
 * drops tabs and line breaks and takes a backslash for a slash, and what it leads to is compared by origin.
 */
export function insidePath(given: string | undefined): string {
  if (!given?.startsWith('/') || !URL.canParse(given, SELF)) return '/';
  const url = new URL(given, SELF);
  if (url.origin !== SELF) return '/';
  const path = url.pathname + url.search + url.hash;
  return path.startsWith('//') ? '/' : path;
}
