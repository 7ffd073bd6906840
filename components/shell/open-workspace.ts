// The server reads the chosen workspace from this cookie, and checks that the person belongs to it.
const COOKIE = 'ratebook-workspace';
const YEAR_S = 31_536_000;

/** Goes to a workspace, by a whole load of the page: nothing of the other one may stay in memory. */
export function openWorkspace(key: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${COOKIE}=${encodeURIComponent(key)}; path=/; max-age=${YEAR_S}; samesite=lax`;
  window.location.assign('/');
}
