'use client';

import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import { Toaster } from 'sonner';
import { watchToasts } from './toast';

/** Stands above an open dialog too: each toast brings the list to the front of the top layer. */
export default function ToastList() {
  const { resolvedTheme } = useTheme();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const raise = () => {
      if (ref.current?.matches(':popover-open')) ref.current.hidePopover();
      ref.current?.showPopover();
    };
    raise();
    return watchToasts(raise);
  }, []);
  return (
    <div ref={ref} popover="manual" className="inset-auto m-0 overflow-visible border-0 bg-transparent p-0">
      <Toaster
        theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
        position="bottom-right"
        offset={16}
        gap={8}
        closeButton
        icons={{ success: <CircleCheck className="text-positive" />, error: <CircleAlert className="text-critical" /> }}
        toastOptions={{
          unstyled: true,
          classNames: {
            toast: 'flex w-(--width) items-start gap-2.5 rounded-md bg-raised py-3 pr-9 pl-3 font-sans text-base text-text shadow-float',
            title: 'font-medium',
            description: 'text-sm text-muted',
            icon: 'mt-0.5',
            content: 'min-w-0 flex-1',
            actionButton: 'shrink-0 rounded-sm border border-border-strong px-2 py-0.5 text-sm font-medium hover:bg-hover',
            closeButton: 'absolute top-2.5 right-2.5 grid size-6 place-items-center rounded-sm text-faint hover:bg-hover hover:text-text',
          },
        }}
      />
    </div>
  );
}
