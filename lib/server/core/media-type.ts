import 'server-only';

/** Returns the media type of a content-type header, without its parameters; empty when there is none. */
export const mediaType = (header: string | undefined): string => header?.split(';')[0]?.trim().toLowerCase() ?? '';
