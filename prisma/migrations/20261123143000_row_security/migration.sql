-- What Prisma's schema language cannot say: who may see a row, what may never change, and what may never overlap.

-- The workspace and the user that a transaction speaks for; set by lib/server/db.ts with set_config(..., is_local => true).
CREATE FUNCTION app_workspace() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.workspace_id', true), '') $$;
CREATE FUNCTION app_user() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.user_id', true), '') $$;

-- A row is visible and writable only under its own workspace. The application's role does not own the tables, so this binds it always.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['api_keys', 'audit_entries', 'idempotency_keys', 'meters', 'features', 'customers', 'customer_subjects', 'plans'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY workspace_rows ON %I USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace())', t);
  END LOOP;
END $$;

-- A user also sees the memberships of their own and the workspaces they are a member of: that is how they choose one.
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON memberships USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
CREATE POLICY own_memberships ON memberships FOR SELECT USING (user_id = app_user());
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON workspaces USING (id = app_workspace()) WITH CHECK (id = app_workspace());
CREATE POLICY member_workspaces ON workspaces FOR SELECT
  USING (EXISTS (SELECT 1 FROM memberships m WHERE m.workspace_id = workspaces.id AND m.user_id = app_user()));

-- An API key is looked up before its workspace is known; this function shows just the row whose hash is given.
CREATE FUNCTION find_api_key(key_hash text)
RETURNS TABLE (id text, workspace_id text, name text, role role, expires_at timestamptz, revoked_at timestamptz,
               workspace_key text, workspace_name text, workspace_time_zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.id, k.workspace_id, k.name, k.role, k.expires_at, k.revoked_at, w.key, w.name, w.time_zone
  FROM api_keys k JOIN workspaces w ON w.id = k.workspace_id WHERE k.hash = key_hash
$$;

-- Is this a first run? (No user can sign in to answer that, so it is asked without one.)
CREATE FUNCTION is_set_up() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM users)
$$;

-- Whoever is the owner of a table (migrations, and the cascades of foreign keys) may do what the application may not.
CREATE FUNCTION is_table_owner(relation oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = relation), 'USAGE')
$$;

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_table_owner(TG_RELID) THEN RETURN coalesce(NEW, OLD); END IF;
  RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'RB001';
END $$;
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

-- A version that has taken effect is history: its content and its start stay as they are, and an end that has passed stays too.
CREATE FUNCTION refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_table_owner(TG_RELID) OR OLD.effective_from IS NULL OR OLD.effective_from > now() THEN RETURN coalesce(NEW, OLD); END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'RB002';
  END IF;
  IF (NEW.workspace_id, NEW.key, NEW.version, NEW.currency, NEW.billing_cadence, NEW.pro_rating_enabled, NEW.settlement_mode, NEW.phases, NEW.effective_from)
     IS DISTINCT FROM
     (OLD.workspace_id, OLD.key, OLD.version, OLD.currency, OLD.billing_cadence, OLD.pro_rating_enabled, OLD.settlement_mode, OLD.phases, OLD.effective_from) THEN
    RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'RB002';
  END IF;
  IF OLD.effective_to <= now() AND NEW.effective_to IS DISTINCT FROM OLD.effective_to THEN
    RAISE EXCEPTION 'an archived version is never reopened' USING ERRCODE = 'RB002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plans_published_immutable BEFORE UPDATE OR DELETE ON plans FOR EACH ROW EXECUTE FUNCTION refuse_published_change();

-- One living draft per key; at any instant at most one version of a key is in effect.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE plans ADD CONSTRAINT plans_effective_period CHECK (effective_to IS NULL OR (effective_from IS NOT NULL AND effective_from < effective_to));
ALTER TABLE plans ADD CONSTRAINT plans_one_version_at_a_time
  EXCLUDE USING gist (workspace_id WITH =, key WITH =, tstzrange(effective_from, effective_to) WITH &&)
  WHERE (effective_from IS NOT NULL AND deleted_at IS NULL) DEFERRABLE INITIALLY DEFERRED;
CREATE UNIQUE INDEX plans_one_draft ON plans (workspace_id, key) WHERE effective_from IS NULL AND deleted_at IS NULL;

-- A key names one living resource; a deleted one frees it.
CREATE UNIQUE INDEX meters_living_key ON meters (workspace_id, key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX features_living_key ON features (workspace_id, key) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX customers_living_key ON customers (workspace_id, key) WHERE deleted_at IS NULL;

-- Changes that other processes must notice at once (revoked keys, ended sessions, changed roles).
CREATE FUNCTION notify_principal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('principal_changed', '');
  RETURN NULL;
END $$;
CREATE TRIGGER api_keys_changed AFTER UPDATE OF role, expires_at, revoked_at OR DELETE ON api_keys FOR EACH STATEMENT EXECUTE FUNCTION notify_principal_change();
CREATE TRIGGER sessions_changed AFTER UPDATE OR DELETE ON sessions FOR EACH STATEMENT EXECUTE FUNCTION notify_principal_change();
CREATE TRIGGER memberships_changed AFTER INSERT OR UPDATE OR DELETE ON memberships FOR EACH STATEMENT EXECUTE FUNCTION notify_principal_change();
CREATE TRIGGER workspaces_changed AFTER UPDATE OR DELETE ON workspaces FOR EACH STATEMENT EXECUTE FUNCTION notify_principal_change();
