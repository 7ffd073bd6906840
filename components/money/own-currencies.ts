'use client';

import { useMemo } from 'react';
import { useApi } from '@/components/api/client';
import { useClock } from '@/components/ui/clock';
import { listCurrencies } from '@/lib/api/catalog/currencies';
import type { CustomCurrency } from '@/lib/catalog/currency';
import { standingOf } from './cost-basis-words';
import { OWN_CURRENCIES } from './money-input';

/** The workspace's own currencies; undefined while they are loaded. */
export function useOwnCurrencies(): readonly CustomCurrency[] | undefined {
  const all = useApi(listCurrencies, OWN_CURRENCIES).data?.data;
  return useMemo(() => all?.flatMap((currency) => (currency.type === 'custom' ? [currency] : [])), [all]);
}

/** The same as the checks of a plan want them: with the money that each can be turned into now. */
export function useCustomCurrencies() {
  const own = useOwnCurrencies();
  const clock = useClock();
  return useMemo(() => {
    const now = new Date(clock()).toISOString();
    return own?.map(({ code, costBasis = [] }) => ({ code, costBases: costBasis.filter((basis) => standingOf(basis, now) === 'now') }));
  }, [own, clock]);
}
