import type { AddOnInstanceType } from '@/lib/catalog/add-on';

/** Quantity of an add-on per subscription, as forms ask for it. */
export const INSTANCE_TYPES: readonly { value: AddOnInstanceType; label: string; hint: string }[] = [
  { value: 'single', label: 'Once', hint: 'On or off, such as single sign-on or priority support. Any kind of price.' },
  { value: 'multiple', label: 'In any quantity', hint: 'Packs that add up, such as ten more seats. Flat or free prices only.' },
];

/** The same in a word for a heading or a row. */
export const takenWords = (type: AddOnInstanceType): string => (type === 'single' ? 'Once' : 'In any quantity');
