-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "device" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "single_sign_on" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "source" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "demo" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "email_verified_at" TIMESTAMPTZ(3),
ADD COLUMN     "totp_secret" TEXT,
ADD COLUMN     "totp_since" TIMESTAMPTZ(3),
ADD COLUMN     "totp_step" INTEGER;

-- AlterTable
ALTER TABLE "workspaces" ADD COLUMN     "require_two_factor" BOOLEAN NOT NULL DEFAULT false;

-- DropTable
DROP TABLE "rate_limits";

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_links" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mailed" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "hash" TEXT NOT NULL,
    "mail_hash" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security_events" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" TEXT,
    "user_id" TEXT,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "request_id" TEXT NOT NULL,

    CONSTRAINT "security_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "waits_to" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_user_id_hash_key" ON "recovery_codes"("user_id", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "password_links_hash_key" ON "password_links"("hash");

-- CreateIndex
CREATE INDEX "password_links_user_id_idx" ON "password_links"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_hash_key" ON "invitations"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_mail_hash_key" ON "invitations"("mail_hash");

-- CreateIndex
CREATE INDEX "invitations_workspace_id_created_at_idx" ON "invitations"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "security_events_workspace_id_id_idx" ON "security_events"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "security_events_user_id_id_idx" ON "security_events"("user_id", "id");

-- CreateIndex
CREATE INDEX "attempts_last_at_idx" ON "attempts"("last_at");

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_links" ADD CONSTRAINT "password_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Recovery codes, links for passwords and attempts belong to people, as sessions do, and not to a workspace: no policy hides their rows.
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON invitations USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- A workspace sees its own events, and those of its members' sign-ins since they are members. Nobody changes or removes any: there is no policy.
ALTER TABLE security_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen_events ON security_events FOR SELECT USING (
  workspace_id = app_workspace() OR (workspace_id IS NULL AND EXISTS (
    SELECT 1 FROM memberships m WHERE m.workspace_id = app_workspace() AND m.user_id = security_events.user_id AND m.created_at <= security_events.at)));
CREATE POLICY added_events ON security_events FOR INSERT WITH CHECK (workspace_id IS NULL OR workspace_id = app_workspace());

-- Who opens an invitation does not know its workspace; this shows just the one whose token they have, and which of its two links that is.
CREATE FUNCTION find_invitation(token_hash text)
RETURNS TABLE (id text, workspace_id text, workspace_key text, workspace_name text, workspace_time_zone text, email text, role role,
               created_by text, expires_at timestamptz, accepted_at timestamptz, revoked_at timestamptz, mailed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.id, i.workspace_id, w.key, w.name, w.time_zone, i.email, i.role, i.created_by, i.expires_at, i.accepted_at, i.revoked_at,
         i.mail_hash IS NOT DISTINCT FROM token_hash
  FROM invitations i JOIN workspaces w ON w.id = i.workspace_id WHERE i.hash = token_hash OR i.mail_hash = token_hash
$$;

-- Whether a person has a second factor decides what they may open.
CREATE TRIGGER users_changed AFTER UPDATE OR DELETE ON users FOR EACH STATEMENT EXECUTE FUNCTION notify_principal_change();

UPDATE users SET demo = true WHERE email = 'demo@ratebook.example';

-- The demo's person has a password that everybody knows. They go with its data, and so does every key of the workspace, since any of them may
-- have been made with that password. Refused while another workspace would lose its only owner.
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
