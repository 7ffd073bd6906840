-- The same read for callers that may hold the answer already: of a revision they know, only that it is still the one.
DROP FUNCTION read_plan(text, text);
CREATE FUNCTION read_plan(workspace text, plan_id text, known integer) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  plan plans;
  now_at integer;
  features json;
BEGIN
  PERFORM set_config('app.workspace_id', workspace, true);
  SELECT revision INTO now_at FROM plans WHERE id = plan_id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF now_at = known THEN
    RETURN '{}';
  END IF;
  SELECT * INTO plan FROM plans WHERE id = plan_id;
  -- A version that can still change is checked against the features that it names.
  IF plan.effective_from IS NULL OR plan.effective_from > now() THEN
    SELECT json_agg(json_build_object('id', f.id, 'key', f.key, 'meterId', f.meter_id, 'deletedAt', f.deleted_at, 'meterDeletedAt', m.deleted_at))
    INTO features
    FROM features f LEFT JOIN meters m ON m.id = f.meter_id
    WHERE f.id IN (SELECT jsonb_path_query(plan.phases, '$[*].rateCards[*].feature.id') #>> '{}');
  END IF;
  RETURN json_build_object('plan', row_to_json(plan), 'features', features);
END $$;
