type ToastOptions = {
  /** A second, quieter line: what happened to what, or what to do. */
  detail?: string;
  /** One act, such as undo. */
  action?: { label: string; onClick: () => void };
  /** Shown for this long; errors stay until dismissed. */
  durationMs?: number;
};

let wanted = false;
const watchers = new Set<() => void>();

export function watchToasts(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

export const toastsWanted = () => wanted;

async function show(kind: 'message' | 'success' | 'error', title: string, { detail, action, durationMs }: ToastOptions): Promise<void> {
  wanted = true;
  for (const tell of watchers) tell();
  const { toast: sonner } = await import('sonner');
  sonner[kind](title, {
    description: detail,
    action,
    duration: durationMs ?? (kind === 'error' ? Number.POSITIVE_INFINITY : action ? 8000 : 4000),
  });
}

/** Says what happened, at the edge of the page. The library behind it is loaded by the first call. */
export const toast = {
  message: (title: string, options: ToastOptions = {}) => void show('message', title, options),
  success: (title: string, options: ToastOptions = {}) => void show('success', title, options),
  error: (title: string, options: ToastOptions = {}) => void show('error', title, options),
};
