'use client';

import { useEffect, useState } from 'react';

/**
 * Reads the secret of a one-time link from behind the # of the address, and takes it out of there, so that neither the history nor a
 * screenshot keeps it. It stays in this tab while the person signs in, if `kept`. Undefined until it was looked for; null if there is none.
 */
export function useLinkToken(name: string, kept = false): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const given = window.location.hash.slice(1);
    if (given) window.history.replaceState(null, '', window.location.pathname);
    if (given && kept) sessionStorage.setItem(name, given);
    setToken((before) => given || before || sessionStorage.getItem(name));
  }, [name, kept]);
  return token;
}
