// Loaded into every Node program that lifetime.mjs runs: it ends with whoever started it, even when that one is killed outright.
// Programs that this one starts in turn load it too, and are left alone: they have a channel of their own to somebody else.
if (process.channel && process.ppid === Number(process.env.RATEBOOK_LEASH)) {
  process.on('disconnect', () => process.exit(1));
  process.channel.unref(); // the channel alone must not keep it from ending when it is done
}
