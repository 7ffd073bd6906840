import { decimal, round, text } from '../../decimal';

/** Writes an estimate with so many digits after the point at most. */
export const estimateText = (value: number, digits = 6): string => text(round(decimal(String(value)), digits));

/** Reads a decimal as a number to estimate with. */
export const estimateOf = (amount: string): number => Number(amount);
