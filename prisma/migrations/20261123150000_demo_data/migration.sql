-- Demo data goes in one act, published versions included, which the application itself may never delete. It works on the workspace that the
-- transaction speaks for, and only while that workspace is marked as a demo. Members, API keys and the audit log stay.
CREATE FUNCTION remove_demo_data() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  workspace text := app_workspace();
  t text;
BEGIN
  PERFORM 1 FROM workspaces WHERE id = workspace AND demo FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this workspace holds no demo data' USING ERRCODE = 'RB003'; END IF;
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND b.table_type = 'BASE TABLE'
      AND c.table_name NOT IN ('memberships', 'api_keys', 'audit_entries') ORDER BY c.table_name
  LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING workspace;
  END LOOP;
  UPDATE workspaces SET demo = false WHERE id = workspace;
END $$;
