/**
 * The one form in which e-mail addresses are stored and compared: without outer blanks, A to Z in lower case. Null for a text with any other
 * character than visible ASCII: Unicode's lower case makes a k of the Kelvin sign, and somebody else of whoever has one in their address.
 */
export function canonicalAddress(given: string): string | null {
  const text = given.replace(/^ +| +$/g, '');
  if (!/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(text)) return null;
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}
