-- Meters count behind the events and not with them: a meter's rollups hold its events up to done_seq, later ones are read from the events.

-- A meter starts to count with its row, wherever that is written, from the first event on. It shares the rows of meters with the same events
-- and dimensions while there are slots left. One that changes gets another place and starts anew; whoever counts it meanwhile holds its row.
CREATE OR REPLACE FUNCTION usage_count_from_here() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  needed int := CASE NEW.aggregation WHEN 'avg' THEN 2 WHEN 'latest' THEN 3 ELSE 1 END;
  place record;
BEGIN
  UPDATE usage_groups SET slots = slots + needed
  WHERE id = (SELECT id FROM usage_groups WHERE workspace_id = NEW.workspace_id AND event_type = NEW.event_type
              AND dimensions = NEW.dimensions AND slots + needed <= 8 ORDER BY id LIMIT 1 FOR UPDATE)
  RETURNING id, slots - needed AS slot INTO place;
  IF NOT FOUND THEN
    INSERT INTO usage_groups (id, workspace_id, event_type, dimensions, slots)
    VALUES (gen_random_uuid(), NEW.workspace_id, NEW.event_type, NEW.dimensions, needed) RETURNING id, 0 AS slot INTO place;
  END IF;
  INSERT INTO usage_meters (meter_id, workspace_id, group_id, slot) VALUES (NEW.id, NEW.workspace_id, place.id, place.slot)
  ON CONFLICT (meter_id) DO UPDATE SET group_id = excluded.group_id, slot = excluded.slot, done_seq = 0, started_at = now();
  RETURN NULL;
END $$;

-- What has been counted to the end stays so.
UPDATE usage_meters u SET done_seq = coalesce((SELECT max(seq) FROM usage_events e WHERE e.workspace_id = u.workspace_id), 0)
WHERE finished_at IS NOT NULL;
-- A meter in the middle of it holds some later events too: it starts anew, in another place.
CREATE TEMP TABLE unfinished AS SELECT meter_id FROM usage_meters WHERE finished_at IS NULL;

ALTER TABLE "usage_meters" DROP COLUMN "finished_at",
DROP COLUMN "upto_seq";

CREATE TRIGGER meters_counted_anew AFTER UPDATE ON meters FOR EACH ROW EXECUTE FUNCTION usage_count_from_here();
UPDATE meters SET revision = revision WHERE id IN (SELECT meter_id FROM unfinished);
DROP TRIGGER meters_counted_anew ON meters;
DROP TABLE unfinished;

-- Workspaces with events that some meter has not counted: asked by the counting in the background, which belongs to no workspace.
CREATE OR REPLACE FUNCTION usage_uncounted_workspaces() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT u.workspace_id FROM usage_meters u
  WHERE EXISTS (SELECT FROM usage_events e WHERE e.workspace_id = u.workspace_id AND e.seq > u.done_seq)
$$;
