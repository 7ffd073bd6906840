-- The last number is one step into its index; whether any number is larger would be looked for in all events where there is none.
CREATE OR REPLACE FUNCTION usage_uncounted_workspaces() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT workspace_id FROM usage_meters u GROUP BY workspace_id
  HAVING min(done_seq) < (SELECT coalesce(max(seq), 0) FROM usage_events e WHERE e.workspace_id = u.workspace_id)
$$;
