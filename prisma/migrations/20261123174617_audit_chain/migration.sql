-- AlterTable
ALTER TABLE "audit_entries" ADD COLUMN     "hash" TEXT,
ADD COLUMN     "previous_hash" TEXT,
ADD COLUMN     "sequence" BIGINT;

-- CreateTable
CREATE TABLE "audit_heads" (
    "workspace_id" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_entries_workspace_id_sequence_key" ON "audit_entries"("workspace_id", "sequence");

-- AddForeignKey
ALTER TABLE "audit_heads" ADD CONSTRAINT "audit_heads_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON audit_heads USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- What is hashed of an entry: each column as text, led by its length in bytes so that no two rows read the same ("-" where there is
-- nothing), in this order, after the sequence and the hash of the entry before. lib/server/audit-chain.ts computes the same on its own.
CREATE FUNCTION audit_entry_hash(e audit_entries, sequence bigint, previous_hash text) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(convert_to(string_agg(coalesce(octet_length(convert_to(part, 'UTF8')) || ':' || part, '-'), ',' ORDER BY place), 'UTF8')), 'hex')
  FROM unnest(ARRAY[
    sequence::text, previous_hash, e.id, e.workspace_id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    e.actor_type, e.actor_id, e.actor_name, e.action, e.resource_type, e.resource_id, e.resource_name,
    e.before::text, e.after::text, e.request_id
  ]) WITH ORDINALITY AS parts(part, place)
$$;

-- Hangs an entry on its workspace's chain. Whoever adds to the same chain waits at the head's row, and no longer than a commit takes.
CREATE FUNCTION link_audit_entry(e audit_entries) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  head audit_heads;
  next_hash text;
BEGIN
  INSERT INTO audit_heads VALUES (e.workspace_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit_heads WHERE workspace_id = e.workspace_id FOR UPDATE;
  next_hash := audit_entry_hash(e, head.sequence + 1, head.hash);
  UPDATE audit_entries SET sequence = head.sequence + 1, previous_hash = head.hash, hash = next_hash WHERE id = e.id;
  UPDATE audit_heads SET sequence = head.sequence + 1, hash = next_hash WHERE workspace_id = e.workspace_id;
END $$;

-- It runs at the commit, in the rights of the tables' owner: an entry that the transaction wrote is in the chain or the transaction fails,
-- and no lock is taken before everything else is done, so that two transactions never wait for each other in a circle.
CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM link_audit_entry(e) FROM audit_entries e WHERE e.id = NEW.id; -- none, when its workspace went in the same transaction
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION link_audit_entry(audit_entries) FROM PUBLIC;

-- Entries from before the chain are linked in the order of their ids, as they stand now.
DO $$
DECLARE e audit_entries;
BEGIN
  FOR e IN SELECT * FROM audit_entries ORDER BY workspace_id, id LOOP PERFORM link_audit_entry(e); END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER audit_entries_chained AFTER INSERT ON audit_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();

-- As before, but the head of the chain stays with the entries it belongs to.
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
      AND c.table_name NOT IN ('memberships', 'api_keys', 'audit_entries', 'audit_heads', 'saved_views') ORDER BY c.table_name
  LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING workspace;
  END LOOP;
  UPDATE workspaces SET demo = false WHERE id = workspace;
END $$;
