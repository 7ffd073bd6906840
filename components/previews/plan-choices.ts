/** The list that plans are chosen from: all versions, the newest first within a plan. The page asks for it ahead. */
export const PLAN_CHOICES = { query: { page: { size: 200 }, sort: 'name,version desc' } };

/** The add-ons that can be added to a preview, all versions alike. */
export const ADD_ON_CHOICES = { query: { page: { size: 200 }, sort: 'name,version desc' } };
