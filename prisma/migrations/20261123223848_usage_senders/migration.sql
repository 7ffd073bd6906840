-- CreateTable
CREATE TABLE "usage_senders" (
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "events" BIGINT NOT NULL DEFAULT 0,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "quiet_mode" TEXT NOT NULL DEFAULT 'automatic',
    "quiet_minutes" INTEGER,

    CONSTRAINT "usage_senders_pkey" PRIMARY KEY ("workspace_id","kind","name")
);

-- CreateTable
CREATE TABLE "usage_sender_hours" (
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "events" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "usage_sender_hours_pkey" PRIMARY KEY ("workspace_id","kind","name","hour")
);

-- AddForeignKey
ALTER TABLE "usage_senders" ADD CONSTRAINT "usage_senders_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_sender_hours" ADD CONSTRAINT "usage_sender_hours_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE usage_senders ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON usage_senders USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE usage_sender_hours ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON usage_sender_hours USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- What was there before: whoever sent lately is known at once.
INSERT INTO usage_sender_hours (workspace_id, kind, name, hour, events)
SELECT e.workspace_id, k.kind, k.name, date_trunc('hour', e.ingested_at), count(*)
FROM usage_events e JOIN workspaces w ON w.id = e.workspace_id, LATERAL (VALUES ('source', e.source), ('type', e.type)) AS k(kind, name)
WHERE e.ingested_at > now() - interval '29 days' AND length(k.name) <= 400 GROUP BY 1, 2, 3, 4;
INSERT INTO usage_senders (workspace_id, kind, name, events, first_at, last_at)
SELECT workspace_id, kind, name, sum(events), min(hour), max(hour) FROM usage_sender_hours GROUP BY 1, 2, 3;
