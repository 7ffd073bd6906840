import { z } from 'zod';

/** The three letters of an ISO 4217 currency. */
export const CurrencyCode = z
  .string()
  .min(3)
  .max(3)
  .regex(/^[A-Z]{3}$/)
  .meta({ id: 'CurrencyCode' });
