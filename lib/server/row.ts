import 'server-only';

/** A column's null as a field that is not there, which is how the contract writes it. */
export const absent = <T>(value: T | null): T | undefined => value ?? undefined;

/** A column's time as an ISO instant in UTC. */
export const instant = (value: Date | null): string | undefined => value?.toISOString();
