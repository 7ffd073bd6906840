-- Events lie in partitions by the month of their time, so that an old month can go at once. Their identity moves to a table of its own, where
-- it is known for ever: a digest of (workspace, source, id), a digest of what may not change when the event is sent again, and where it lies.

CREATE TABLE "usage_ids" (
    "key" UUID NOT NULL,
    "content" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "time" TIMESTAMPTZ(6) NOT NULL,
    "workspace_id" TEXT NOT NULL,

    CONSTRAINT "usage_ids_pkey" PRIMARY KEY ("key")
);

-- What was archived: figures that were counted stay, the events behind them are gone.
CREATE TABLE "usage_archives" (
    "workspace_id" TEXT NOT NULL,
    "month" DATE NOT NULL,
    "type" TEXT NOT NULL,
    "events" BIGINT NOT NULL,
    "archived_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_archives_pkey" PRIMARY KEY ("workspace_id","month","type")
);

ALTER TABLE usage_events RENAME TO usage_events_before;
ALTER TABLE usage_events_before DROP CONSTRAINT usage_events_pkey;
DROP INDEX usage_events_workspace_id_seq_idx, usage_events_workspace_id_time_idx, usage_events_workspace_id_subject_time_idx;

-- Columns of fixed width first: no bytes are lost to alignment.
CREATE TABLE "usage_events" (
    "seq" BIGINT NOT NULL DEFAULT nextval('usage_events_seq_seq'),
    "time" TIMESTAMPTZ(6) NOT NULL,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voided_at" TIMESTAMPTZ(3),
    "workspace_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB,
    "dataschema" TEXT,
    "void_id" TEXT
) PARTITION BY RANGE ("time");
ALTER SEQUENCE usage_events_seq_seq OWNED BY usage_events.seq;

-- Times so far off that they are hardly right share one partition, so that no sender makes thousands.
CREATE TABLE usage_events_other PARTITION OF usage_events DEFAULT;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_ids', 'usage_archives', 'usage_events', 'usage_events_other'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY workspace_rows ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', t);
  END LOOP;
END $$;

-- Makes the partition of the month of an instant, unless it is there; the application has no other right over tables. Events of the month that
-- had to lie elsewhere meanwhile move into it. Attaching lets readers and writers go on; what it waits for it does not wait long.
CREATE FUNCTION usage_add_month(at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  month timestamp := date_trunc('month', at AT TIME ZONE 'UTC');
  name text := 'usage_events_' || to_char(month, 'YYYY_MM');
  first timestamptz := month AT TIME ZONE 'UTC';
  next timestamptz := (month + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
  IF first < '2015-01-01T00:00:00Z' OR first > now() + interval '2 years' OR to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  PERFORM set_config('lock_timeout', '3s', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('usage_events', 0)); -- of two that find it missing, one makes it
  IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE usage_events INCLUDING DEFAULTS)', name);
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY workspace_rows ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', name);
  EXECUTE format('LOCK TABLE usage_events_other IN SHARE ROW EXCLUSIVE MODE');
  EXECUTE format('WITH moved AS (DELETE FROM usage_events_other WHERE time >= %L AND time < %L RETURNING *) INSERT INTO %I SELECT * FROM moved', first, next, name);
  EXECUTE format('ALTER TABLE usage_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, next);
END $$;

-- What was there moves over; of each month that has events there is a partition.
SELECT usage_add_month(time) FROM (SELECT DISTINCT date_trunc('month', time, 'UTC') AS time FROM usage_events_before) m;
INSERT INTO usage_events (seq, time, ingested_at, stored_at, voided_at, workspace_id, source, id, type, subject, data, dataschema, void_id)
SELECT seq, time, ingested_at, stored_at, voided_at, workspace_id, source, id, type, subject, data, dataschema, void_id
FROM usage_events_before ORDER BY seq;
INSERT INTO usage_ids (key, content, seq, time, workspace_id)
SELECT encode(substr(sha256(convert_to(workspace_id || ':' || length(source) || ':' || source || ':' || id, 'UTF8')), 1, 16), 'hex')::uuid,
       encode(substr(sha256(convert_to(length(type) || ':' || type || length(subject) || ':' || subject
         || coalesce(length(dataschema) || ':' || dataschema, '-') || coalesce(data::text, '-'), 'UTF8')), 1, 16), 'hex')::uuid,
       seq, time, workspace_id
FROM usage_events_before;
DROP TABLE usage_events_before;

-- CreateIndex
CREATE INDEX "usage_events_workspace_id_seq_idx" ON "usage_events"("workspace_id", "seq");

-- CreateIndex
CREATE INDEX "usage_events_workspace_id_time_idx" ON "usage_events"("workspace_id", "time");

-- CreateIndex
CREATE INDEX "usage_events_workspace_id_subject_time_idx" ON "usage_events"("workspace_id", "subject", "time");

-- Removing a workspace removes its usage (the usage tables have no foreign keys).
CREATE OR REPLACE FUNCTION usage_remove_workspace() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_events', 'usage_ids', 'usage_archives', 'usage_groups', 'usage_meters', 'usage_series', 'usage_rollups',
                           'usage_uniques', 'usage_rejections', 'usage_imports', 'usage_import_rejections', 'usage_voids'] LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING OLD.id;
  END LOOP;
  RETURN NULL;
END $$;
