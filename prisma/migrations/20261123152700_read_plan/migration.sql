-- The most frequent read of the API in one call: names the workspace, then reads under row-level security as whoever calls. As a function
-- its statements are planned once per connection, not once per request.
CREATE FUNCTION read_plan(workspace text, plan_id text) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  plan plans;
  features json;
BEGIN
  PERFORM set_config('app.workspace_id', workspace, true);
  SELECT * INTO plan FROM plans WHERE id = plan_id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  -- A version that can still change is checked against the features that it names.
  IF plan.effective_from IS NULL OR plan.effective_from > now() THEN
    SELECT json_agg(json_build_object('id', f.id, 'key', f.key, 'meterId', f.meter_id, 'deletedAt', f.deleted_at, 'meterDeletedAt', m.deleted_at))
    INTO features
    FROM features f LEFT JOIN meters m ON m.id = f.meter_id
    WHERE f.id IN (SELECT jsonb_path_query(plan.phases, '$[*].rateCards[*].feature.id') #>> '{}');
  END IF;
  RETURN json_build_object('plan', row_to_json(plan), 'features', features);
END $$;
