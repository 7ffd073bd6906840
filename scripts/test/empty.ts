// Stands for `server-only` outside of Next: nothing.
export {};
