-- CreateTable
CREATE TABLE "timers" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "timers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "timers_workspace_id_due_at_id_idx" ON "timers"("workspace_id", "due_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "timers_workspace_id_kind_key_key" ON "timers"("workspace_id", "kind", "key");

-- AddForeignKey
ALTER TABLE "timers" ADD CONSTRAINT "timers_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE timers ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON timers USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- Names the live workspaces in which something has fallen due; what it is, is seen inside each workspace alone.
CREATE FUNCTION workspaces_with_due_timers() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT t.workspace_id FROM timers t
  WHERE t.due_at <= now() AND NOT EXISTS (SELECT FROM test_clocks c WHERE c.workspace_id = t.workspace_id)
$$;
