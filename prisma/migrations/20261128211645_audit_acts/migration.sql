-- CreateTable
CREATE TABLE "audit_changes" (
    "id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "resource_name" TEXT NOT NULL DEFAULT '',
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_changes_entry_id_id_idx" ON "audit_changes"("entry_id", "id");

-- CreateIndex
CREATE INDEX "audit_changes_workspace_id_id_idx" ON "audit_changes"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_changes_workspace_id_resource_type_resource_id_id_idx" ON "audit_changes"("workspace_id", "resource_type", "resource_id", "id" DESC);

-- AddForeignKey
ALTER TABLE "audit_changes" ADD CONSTRAINT "audit_changes_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "audit_entries"("id") ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- A change is written when it is made, its entry when the act is done: the reference is looked at when the transaction commits.
ALTER TABLE audit_changes ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON audit_changes USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
CREATE TRIGGER audit_changes_append_only BEFORE UPDATE OR DELETE ON audit_changes FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

-- Texts as one hash, each led by its length in bytes so that no two lists read the same ("-" where there is nothing).
CREATE FUNCTION hash_of_parts(parts text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(string_agg(coalesce(octet_length(convert_to(part, 'UTF8')) || ':' || part, '-'), ',' ORDER BY place), 'UTF8')), 'hex')
  FROM unnest(parts) WITH ORDINALITY AS p(part, place)
$$;

-- How many changes an act made, and a hash over the hashes of each. lib/server/audit/audit-chain.ts computes the same on its own.
CREATE FUNCTION audit_changes_digest(act text) RETURNS TABLE (changes int, digest text) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT count(*)::int, hash_of_parts(array_agg(hash_of_parts(ARRAY[
    c.id, c.entry_id, c.workspace_id, c.action, c.resource_type, c.resource_id, c.resource_name, c.before::text, c.after::text
  ]) ORDER BY c.id COLLATE "C"))
  FROM audit_changes c WHERE c.entry_id = act
$$;

-- As before, but the changes of acts stay with the entries they belong to.
CREATE OR REPLACE FUNCTION remove_demo_data() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  workspace text := app_workspace();
  t text;
BEGIN
  PERFORM 1 FROM workspaces WHERE id = workspace AND demo FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this workspace holds no demo data' USING ERRCODE = 'RB003'; END IF;
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND b.table_type = 'BASE TABLE'
      AND c.table_name NOT IN ('memberships', 'api_keys', 'audit_entries', 'audit_heads', 'audit_changes', 'saved_views') ORDER BY c.table_name
  LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING workspace;
  END LOOP;
  UPDATE workspaces SET demo = false WHERE id = workspace;
END $$;
