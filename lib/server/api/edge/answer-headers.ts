import 'server-only';

export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv; charset=utf-8';

/** Headers that every answer has, with the type of its body if it has one. */
export const answerHeaders = (requestId: string, type?: string): Record<string, string> => ({
  'x-request-id': requestId,
  'cache-control': 'no-store',
  ...(type !== undefined && { 'content-type': type }),
});
