-- Version 6: sales reports. A line belongs to a match, which is all lines of one key (core/sales/matching.hpp); a work is given to the match,
-- so that what a person says once holds for every line of that key, those that are still to come included. Dates are year * 10000 + month * 100 + day.

CREATE TABLE sales_mapping (
  name TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sales_file (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  name TEXT NOT NULL,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  mapping TEXT NOT NULL,
  message TEXT UNIQUE,
  reading TEXT NOT NULL,
  lines INTEGER NOT NULL,
  posted_lines INTEGER NOT NULL DEFAULT 0,
  first_date INTEGER NOT NULL,
  last_date INTEGER NOT NULL,
  imported_at INTEGER NOT NULL,
  imported_by TEXT NOT NULL,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX sales_file_content ON sales_file(content_hash);

-- state: 0 open, 1 matched, 2 rejected, 3 postponed. how: "isrc", "iswc", "upc", "id", "person".
CREATE TABLE sales_match (
  key INTEGER PRIMARY KEY,
  match_key TEXT NOT NULL UNIQUE,
  state INTEGER NOT NULL,
  work INTEGER REFERENCES work(key),
  how TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL DEFAULT '',
  decided_at INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 1) = (work IS NOT NULL))
) STRICT;
CREATE INDEX sales_match_state ON sales_match(state) WHERE state <> 1;

-- What the sender says of the thing, once for all lines that say the same.
CREATE TABLE sales_item (
  key INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  match INTEGER NOT NULL REFERENCES sales_match(key),
  isrc TEXT NOT NULL,
  iswc TEXT NOT NULL,
  upc TEXT NOT NULL,
  proprietary TEXT NOT NULL,
  title TEXT NOT NULL,
  artist TEXT NOT NULL
) STRICT;
CREATE INDEX sales_item_match ON sales_item(match);

CREATE TABLE sales_line (
  key INTEGER PRIMARY KEY,
  file INTEGER NOT NULL REFERENCES sales_file(key),
  row INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  date INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  side INTEGER NOT NULL,
  source TEXT NOT NULL,
  use TEXT NOT NULL,
  territory TEXT NOT NULL,
  match INTEGER NOT NULL REFERENCES sales_match(key),
  item INTEGER NOT NULL REFERENCES sales_item(key),
  units INTEGER NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  original TEXT NOT NULL,
  posted INTEGER,                            -- the month whose settlement has it; null: none yet
  posted_work INTEGER REFERENCES work(key),  -- null: its money waits in suspense
  resolved INTEGER                           -- the month in which its money left suspense; of a return, that it took money back from there
) STRICT;
CREATE INDEX sales_line_file ON sales_line(file);
CREATE INDEX sales_line_match ON sales_line(match, posted);
CREATE INDEX sales_line_suspense ON sales_line(match) WHERE posted IS NOT NULL AND posted_work IS NULL AND resolved IS NULL;
-- What a return took back of a sale, both posted.
CREATE TABLE sales_reversal (
  sale INTEGER NOT NULL REFERENCES sales_line(key),
  by INTEGER NOT NULL REFERENCES sales_line(key),
  amount TEXT NOT NULL,
  PRIMARY KEY (sale, by)
) STRICT, WITHOUT ROWID;

-- The sums of a match's lines that no work got yet (not posted, or in suspense), kept while lines come and go: adding them up would be a scan.
CREATE TABLE sales_open_sum (
  match INTEGER NOT NULL REFERENCES sales_match(key),
  currency TEXT NOT NULL,
  lines INTEGER NOT NULL,
  units INTEGER NOT NULL,
  amount TEXT NOT NULL,
  PRIMARY KEY (match, currency)
) STRICT, WITHOUT ROWID;

-- Works that are like an open match, best first.
CREATE TABLE sales_suggestion (
  match INTEGER NOT NULL REFERENCES sales_match(key),
  rank INTEGER NOT NULL,
  work INTEGER NOT NULL REFERENCES work(key),
  score_milli INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (match, rank)
) STRICT, WITHOUT ROWID;
