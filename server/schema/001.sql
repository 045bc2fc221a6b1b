-- Version 1 of the store. Ids are 16 bytes (UUID), hashes 32 bytes, times milliseconds since 1970 (UTC), months year * 12 + month - 1.
-- Amounts in micros are integers; exact amounts are text. `key` columns are local row numbers that never leave the store.

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- Parties. What is personal lies in `person` alone, so that it can be erased without touching money or proofs.
CREATE TABLE party (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  made_at INTEGER NOT NULL
) STRICT;
CREATE TABLE person (
  party INTEGER PRIMARY KEY REFERENCES party(key),
  external_id TEXT UNIQUE,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE balance (
  party INTEGER NOT NULL REFERENCES party(key),
  currency TEXT NOT NULL,
  micros INTEGER NOT NULL,
  PRIMARY KEY (party, currency)
) STRICT, WITHOUT ROWID;

-- Works
CREATE TABLE work (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  external_id TEXT UNIQUE,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  media_type TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  content_bytes INTEGER NOT NULL CHECK (content_bytes >= 0),
  ai TEXT NOT NULL,
  owner INTEGER REFERENCES party(key),
  licence TEXT NOT NULL,
  features TEXT NOT NULL,
  sample INTEGER NOT NULL,
  has_content INTEGER NOT NULL DEFAULT 0,
  registered_at INTEGER NOT NULL,
  quality_mean_milli INTEGER,
  quality_variance_milli INTEGER,
  quality_ppm TEXT,
  quality_model TEXT,
  scored_at INTEGER
) STRICT;
CREATE INDEX work_owner ON work(owner, id) WHERE owner IS NOT NULL;
CREATE INDEX work_unscored ON work(id) WHERE kind = 'photo' AND has_content = 1 AND quality_mean_milli IS NULL;
CREATE TABLE content (work INTEGER PRIMARY KEY REFERENCES work(key), data BLOB NOT NULL) STRICT;
CREATE TABLE fingerprint (
  kind TEXT NOT NULL,
  value BLOB NOT NULL,
  work INTEGER NOT NULL REFERENCES work(key),
  PRIMARY KEY (kind, value, work)
) STRICT, WITHOUT ROWID;
-- Agreements: all shares of a work from one month on, until a later month has others.
CREATE TABLE share (
  work INTEGER NOT NULL REFERENCES work(key),
  from_month INTEGER NOT NULL,
  party INTEGER NOT NULL REFERENCES party(key),
  numerator INTEGER NOT NULL CHECK (numerator >= 0),
  denominator INTEGER NOT NULL CHECK (denominator BETWEEN 1 AND 1000000),
  PRIMARY KEY (work, from_month, party)
) STRICT, WITHOUT ROWID;

-- Periods. A month without a row here is open. Listener ids are keyed per period, so that no two periods' can be joined.
CREATE TABLE period (month INTEGER PRIMARY KEY, state INTEGER NOT NULL) STRICT;

-- Events. `month` is that of the id (the partition), `period` the month in which the event counts: another one where it came late.
CREATE TABLE event (
  month INTEGER NOT NULL,
  id BLOB NOT NULL,
  period INTEGER NOT NULL,
  type INTEGER NOT NULL,
  source INTEGER NOT NULL,
  work INTEGER NOT NULL REFERENCES work(key),
  channel INTEGER REFERENCES channel(key),
  listener BLOB,
  units INTEGER NOT NULL CHECK (units >= 0),
  PRIMARY KEY (month, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_late ON event(period) WHERE period <> month;
CREATE TABLE revenue (
  month INTEGER NOT NULL,
  id BLOB NOT NULL,
  period INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  source INTEGER NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  listener BLOB,
  work INTEGER REFERENCES work(key),
  PRIMARY KEY (month, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX revenue_late ON revenue(period) WHERE period <> month;
-- How many rows each period has, kept while they are written: counting them would be a scan.
CREATE TABLE tally (
  period INTEGER PRIMARY KEY,
  events INTEGER NOT NULL,
  revenue_lines INTEGER NOT NULL,
  simulated INTEGER NOT NULL
) STRICT;

-- Channels and plans
CREATE TABLE channel (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  external_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_zh TEXT NOT NULL,
  budget INTEGER NOT NULL CHECK (budget >= 0),
  cost_min INTEGER NOT NULL CHECK (cost_min > 0),
  cost_max INTEGER NOT NULL CHECK (cost_max >= cost_min),
  rate TEXT NOT NULL
) STRICT;
CREATE TABLE plan (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  rank_by_quality INTEGER NOT NULL,
  value TEXT NOT NULL,
  bound TEXT NOT NULL,
  instance BLOB NOT NULL,
  document BLOB NOT NULL
) STRICT;

-- Settlements: at most one draft or approved settlement a period and currency. Documents are compressed (zlib).
CREATE TABLE settlement (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  month INTEGER NOT NULL,
  currency TEXT NOT NULL,
  rule TEXT NOT NULL,
  state INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  approved_by TEXT NOT NULL DEFAULT '',
  approved_at INTEGER NOT NULL DEFAULT 0,
  header TEXT NOT NULL,
  root BLOB NOT NULL,
  salt BLOB NOT NULL,
  pool_micro INTEGER NOT NULL,
  payable_minor INTEGER NOT NULL,
  carried_micro INTEGER NOT NULL,
  statements INTEGER NOT NULL,
  simulated INTEGER NOT NULL,
  UNIQUE (month, currency)
) STRICT;
CREATE TABLE statement (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  party BLOB NOT NULL,
  opening_micro INTEGER NOT NULL,
  earned_micro INTEGER NOT NULL,
  payable_minor INTEGER NOT NULL,
  carried_micro INTEGER NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (settlement, party)
) STRICT;
CREATE TABLE pool (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  id BLOB NOT NULL,
  rule TEXT NOT NULL,
  amount_micro INTEGER NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (settlement, id)
) STRICT;
CREATE TABLE journal (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  from_account TEXT NOT NULL,
  to_account TEXT NOT NULL,
  amount_micro INTEGER NOT NULL CHECK (amount_micro >= 0),
  PRIMARY KEY (settlement, line)
) STRICT, WITHOUT ROWID;

-- The transparency log. An entry without a position is pending: its row was committed with it, its checkpoint comes later.
CREATE TABLE log_entry (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  position INTEGER UNIQUE,
  kind TEXT NOT NULL,
  subject BLOB NOT NULL,
  salt BLOB NOT NULL,
  payload TEXT NOT NULL,
  entry BLOB NOT NULL CHECK (length(entry) = 32)
) STRICT;
CREATE INDEX log_pending ON log_entry(sequence) WHERE position IS NULL;
CREATE INDEX log_subject ON log_entry(subject, sequence);
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, root BLOB NOT NULL, note TEXT NOT NULL, made_at INTEGER NOT NULL) STRICT;

-- Credentials: hashes only.
CREATE TABLE api_key (
  id BLOB PRIMARY KEY,
  key_hash BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
  token_hash BLOB PRIMARY KEY,
  party INTEGER NOT NULL REFERENCES party(key),
  origin TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_expiry ON session(expires_at);
CREATE TABLE desk_user (name TEXT PRIMARY KEY, role TEXT NOT NULL, password_hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE desk_session (
  token_hash BLOB PRIMARY KEY,
  user TEXT NOT NULL REFERENCES desk_user(name),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX desk_session_expiry ON desk_session(expires_at);

CREATE TABLE idempotency (
  credential TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash BLOB NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  body BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (credential, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency(made_at);

CREATE TABLE job (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  arguments TEXT NOT NULL,
  owner BLOB,
  state INTEGER NOT NULL,
  worker TEXT NOT NULL DEFAULT '',
  lease_until INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  message TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  finished_at INTEGER NOT NULL DEFAULT 0,
  result TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',
  cancel_wanted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX job_waiting ON job(key) WHERE state <= 1;
