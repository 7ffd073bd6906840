import { type Decimal, text } from '../decimal';
import { countText } from '../money';

/** Texts of a number that stays the same over many lines (a unit price, a tier's bound), each written once. */
class Written {
  readonly text: string;
  readonly money = new Map<string, string>();
  private readable: string | undefined;

  constructor(value: Decimal) {
    this.text = text(value);
  }

  get count(): string {
    this.readable ??= countText(this.text);
    return this.readable;
  }
}

const remembered = new WeakMap<Decimal, Written>();

/** Returns the texts of a number of a rate card: it is one object, and stands on every line of it. */
export function constant(value: Decimal): Written {
  let written = remembered.get(value);
  if (!written) {
    written = new Written(value);
    remembered.set(value, written);
  }
  return written;
}
