-- Every finite number counts: rounded to 18 digits after the point, half away from zero. Written so that the planner puts them in place.
CREATE FUNCTION usage_rounded(n numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN abs(n) < 1e30 THEN CASE WHEN scale(n) > 18 THEN round(n, 18) ELSE n END END
$$;

-- The number that a text of at most 80 characters is, null when it is none.
CREATE FUNCTION usage_number_of_text(t text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(t) <= 80 AND t ~ '^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?\s*$' THEN t::numeric END
$$;

DROP FUNCTION usage_number(jsonb);
CREATE FUNCTION usage_number(v jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(v)
    WHEN 'number' THEN usage_rounded(v::numeric)
    WHEN 'string' THEN usage_rounded(usage_number_of_text(v #>> '{}')) END
$$;

-- The text by which a value is told apart, as a dimension or in a unique count: 1, 1.0 and "1" are one.
CREATE FUNCTION usage_text(v jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(v) = 'number' THEN trim_scale(v::numeric)::text ELSE v #>> '{}' END
$$;

CREATE OR REPLACE FUNCTION usage_digest(v jsonb) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN jsonb_typeof(v) IN ('string', 'number', 'boolean')
              THEN left(encode(sha256(convert_to(usage_text(v), 'UTF8')), 'hex'), 32)::uuid END
$$;

-- What was counted by the old rules is counted anew, except where the events are gone: those figures stay as they were counted.
CREATE TRIGGER meters_counted_anew AFTER UPDATE ON meters FOR EACH ROW EXECUTE FUNCTION usage_count_from_here();
UPDATE meters m SET revision = revision
WHERE EXISTS (SELECT FROM usage_meters u WHERE u.meter_id = m.id AND u.done_seq > 0)
  AND NOT EXISTS (SELECT FROM usage_archives a WHERE a.workspace_id = m.workspace_id AND a.type = m.event_type);
DROP TRIGGER meters_counted_anew ON meters;
