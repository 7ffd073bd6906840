import type { AppType } from '@/lib/catalog/tax-code';

/** The systems that may know a tax code, in words. */
export const APP_TYPES: Record<(typeof AppType.options)[number], string> = {
  stripe: 'Stripe',
  external_invoicing: 'Your own invoicing',
  sandbox: 'Sandbox',
};
