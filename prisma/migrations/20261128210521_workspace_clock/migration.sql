-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "sandbox" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "test_clocks" (
    "workspace_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "target" TIMESTAMPTZ(3),
    "started_from" TIMESTAMPTZ(3),
    "cancelling" BOOLEAN NOT NULL DEFAULT false,
    "done" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "test_clocks_pkey" PRIMARY KEY ("workspace_id")
);

-- AddForeignKey
ALTER TABLE "test_clocks" ADD CONSTRAINT "test_clocks_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE test_clocks ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON test_clocks USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- The instant it is in a workspace: where its test clock stands, else the wall clock, whatever the transaction's start.
CREATE FUNCTION workspace_now(workspace text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT at FROM test_clocks WHERE workspace_id = workspace), clock_timestamp())
$$;

-- Two versions may begin at the same instant of a clock that stands still: the first was sold for no time at all.
ALTER TABLE plans DROP CONSTRAINT plans_effective_period,
  ADD CONSTRAINT plans_effective_period CHECK (effective_to IS NULL OR (effective_from IS NOT NULL AND effective_from <= effective_to));
ALTER TABLE add_ons DROP CONSTRAINT add_ons_effective_period,
  ADD CONSTRAINT add_ons_effective_period CHECK (effective_to IS NULL OR (effective_from IS NOT NULL AND effective_from <= effective_to));

CREATE OR REPLACE FUNCTION refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['name', 'description', 'labels', 'effective_to', 'deleted_at', 'revision', 'updated_by', 'updated_at'];
  here timestamptz := workspace_now(OLD.workspace_id);
BEGIN
  IF is_table_owner(TG_RELID) OR OLD.effective_from IS NULL OR OLD.effective_from > here THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'RB002';
  END IF;
  IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'RB002';
  END IF;
  IF OLD.effective_to <= here AND NEW.effective_to IS DISTINCT FROM OLD.effective_to THEN
    RAISE EXCEPTION 'an archived version is never reopened' USING ERRCODE = 'RB002';
  END IF;
  IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at AND (OLD.effective_to IS NULL OR OLD.effective_to > here) THEN
    RAISE EXCEPTION 'a version that is being sold is never deleted' USING ERRCODE = 'RB002';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION refuse_published_assignment_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT is_table_owner(TG_RELID)
     AND EXISTS (SELECT 1 FROM plans WHERE effective_from <= workspace_now(workspace_id)
                 AND ((TG_OP <> 'INSERT' AND id = OLD.plan_id) OR (TG_OP <> 'DELETE' AND id = NEW.plan_id))) THEN
    RAISE EXCEPTION 'the add-ons of a published version are never changed' USING ERRCODE = 'RB002';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;

DROP FUNCTION find_api_key(text);
CREATE FUNCTION find_api_key(key_hash text)
RETURNS TABLE (id text, workspace_id text, name text, role role, expires_at timestamptz, revoked_at timestamptz, workspace_key text, workspace_name text,
               workspace_time_zone text, workspace_sandbox boolean, event_hours_ahead_max int, event_days_late_max int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.workspace_id, k.name, k.role, k.expires_at, k.revoked_at, w.key, w.name, w.time_zone, w.sandbox, w.event_hours_ahead_max, w.event_days_late_max
  FROM api_keys k JOIN workspaces w ON w.id = k.workspace_id WHERE k.hash = key_hash
$$;
