-- Asks for jobs, in the transaction of whoever asks: they are there when it commits, and never were when it rolls back. A waiting job of the
-- same kind and key takes the newer payload and the earlier time; one that failed before keeps its wait, so that whoever asks often does not
-- have it tried often. graphile_worker (its schema is installed by the owner, in scripts/db/deploy.mjs) is told no more than the workspace, the
-- job and the number of the delivery. A queue that is the workspace's own says so by {workspace}: what one workspace does for an hour holds up no
-- other.
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
    SELECT id, workspace, kind, key, replace(queue, '{workspace}', workspace), payload, about, max_attempts, due_at, request_id, created_by FROM asked
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
