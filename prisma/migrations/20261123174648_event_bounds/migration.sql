-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "event_days_late_max" INTEGER,
ADD COLUMN     "event_hours_ahead_max" INTEGER NOT NULL DEFAULT 24;

ALTER TABLE workspaces ADD CONSTRAINT workspaces_event_bounds CHECK (event_hours_ahead_max >= 0 AND event_days_late_max > 0);

-- With the bounds, since every event that comes in with a key is held against them.
DROP FUNCTION find_api_key(text);
CREATE FUNCTION find_api_key(key_hash text)
RETURNS TABLE (id text, workspace_id text, name text, role role, expires_at timestamptz, revoked_at timestamptz,
               workspace_key text, workspace_name text, workspace_time_zone text, event_hours_ahead_max int, event_days_late_max int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.workspace_id, k.name, k.role, k.expires_at, k.revoked_at, w.key, w.name, w.time_zone, w.event_hours_ahead_max, w.event_days_late_max
  FROM api_keys k JOIN workspaces w ON w.id = k.workspace_id WHERE k.hash = key_hash
$$;
