/** Parameters of an address that are not part of a search: pages, cursors and things that are open. */
const PLACES = new Set(['page', 'after', 'before', 'feature', 'claim', 'tab', 'event', 'id', 'as_of', 'model', 'currency', 'live']);

/** The part of a page's search that a view keeps, in one order, so that two addresses that show the same are the same. */
export function viewSearch(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name, value]) => !PLACES.has(name) && value !== '');
  return new URLSearchParams(kept.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}
