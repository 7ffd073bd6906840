export type ProblemWords = {
  title: string;
  /** Explanation and next step. */
  detail: string;
  /** Id of the request, for support. */
  requestId: string | null;
  status: number | null;
  /** Whether asking again could end differently. */
  worthRetrying: boolean;
};

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value : null);

/**
 * Returns the words for a failed request. Takes anything that was thrown: an error that carries a problem document, the document, anything.
 * A refusal (401, 403, 404) gets words of its own, because the document's are written for programs.
 */
export function problemWords(error: unknown): ProblemWords {
  const thrown = record(error);
  const document = { ...thrown, ...record(thrown.problem) }; // the document itself, or an error that carries it
  const status = typeof document.status === 'number' ? document.status : null;
  const requestId = text(document.instance);
  const said = { title: text(document.title), detail: text(document.detail) };
  if (status === null)
    return {
      title: 'No answer from the server',
      detail: 'It may be restarting, or you are offline. Nothing was changed.',
      requestId,
      status,
      worthRetrying: true,
    };
  if (status === 401)
    return {
      title: 'You were signed out',
      detail: 'Sign in again. Your changes on this page are kept.',
      requestId,
      status,
      worthRetrying: false,
    };
  if (status === 403)
    return {
      title: 'Your role does not allow this',
      detail: 'Ask an admin or an owner of this workspace for access.',
      requestId,
      status,
      worthRetrying: false,
    };
  if (status === 404)
    return {
      title: 'Not found',
      detail: 'It was removed, belongs to another workspace, or the address is wrong.',
      requestId,
      status,
      worthRetrying: false,
    };
  return {
    title: said.title ?? (status >= 500 ? 'Something failed on the server' : 'The request was refused'),
    detail: said.detail ?? 'Try again. If it happens again, contact your administrator.',
    requestId,
    status,
    worthRetrying: status >= 500 || status === 429 || status === 408,
  };
}
