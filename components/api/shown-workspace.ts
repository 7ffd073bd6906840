/** Attribute that names the workspace of the page. */
export const SHOWN_WORKSPACE = 'data-workspace';

/**
 * Which workspace this page shows, for the API to do there what is asked, or refuse: another tab may have opened another one since, and the
 * person may have been removed. Empty on pages without a workspace.
 */
export function shownWorkspace(): Record<string, string> {
  const id = document.querySelector(`[${SHOWN_WORKSPACE}]`)?.getAttribute(SHOWN_WORKSPACE);
  return id ? { 'x-workspace': id } : {};
}

/** Told to the window when the API refuses because the person has no business in the workspace shown. */
export const STRAYED = 'ratebook:strayed';
