const RHYTHM = /(^|_)(annual|annually|yearly|year|half_yearly|quarterly|quarter|monthly|month|weekly|week)(?=_|$)/g;

/** The key of a plan without the word for how often it is billed: "pro_yearly" and "pro" are both "pro". */
export const keyStem = (key: string): string => key.replaceAll(RHYTHM, '').replace(/^_/, '');

/** Is it the same plan billed in another rhythm, as far as keys tell? Source: how vendors name them, `pro_monthly` beside `pro_yearly`. */
export const areSiblings = (key: string, other: string): boolean => key !== other && keyStem(key) !== '' && keyStem(key) === keyStem(other);
