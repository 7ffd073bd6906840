/** Save state, as shown beside the title. */
export type SaveStatus =
  /** Everything typed is on the server. */
  | { kind: 'saved' }
  /** Typed and not sent yet, or on its way. */
  | { kind: 'saving' }
  /** Cannot be saved as it is: something critical stands in it. Kept in this browser. */
  | { kind: 'blocked'; count: number }
  /** The server refused or did not answer. Kept in this browser, and tried again. */
  | { kind: 'failed'; reason: string; retryInMs: number | null }
  /** Another user saved in between. */
  | { kind: 'stale' };

/** Delay between the last change and saving. */
export const SAVE_DELAY_MS = 700;

/** Returns the delay before the next try: 2 s, 4 s, 8 s … at most half a minute. */
export function retryDelayMs(failures: number): number {
  return Math.min(30_000, 1_000 * 2 ** Math.min(failures, 5));
}

/** The words beside the title. */
export function saveWords(status: SaveStatus): string {
  switch (status.kind) {
    case 'saved':
      return 'Saved';
    case 'saving':
      return 'Saving…';
    case 'blocked':
      return `Not saved: ${status.count === 1 ? '1 problem' : `${status.count} problems`} to repair. Your text is kept`;
    case 'failed':
      return `Couldn’t save: ${status.reason.replace(/\.$/, '')}. Your text is kept`;
    case 'stale':
      return 'Changed by somebody else. Your text is kept';
  }
}
