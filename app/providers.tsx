'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Toaster } from '@/components/ui/toaster';

/** Everything the pages share: the query cache, the theme (its inline script carries the nonce), toasts. */
export function Providers({ children, nonce }: { children: ReactNode; nonce?: string }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: retryOnlyNetwork } } }),
  );
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={client}>
        {children}
        <Toaster />
      </QueryClientProvider>
    </ThemeProvider>
  );
}

/** An answer with a status is final, asking again gives the same; only a lost connection is worth a second and third try. */
function retryOnlyNetwork(failures: number, error: unknown): boolean {
  return failures < 2 && !(typeof error === 'object' && error !== null && 'status' in error);
}
