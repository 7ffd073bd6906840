import 'server-only';

// Written to disk, and not only to the system's memory, before an insert is acknowledged.
const DURABLE = 'fsync_after_insert = 1, fsync_part_directory = 1';

const WHAT_AN_EVENT_IS = `
  workspace_id LowCardinality(String),
  source String,
  id String,
  seq UInt64,
  type LowCardinality(String),
  subject String,
  time DateTime64(6, 'UTC'),
  ingested_at DateTime64(3, 'UTC'),
  stored_at DateTime64(3, 'UTC')`;

/**
 * The tables, made when they are not there. On a cluster they are made by hand, with the same columns, over replicas and shards: see
 * docs/operations.md.
 *
 * `usage_ids` knows every id for ever, finely indexed, since ids are looked up by the thousand. `usage_events` has the events themselves
 * in the order in which they are asked for, indexed finely enough for one customer's month; the same row written again is merged away, and a higher version (a void) wins.
 */
export const TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS usage_ids (${WHAT_AN_EVENT_IS},
  content FixedString(32)
) ENGINE = ReplacingMergeTree(seq) ORDER BY (workspace_id, source, id)
SETTINGS index_granularity = 256, ${DURABLE}`,

  `CREATE TABLE IF NOT EXISTS usage_events (${WHAT_AN_EVENT_IS},
  data Nullable(String) CODEC(ZSTD(1)),
  dataschema Nullable(String),
  scalars Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  numbers Map(LowCardinality(String), Decimal(76, 18)) CODEC(ZSTD(1)),
  nested Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  voided_at Nullable(DateTime64(3, 'UTC')),
  void_id String,
  version UInt8
) ENGINE = ReplacingMergeTree(version) PARTITION BY toYYYYMM(time) ORDER BY (workspace_id, type, subject, time, source, id)
SETTINGS index_granularity = 1024, ${DURABLE}`,

  // Progress of copying the events of PostgreSQL (usage:migrate).
  `CREATE TABLE IF NOT EXISTS usage_copied (workspace_id String, seq UInt64) ENGINE = ReplacingMergeTree(seq) ORDER BY workspace_id
SETTINGS ${DURABLE}`,
];
