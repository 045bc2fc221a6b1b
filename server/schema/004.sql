-- Plans with limits, floors and exploration; what was shown by them, and what came of it; works that are published.
ALTER TABLE plan ADD COLUMN request TEXT NOT NULL DEFAULT '{}';
ALTER TABLE plan ADD COLUMN pools TEXT NOT NULL DEFAULT '[]';

-- A decision is one page that a channel was served. Places are JSON: [[work key, propensity in millionths, 1 where it was explored], ...].
CREATE TABLE decision (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  made_at INTEGER NOT NULL,
  plan INTEGER NOT NULL REFERENCES plan(key),
  channel INTEGER NOT NULL REFERENCES channel(key),
  places TEXT NOT NULL
) STRICT;
CREATE INDEX decision_channel ON decision(channel, key);
-- What came of a place: one row an event that named its decision.
CREATE TABLE outcome (
  decision INTEGER NOT NULL REFERENCES decision(key),
  work INTEGER NOT NULL REFERENCES work(key),
  event BLOB NOT NULL,
  type INTEGER NOT NULL,
  source INTEGER NOT NULL,
  PRIMARY KEY (decision, work, event)
) STRICT, WITHOUT ROWID;

ALTER TABLE work ADD COLUMN published_at INTEGER;
CREATE INDEX work_published ON work(published_at, key) WHERE published_at IS NOT NULL;
