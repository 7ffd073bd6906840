import type { ReactNode } from 'react';

/** The doorway: one narrow column, nothing else to look at. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-surface px-4 py-10">
      <div className="w-full max-w-90">
        <p className="mb-6 flex items-center gap-2 font-semibold text-md">
          {/* biome-ignore lint/performance/noImgElement: an svg of our own needs no optimising */}
          <img src="/icon.svg" alt="" width={20} height={20} />
          Ratebook
        </p>
        {children}
      </div>
    </main>
  );
}
