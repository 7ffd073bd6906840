-- CreateTable
CREATE TABLE "add_ons" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "instance_type" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "rate_cards" JSONB NOT NULL,
    "effective_from" TIMESTAMPTZ(3),
    "effective_to" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "add_ons_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_add_ons" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "plan_id" TEXT NOT NULL,
    "add_on_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "from_plan_phase" TEXT NOT NULL,
    "max_quantity" INTEGER,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_add_ons_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "add_ons_workspace_id_key_version_key" ON "add_ons"("workspace_id", "key", "version");

-- CreateIndex
CREATE INDEX "plan_add_ons_add_on_id_idx" ON "plan_add_ons"("add_on_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_add_ons_plan_id_add_on_id_key" ON "plan_add_ons"("plan_id", "add_on_id");

-- AddForeignKey
ALTER TABLE "add_ons" ADD CONSTRAINT "add_ons_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_add_ons" ADD CONSTRAINT "plan_add_ons_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_add_ons" ADD CONSTRAINT "plan_add_ons_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plans"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_add_ons" ADD CONSTRAINT "plan_add_ons_add_on_id_fkey" FOREIGN KEY ("add_on_id") REFERENCES "add_ons"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whose rows they are.
ALTER TABLE add_ons ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON add_ons USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE plan_add_ons ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON plan_add_ons USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- One living draft per key; at any instant at most one version of a key is in effect: as for plans.
ALTER TABLE add_ons ADD CONSTRAINT add_ons_effective_period CHECK (effective_to IS NULL OR (effective_from IS NOT NULL AND effective_from < effective_to));
ALTER TABLE add_ons ADD CONSTRAINT add_ons_one_version_at_a_time
  EXCLUDE USING gist (workspace_id WITH =, key WITH =, tstzrange(effective_from, effective_to) WITH &&)
  WHERE (effective_from IS NOT NULL AND deleted_at IS NULL) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX add_ons_one_draft ON add_ons (workspace_id, key) WHERE effective_from IS NULL AND deleted_at IS NULL;

-- What was sold stays what it was: plans and add-ons alike. Only words (name, description, labels), an end to come, and of an archived
-- version the mark of deletion may still be written. Rows are compared as JSON without those columns, so that a new column is protected
-- unless somebody says otherwise.
CREATE OR REPLACE FUNCTION refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['name', 'description', 'labels', 'effective_to', 'deleted_at', 'revision', 'updated_by', 'updated_at'];
BEGIN
  IF is_table_owner(TG_RELID) OR OLD.effective_from IS NULL OR OLD.effective_from > now() THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'RB002';
  END IF;
  IF to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free THEN
    RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'RB002';
  END IF;
  IF OLD.effective_to <= now() AND NEW.effective_to IS DISTINCT FROM OLD.effective_to THEN
    RAISE EXCEPTION 'an archived version is never reopened' USING ERRCODE = 'RB002';
  END IF;
  IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at AND (OLD.effective_to IS NULL OR OLD.effective_to > now()) THEN
    RAISE EXCEPTION 'a version that is being sold is never deleted' USING ERRCODE = 'RB002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER add_ons_published_immutable BEFORE UPDATE OR DELETE ON add_ons FOR EACH ROW EXECUTE FUNCTION refuse_published_change();

-- The add-ons offered with a version are part of it: none joins, changes or leaves once the version has taken effect.
CREATE FUNCTION refuse_published_assignment_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT is_table_owner(TG_RELID)
     AND EXISTS (SELECT 1 FROM plans WHERE effective_from <= now()
                 AND ((TG_OP <> 'INSERT' AND id = OLD.plan_id) OR (TG_OP <> 'DELETE' AND id = NEW.plan_id))) THEN
    RAISE EXCEPTION 'the add-ons of a published version are never changed' USING ERRCODE = 'RB002';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER plan_add_ons_published_immutable BEFORE INSERT OR UPDATE OR DELETE ON plan_add_ons
  FOR EACH ROW EXECUTE FUNCTION refuse_published_assignment_change();

-- A version that can still change is checked against features, currencies and add-ons, which is read in the ordinary way; this function
-- is for the versions that are sold.
CREATE OR REPLACE FUNCTION read_plan(workspace text, plan_id text, known integer) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  plan plans;
  now_at integer;
BEGIN
  PERFORM set_config('app.workspace_id', workspace, true);
  SELECT revision INTO now_at FROM plans WHERE id = plan_id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF now_at = known THEN
    RETURN '{}';
  END IF;
  SELECT * INTO plan FROM plans WHERE id = plan_id;
  RETURN json_build_object('plan', row_to_json(plan));
END $$;
