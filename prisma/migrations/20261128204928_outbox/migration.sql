-- CreateTable
CREATE TABLE "outbox_events" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "position" BIGINT,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "stored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "request_id" TEXT NOT NULL,
    "deliveries" JSONB,

    CONSTRAINT "outbox_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_deliveries" (
    "event_id" TEXT NOT NULL,
    "subscriber" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "outbox_deliveries_pkey" PRIMARY KEY ("event_id","subscriber")
);

-- CreateIndex
CREATE INDEX "outbox_events_workspace_id_stored_at_idx" ON "outbox_events"("workspace_id", "stored_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_events_workspace_id_position_key" ON "outbox_events"("workspace_id", "position");

-- CreateIndex
CREATE INDEX "outbox_deliveries_workspace_id_subscriber_subject_idx" ON "outbox_deliveries"("workspace_id", "subscriber", "subject");

-- AddForeignKey
ALTER TABLE "outbox_events" ADD CONSTRAINT "outbox_events_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox_deliveries" ADD CONSTRAINT "outbox_deliveries_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "outbox_events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE outbox_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON outbox_events USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());
ALTER TABLE outbox_deliveries ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON outbox_deliveries USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- The place of an event is given at the commit, under the lock by which the audit log orders commits: positions are the order in which changes
-- became visible, and no transaction waits for another longer than a commit takes. Its deliveries are asked for there too, so that two
-- transactions that tell of the same things in another order do not wait for each other in a circle.
CREATE SEQUENCE outbox_positions;
CREATE FUNCTION place_outbox_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM outbox_events WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF; -- its workspace went in the same transaction
  INSERT INTO audit_heads VALUES (NEW.workspace_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM audit_heads WHERE workspace_id = NEW.workspace_id FOR UPDATE;
  UPDATE outbox_events SET position = nextval('outbox_positions'), deliveries = NULL WHERE id = NEW.id;
  IF NEW.deliveries IS NOT NULL THEN PERFORM enqueue_jobs(NEW.deliveries); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER outbox_events_placed AFTER INSERT ON outbox_events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION place_outbox_event();

-- Workspaces with events that everybody was given and nobody asks for any more.
CREATE FUNCTION outbox_workspaces_to_prune(older_than interval) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.id FROM workspaces w WHERE EXISTS (
    SELECT FROM outbox_events e WHERE e.workspace_id = w.id AND e.stored_at < now() - older_than
      AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.event_id = e.id))
$$;

-- Asks for jobs, in the transaction of whoever asks: they are there when it commits, and never were when it rolls back. A waiting job of the
-- same kind and key takes the newer payload and the earlier time; one that failed before keeps its wait, so that whoever asks often does not
-- have it tried often. graphile_worker (its schema is installed by the owner, in scripts/db/deploy.mjs) is told no more than the workspace, the
-- job and the number of the delivery.
CREATE OR REPLACE FUNCTION enqueue_jobs(specs jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  workspace text := app_workspace();
  delivered int;
BEGIN
  IF workspace IS NULL THEN RAISE EXCEPTION 'a job belongs to a workspace, and none is named'; END IF;
  WITH asked AS (
    SELECT DISTINCT ON (kind, coalesce(key, id)) s.*, date_trunc('milliseconds', coalesce(s.due, now() + make_interval(secs => s.after_ms / 1000.0))) AS due_at
    FROM jsonb_to_recordset(specs) AS s(id text, kind text, key text, queue text, payload jsonb, about text, max_attempts int, due timestamptz, after_ms int,
                                        priority int, request_id text, created_by text)
    ORDER BY kind, coalesce(key, id), id DESC
  ), stored AS (
    INSERT INTO jobs AS j (id, workspace_id, kind, key, queue, payload, about, max_attempts, due_at, request_id, created_by)
    SELECT id, workspace, kind, key, queue, payload, about, max_attempts, due_at, request_id, created_by FROM asked
    ON CONFLICT (workspace_id, kind, key) WHERE status = 'waiting' AND key IS NOT NULL DO UPDATE SET
      payload = excluded.payload, about = excluded.about, due_at = CASE j.attempts WHEN 0 THEN least(j.due_at, excluded.due_at) ELSE j.due_at END,
      delivery = j.delivery + (j.attempts = 0 AND excluded.due_at <= j.due_at)::int
    RETURNING j.id, j.kind, j.key, j.queue, j.due_at, j.delivery, j.attempts
  )
  -- One that was due earlier than it is now asked for is on its way already.
  SELECT count(*) INTO delivered FROM graphile_worker.add_jobs((
    SELECT array_agg((s.kind, json_build_object('workspace', workspace, 'job', s.id, 'delivery', s.delivery), s.queue, s.due_at, 1000, NULL,
                      a.priority, NULL)::graphile_worker.job_spec)
    FROM stored s JOIN asked a ON a.kind = s.kind AND coalesce(a.key, a.id) = coalesce(s.key, s.id) AND a.due_at = s.due_at
    WHERE s.attempts = 0));
END $$;

