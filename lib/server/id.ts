import 'server-only';
import { monotonicFactory } from 'ulid';

/** A new ULID; those made in one process sort in the order of their making. */
export const newId: () => string = monotonicFactory();
