import { z } from 'zod';

/** Long enough to withstand guessing; no rules of composition, which only make people write passwords down. */
export const Password = z.string().min(12, 'Use at least 12 characters.').max(256);
