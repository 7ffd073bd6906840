-- CreateTable
CREATE TABLE "jobs" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "queue" TEXT,
    "payload" JSONB NOT NULL,
    "about" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "delivery" INTEGER NOT NULL DEFAULT 1,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL,
    "error" TEXT,
    "progress_done" BIGINT,
    "progress_total" BIGINT,
    "request_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "jobs_workspace_id_status_due_at_idx" ON "jobs"("workspace_id", "status", "due_at");

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspaces"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON jobs USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- Of the waiting jobs of a kind one has a key. A running one has begun with what it knew: what is asked for meanwhile waits beside it.
CREATE UNIQUE INDEX jobs_waiting_key ON jobs (workspace_id, kind, key) WHERE status = 'waiting' AND key IS NOT NULL;

-- Asks for jobs, in the transaction of whoever asks: they are there when it commits, and never were when it rolls back. A waiting job of the
-- same kind and key takes the newer payload and the earlier time, and starts its attempts anew. graphile_worker (its schema is installed by
-- the owner, in scripts/db/deploy.mjs) is told no more than the workspace, the job and the number of the delivery.
CREATE FUNCTION enqueue_jobs(specs jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
      payload = excluded.payload, about = excluded.about, attempts = 0, error = NULL, due_at = least(j.due_at, excluded.due_at),
      delivery = j.delivery + (excluded.due_at <= j.due_at)::int
    RETURNING j.id, j.kind, j.key, j.queue, j.due_at, j.delivery
  )
  -- One that was due earlier than it is now asked for is on its way already.
  SELECT count(*) INTO delivered FROM graphile_worker.add_jobs((
    SELECT array_agg((s.kind, json_build_object('workspace', workspace, 'job', s.id, 'delivery', s.delivery), s.queue, s.due_at, 1000, NULL,
                      a.priority, NULL)::graphile_worker.job_spec)
    FROM stored s JOIN asked a ON a.kind = s.kind AND coalesce(a.key, a.id) = coalesce(s.key, s.id) AND a.due_at = s.due_at));
END $$;

-- Has a job of the workspace delivered at another time; what was on its way is passed over.
CREATE FUNCTION redeliver_job(job text, due timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE moved jobs;
BEGIN
  UPDATE jobs SET delivery = delivery + 1, due_at = due WHERE id = job AND workspace_id = app_workspace() RETURNING * INTO moved;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM graphile_worker.add_job(moved.kind, json_build_object('workspace', moved.workspace_id, 'job', moved.id, 'delivery', moved.delivery),
                                  moved.queue, due, 1000);
END $$;

-- A pool of workers holds a lock under its name while it lives. The deliveries of pools that are gone go to others at once.
CREATE FUNCTION release_dead_workers() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pool text;
  dead text[] := '{}';
BEGIN
  FOR pool IN
    SELECT locked_by FROM graphile_worker._private_jobs WHERE locked_at < now() - interval '2 seconds'
    UNION SELECT locked_by FROM graphile_worker._private_job_queues WHERE locked_at < now() - interval '2 seconds'
  LOOP
    IF pg_try_advisory_xact_lock(worker_lock(pool)) THEN dead := dead || pool; END IF;
  END LOOP;
  IF dead <> '{}' THEN PERFORM graphile_worker.force_unlock_workers(dead); END IF;
  RETURN cardinality(dead);
END $$;
CREATE FUNCTION worker_lock(pool text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT hashtextextended('worker:' || pool, 0) $$;
