-- Rollups lie apart by grain and month: what is asked about a month, or counted in it, touches that month's rows and nothing else, and an old
-- month can be detached.
ALTER TABLE usage_rollups RENAME TO usage_rollups_before;
ALTER TABLE usage_rollups_before DROP CONSTRAINT usage_rollups_pkey;
DROP INDEX usage_rollups_bucket_idx;

-- CreateTable
CREATE TABLE "usage_rollups" (
    "series" UUID NOT NULL,
    "grain" SMALLINT NOT NULL,
    "bucket" TIMESTAMPTZ(0) NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "v0" DECIMAL,
    "v1" DECIMAL,
    "v2" DECIMAL,
    "v3" DECIMAL,
    "v4" DECIMAL,
    "v5" DECIMAL,
    "v6" DECIMAL,
    "v7" DECIMAL,

    CONSTRAINT "usage_rollups_pkey" PRIMARY KEY ("series","grain","bucket")
) PARTITION BY RANGE (grain, bucket);
ALTER TABLE usage_rollups ENABLE ROW LEVEL SECURITY;
CREATE POLICY workspace_rows ON usage_rollups USING (workspace_id = app_workspace()) WITH CHECK (workspace_id = app_workspace());

-- What lies in no month's partition: times so long past, or so far ahead, that none is made for them.
CREATE TABLE usage_rollups_other PARTITION OF usage_rollups DEFAULT WITH (fillfactor = 75);
-- Partitions are reached through usage_rollups only, whose policy holds then: asked directly they show nothing.
ALTER TABLE usage_rollups_other ENABLE ROW LEVEL SECURITY;

-- Makes the partitions of these months (starts, UTC) that are not there, for both grains; what lay among the others moves. Who counts calls
-- it before it writes. There are at most some hundred months, whatever times events name.
CREATE FUNCTION usage_rollup_months(months timestamptz[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz;
  grain int;
  name text;
BEGIN
  FOREACH month IN ARRAY months LOOP
    CONTINUE WHEN month < '2010-01-01' OR month > now() + interval '1 year';
    FOREACH grain IN ARRAY ARRAY[15, 1440] LOOP
      name := format('usage_rollups_%s_%s', grain, to_char(month, 'YYYYMM'));
      CONTINUE WHEN to_regclass(name) IS NOT NULL;
      -- Attaching takes this lock anyway. Waiting for a table, unlike for an advisory lock, also brings what others did meanwhile into view.
      LOCK TABLE usage_rollups_other IN ACCESS EXCLUSIVE MODE;
      CONTINUE WHEN to_regclass(name) IS NOT NULL;
      -- Many small updates of the same rows: room on each page lets them stay there (no index holds what changes).
      EXECUTE format('CREATE TABLE %I (LIKE usage_rollups) WITH (fillfactor = 75)', name);
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
      EXECUTE format('WITH moved AS (DELETE FROM usage_rollups_other o WHERE o.grain = $1 AND o.bucket >= $2 AND o.bucket < $3 RETURNING *)
                      INSERT INTO %I SELECT * FROM moved', name) USING grain, month, month + interval '1 month';
      EXECUTE format('ALTER TABLE usage_rollups ATTACH PARTITION %I FOR VALUES FROM (%s, %L) TO (%s, %L)',
                     name, grain, month, grain, month + interval '1 month');
    END LOOP;
  END LOOP;
END $$;

SELECT usage_rollup_months(array_agg(DISTINCT date_trunc('month', bucket, 'UTC'))) FROM usage_rollups_before HAVING count(*) > 0;
INSERT INTO usage_rollups SELECT * FROM usage_rollups_before ORDER BY grain, series, bucket;
DROP TABLE usage_rollups_before;
