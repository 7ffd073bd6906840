/** The cookie in which the width of the sidebar is kept, so that the server draws it right the first time. */
export const SIDEBAR_COOKIE = 'ratebook-sidebar';
