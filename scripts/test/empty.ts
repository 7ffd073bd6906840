// What `server-only` becomes outside of Next: nothing.
export {};
