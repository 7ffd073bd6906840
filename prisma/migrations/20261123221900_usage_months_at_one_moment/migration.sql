-- Whoever waited for another server that made the same partition must see it: a name that was looked up before the wait is remembered as
-- missing by to_regclass, so the catalogue itself is read.

-- Makes the partition of the month of an instant, unless it is there; the application has no other right over tables. Events of the month that
-- had to lie elsewhere meanwhile move into it. Attaching lets readers and writers go on; what it waits for it does not wait long.
CREATE OR REPLACE FUNCTION usage_add_month(at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month timestamp := date_trunc('month', at AT TIME ZONE 'UTC');
  name text := 'usage_events_' || to_char(month, 'YYYY_MM');
  first timestamptz := month AT TIME ZONE 'UTC';
  next timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
  IF first < '2015-01-01T00:00:00Z' OR first > now() + interval '2 years' OR EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = 'public'::regnamespace) THEN RETURN; END IF;
  PERFORM set_config('lock_timeout', '3s', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('usage_events', 0)); -- of two that find it missing, one makes it
  IF EXISTS (SELECT FROM pg_class WHERE relname = name AND relnamespace = 'public'::regnamespace) THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE usage_events INCLUDING DEFAULTS)', name);
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY workspace_rows ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', name);
  LOCK TABLE usage_events_other IN SHARE ROW EXCLUSIVE MODE;
  EXECUTE format('WITH moved AS (DELETE FROM usage_events_other WHERE time >= %L AND time < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', first, next, name);
  EXECUTE format('ALTER TABLE usage_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, next);
END $$;
