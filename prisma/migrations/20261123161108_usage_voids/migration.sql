-- AlterTable
ALTER TABLE "usage_events" ADD COLUMN     "void_id" TEXT;

-- CreateTable
CREATE TABLE "usage_voids" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "selection" JSONB NOT NULL,
    "events" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_voids_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "usage_voids_workspace_id_created_at_idx" ON "usage_voids"("workspace_id", "created_at" DESC);

ALTER TABLE usage_voids ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON usage_voids USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- Removing a workspace removes its usage (the usage tables have no foreign keys).
CREATE OR REPLACE FUNCTION usage_remove_workspace() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['usage_events', 'usage_groups', 'usage_meters', 'usage_series', 'usage_rollups', 'usage_uniques', 'usage_rejections',
                           'usage_imports', 'usage_import_rejections', 'usage_voids'] LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING OLD.id;
  END LOOP;
  RETURN NULL;
END $$;
