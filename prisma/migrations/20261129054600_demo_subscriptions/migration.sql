-- Subscriptions go before the customers, plans and add-ons that they name.
CREATE OR REPLACE FUNCTION remove_demo_data() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  workspace text := app_workspace();
  t text;
BEGIN
  PERFORM 1 FROM workspaces WHERE id = workspace AND demo FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'this workspace holds no demo data' USING ERRCODE = 'RB003'; END IF;
  PERFORM 1 FROM workspaces w JOIN memberships m ON m.workspace_id = w.id JOIN users u ON u.id = m.user_id
    WHERE u.demo AND m.role = 'owner' AND w.id <> workspace
      AND NOT EXISTS (SELECT 1 FROM memberships o JOIN users p ON p.id = o.user_id WHERE o.workspace_id = w.id AND o.role = 'owner' AND NOT p.demo);
  IF FOUND THEN RAISE EXCEPTION 'the demo user is the only owner of another workspace' USING ERRCODE = 'RB004'; END IF;
  FOREACH t IN ARRAY ARRAY['plan_migration_entries', 'plan_migrations', 'subscription_items', 'subscription_acts', 'subscription_add_ons', 'subscriptions']
  LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING workspace;
  END LOOP;
  FOR t IN
    SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables b USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'workspace_id' AND b.table_type = 'BASE TABLE'
      AND c.table_name NOT IN ('memberships', 'api_keys', 'audit_entries', 'audit_heads', 'saved_views', 'security_events') ORDER BY c.table_name
  LOOP
    EXECUTE format('DELETE FROM %I WHERE workspace_id = $1', t) USING workspace;
  END LOOP;
  UPDATE api_keys SET revoked_at = now() WHERE workspace_id = workspace AND revoked_at IS NULL;
  UPDATE workspaces SET demo = false WHERE id = workspace;
  DELETE FROM users WHERE demo;
END $$;
