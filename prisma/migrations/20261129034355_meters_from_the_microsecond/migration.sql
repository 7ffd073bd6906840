-- From when a meter counts is kept to the microsecond, as times of events are: a text, since dates of the programs that read it end at milliseconds.
DROP TRIGGER meters_recounted ON meters;
ALTER TABLE "meters" ALTER COLUMN "events_from" SET DATA TYPE TEXT USING to_char("events_from" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
CREATE TRIGGER meters_recounted AFTER UPDATE ON meters FOR EACH ROW
  WHEN (OLD.dimensions IS DISTINCT FROM NEW.dimensions OR OLD.events_from IS DISTINCT FROM NEW.events_from
        OR OLD.value_property IS DISTINCT FROM NEW.value_property OR OLD.aggregation IS DISTINCT FROM NEW.aggregation
        OR OLD.event_type IS DISTINCT FROM NEW.event_type)
  EXECUTE FUNCTION usage_count_from_here();
