/** Start of a cursor page: after a row or before one. */
export interface Cursor {
  after?: string;
  before?: string;
}

/** The cursor in a page's link to its neighbour (`meta.page.next`), or null when there is no neighbour. */
export function cursorOf(link: string | null | undefined): Cursor | null {
  if (!link) return null;
  const search = new URLSearchParams(link.split('?')[1]);
  const [after, before] = [search.get('page[after]'), search.get('page[before]')];
  return after ? { after } : before ? { before } : {};
}
