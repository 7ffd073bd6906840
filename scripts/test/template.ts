/** The database that every database test file copies. */
export const TEMPLATE = 'ratebook_template';
