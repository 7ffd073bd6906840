-- A cut of a workspace's usage: an instant such that all that was stored by then is there to be seen, and all that comes is stored later. It
-- waits for those who were writing when it was asked for, and holds up nobody. Stored times are whole milliseconds, so it is a whole one too,
-- and is over when the writers are looked at. `upto` is a number of an event such that no event up to it is still to come.
ALTER TABLE "usage_meters" ADD COLUMN "counted_at" TIMESTAMPTZ(3);
UPDATE usage_meters SET counted_at = now() WHERE done_seq > 0;

CREATE FUNCTION usage_cut(workspace text, wanted timestamptz, OUT at timestamptz, OUT upto bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  key bigint := usage_lock(workspace);
  began timestamptz;
  writers text[];
BEGIN
  SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END INTO upto FROM usage_events_seq_seq;
  at := least(date_trunc('milliseconds', wanted), date_trunc('milliseconds', clock_timestamp()) + interval '1 ms');
  PERFORM pg_sleep_until(at + interval '1 ms');
  began := clock_timestamp();
  SELECT array_agg(l.virtualtransaction) INTO writers FROM usage_lock_holders(key) l;
  WHILE writers IS NOT NULL LOOP
    IF clock_timestamp() > began + interval '30 s' THEN
      RAISE EXCEPTION 'a writer of usage takes long' USING ERRCODE = 'lock_not_available';
    END IF;
    PERFORM pg_sleep(0.002);
    SELECT array_agg(l.virtualtransaction) INTO writers FROM usage_lock_holders(key) l WHERE l.virtualtransaction = ANY(writers);
  END LOOP;
END $$;

-- Who holds the lock of a workspace's usage now, in whichever mode.
CREATE FUNCTION usage_lock_holders(key bigint) RETURNS TABLE (virtualtransaction text) LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  SELECT virtualtransaction FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = ((key >> 32) & 4294967295)::oid AND objid = (key & 4294967295)::oid
$$;
