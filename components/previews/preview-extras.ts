// Add-ons and credits of a preview as its address holds them: "01ABC…*3" and "50@1~2026-12-01", several joined by commas.

/** An add-on the customer has, and how many of it as typed. */
export interface AddOnTaken {
  id: string;
  quantity: string;
}

/** Money on hand as typed: its priority when it is not the ordinary one, and the first day on which it cannot be used any more. */
export interface CreditGiven {
  amount: string;
  priority: string;
  expires: string;
}

const parts = (text: string | null): string[] => (text ? text.split(',') : []);

export function addOnsOf(text: string | null): AddOnTaken[] {
  return parts(text).flatMap((part) => {
    const [id = '', quantity = '1'] = part.split('*');
    return id ? [{ id, quantity }] : [];
  });
}

export function addOnsText(taken: readonly AddOnTaken[]): string | null {
  return taken.map(({ id, quantity }) => `${id}*${quantity}`).join() || null;
}

export function creditsOf(text: string | null): CreditGiven[] {
  return parts(text).map((part) => {
    const [money = '', expires = ''] = part.split('~');
    const [amount = '', priority = ''] = money.split('@');
    return { amount, priority, expires };
  });
}

/** The first one stays while it is empty, so that typing into it is possible; null when there is none. */
export function creditsText(given: readonly CreditGiven[]): string | null {
  const written = given.map(({ amount, priority, expires }) => `${amount}${priority && `@${priority}`}${expires && `~${expires}`}`);
  return written.length === 0 || (written.length === 1 && written[0] === '') ? null : written.join();
}
