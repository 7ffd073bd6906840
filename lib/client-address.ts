/**
 * Returns the network address that a request is counted against: the peer, or, behind `proxies` reverse proxies of ours, what the outermost of
 * them noted. Each proxy adds the address it was called from at the end of X-Forwarded-For; everything further left a caller may have made up.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined, proxies: number): string {
  const noted = proxies > 0 ? (forwardedFor ?? '').split(',').at(-proxies)?.trim() : '';
  const address = noted || peer || 'unknown';
  return address.replace(/^::ffff:(?=\d+\.)/, '').slice(0, 64);
}

/** Reads TRUST_PROXY: how many reverse proxies of ours stand in front, none unless it says so. */
export const trustedProxies = (setting: string | undefined): number => (/^[1-9]$/.test(setting ?? '') ? Number(setting) : 0);
