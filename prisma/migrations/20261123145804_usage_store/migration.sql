-- CreateTable
CREATE TABLE "usage_events" (
    "workspace_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "time" TIMESTAMPTZ(6) NOT NULL,
    "data" JSONB,
    "dataschema" TEXT,
    "ingested_at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "usage_events_pkey" PRIMARY KEY ("workspace_id","source","id")
);

-- CreateTable
CREATE TABLE "usage_groups" (
    "id" UUID NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "dimensions" JSONB NOT NULL,
    "slots" SMALLINT NOT NULL,

    CONSTRAINT "usage_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_meters" (
    "meter_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "group_id" UUID NOT NULL,
    "slot" SMALLINT NOT NULL,
    "upto_seq" BIGINT NOT NULL,
    "done_seq" BIGINT NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "usage_meters_pkey" PRIMARY KEY ("meter_id")
);

-- CreateTable
CREATE TABLE "usage_series" (
    "id" UUID NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "group_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "dimensions" TEXT[],

    CONSTRAINT "usage_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_rollups" (
    "series" UUID NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(0) NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "v0" DECIMAL,
    "v1" DECIMAL,
    "v2" DECIMAL,
    "v3" DECIMAL,
    "v4" DECIMAL,
    "v5" DECIMAL,
    "v6" DECIMAL,
    "v7" DECIMAL,

    CONSTRAINT "usage_rollups_pkey" PRIMARY KEY ("series","grain","bucket")
);

-- CreateTable
CREATE TABLE "usage_uniques" (
    "series" UUID NOT NULL,
    "slot" SMALLINT NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(0) NOT NULL,
    "value" UUID NOT NULL,
    "workspace_id" TEXT NOT NULL,

    CONSTRAINT "usage_uniques_pkey" PRIMARY KEY ("series","slot","grain","bucket","value")
);

-- CreateTable
CREATE TABLE "usage_rejections" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "digest" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "event" JSONB NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "usage_rejections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_imports" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "bytes_total" BIGINT,
    "bytes_read" BIGINT NOT NULL DEFAULT 0,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "duplicates" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "usage_imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_import_rejections" (
    "import_id" TEXT NOT NULL,
    "line" BIGINT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "usage_import_rejections_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateIndex
CREATE INDEX "usage_events_workspace_id_seq_idx" ON "usage_events"("workspace_id", "seq");

-- CreateIndex
CREATE INDEX "usage_events_workspace_id_time_idx" ON "usage_events"("workspace_id", "time");

-- CreateIndex
CREATE INDEX "usage_events_workspace_id_subject_time_idx" ON "usage_events"("workspace_id", "subject", "time");

-- CreateIndex
CREATE INDEX "usage_groups_workspace_id_event_type_idx" ON "usage_groups"("workspace_id", "event_type");

-- CreateIndex
CREATE INDEX "usage_meters_workspace_id_idx" ON "usage_meters"("workspace_id");

-- CreateIndex
CREATE INDEX "usage_series_workspace_id_group_id_subject_idx" ON "usage_series"("workspace_id", "group_id", "subject");

-- CreateIndex
CREATE INDEX "usage_rollups_bucket_idx" ON "usage_rollups" USING BRIN ("bucket");

-- CreateIndex
CREATE INDEX "usage_rejections_workspace_id_last_at_idx" ON "usage_rejections"("workspace_id", "last_at");

-- CreateIndex
CREATE UNIQUE INDEX "usage_rejections_workspace_id_digest_key" ON "usage_rejections"("workspace_id", "digest");

-- CreateIndex
CREATE INDEX "usage_imports_workspace_id_created_at_idx" ON "usage_imports"("workspace_id", "created_at" DESC);

-- What Prisma's schema language cannot say.

-- Many small updates of the same rows: room on each page lets them stay there (no index of these tables holds what changes).
ALTER TABLE usage_rollups SET (fillfactor = 75);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_events', 'usage_groups', 'usage_meters', 'usage_series', 'usage_rollups', 'usage_uniques', 'usage_rejections',
                           'usage_imports', 'usage_import_rejections'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY workspace_rows ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', t);
  END LOOP;
END $$;

-- Events that are being written hold this lock shared, a change of what is counted holds it alone: so every event is counted by a meter
-- either as it arrives or by the meter's derivation, never by both or neither.
CREATE FUNCTION usage_lock(workspace text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT hashtextextended('usage:' || workspace, 0) $$;

-- The number that a meter counts: a JSON number, or a text that is one. Null for anything else and beyond 30 digits before the point or 18 after.
CREATE FUNCTION usage_number(v jsonb) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  n numeric;
  t text;
BEGIN
  CASE jsonb_typeof(v)
    WHEN 'number' THEN n := v::numeric;
    WHEN 'string' THEN
      t := v #>> '{}';
      IF length(t) > 80 OR t !~ '^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?\s*$' THEN RETURN NULL; END IF;
      n := t::numeric;
    ELSE RETURN NULL;
  END CASE;
  IF abs(n) >= 1e30 OR (scale(n) > 18 AND scale(trim_scale(n)) > 18) THEN RETURN NULL; END IF;
  RETURN n;
END $$;

-- The value that a unique count tells apart, as a digest: a text, number or boolean. Null for anything else.
CREATE FUNCTION usage_digest(v jsonb) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(v) IN ('string', 'number', 'boolean')
              THEN left(encode(sha256(convert_to(v #>> '{}', 'UTF8')), 'hex'), 32)::uuid END
$$;

-- The identity of a series follows from what it is, so that writers need not look it up. Quoting by array output keeps parts apart.
CREATE FUNCTION usage_series_id(group_id uuid, subject text, dimensions text[]) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(encode(sha256(convert_to((ARRAY[group_id::text, subject] || dimensions)::text, 'UTF8')), 'hex'), 32)::uuid
$$;

-- A meter starts to count with its row, wherever that is written: earlier events are left to its derivation, later ones are counted as
-- they come. It shares the rows of meters with the same events and dimensions while there are slots left.
CREATE FUNCTION usage_count_from_here() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  needed int := CASE NEW.aggregation WHEN 'avg' THEN 2 WHEN 'latest' THEN 3 ELSE 1 END;
  place record;
  upto bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(usage_lock(NEW.workspace_id));
  UPDATE usage_groups SET slots = slots + needed
  WHERE id = (SELECT id FROM usage_groups WHERE workspace_id = NEW.workspace_id AND event_type = NEW.event_type
              AND dimensions = NEW.dimensions AND slots + needed <= 8 ORDER BY id LIMIT 1)
  RETURNING id, slots - needed AS slot INTO place;
  IF NOT FOUND THEN
    INSERT INTO usage_groups (id, workspace_id, event_type, dimensions, slots)
    VALUES (gen_random_uuid(), NEW.workspace_id, NEW.event_type, NEW.dimensions, needed) RETURNING id, 0 AS slot INTO place;
  END IF;
  SELECT coalesce(max(seq), 0) INTO upto FROM usage_events WHERE workspace_id = NEW.workspace_id;
  INSERT INTO usage_meters (meter_id, workspace_id, group_id, slot, upto_seq, finished_at)
  VALUES (NEW.id, NEW.workspace_id, place.id, place.slot, upto, CASE WHEN upto = 0 THEN now() END)
  ON CONFLICT (meter_id) DO UPDATE SET group_id = excluded.group_id, slot = excluded.slot, upto_seq = excluded.upto_seq, done_seq = 0,
                                       started_at = now(), finished_at = excluded.finished_at;
  RETURN NULL;
END $$;
CREATE TRIGGER meters_counted AFTER INSERT ON meters FOR EACH ROW EXECUTE FUNCTION usage_count_from_here();
CREATE TRIGGER meters_recounted AFTER UPDATE ON meters FOR EACH ROW
  WHEN (OLD.dimensions IS DISTINCT FROM NEW.dimensions OR OLD.events_from IS DISTINCT FROM NEW.events_from
        OR OLD.value_property IS DISTINCT FROM NEW.value_property OR OLD.aggregation IS DISTINCT FROM NEW.aggregation
        OR OLD.event_type IS DISTINCT FROM NEW.event_type)
  EXECUTE FUNCTION usage_count_from_here();
-- Meters that were there before this migration: touching them runs the same rules.
CREATE TRIGGER meters_first_counted AFTER UPDATE ON meters FOR EACH ROW EXECUTE FUNCTION usage_count_from_here();
UPDATE meters SET revision = revision;
DROP TRIGGER meters_first_counted ON meters;

-- Removing a workspace removes its usage (the usage tables have no foreign keys).
CREATE FUNCTION usage_remove_workspace() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_events', 'usage_groups', 'usage_meters', 'usage_series', 'usage_rollups', 'usage_uniques', 'usage_rejections',
                           'usage_imports', 'usage_import_rejections'] LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING OLD.id;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER workspaces_usage_removed AFTER DELETE ON workspaces FOR EACH ROW EXECUTE FUNCTION usage_remove_workspace();

-- Workspaces whose meters have not been counted to the end: asked by the background derivation, which belongs to no workspace.
CREATE FUNCTION usage_uncounted_workspaces() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT workspace_id FROM usage_meters WHERE finished_at IS NULL
$$;
