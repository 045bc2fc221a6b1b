-- Version 3: what a work is by its content. `code` has each work's units as 64-bit numbers, numbered from 0 on for each unit without a gap:
-- an index in memory goes by these numbers, and reads on where it stopped. A code that counts no more keeps its number and loses its work.
CREATE TABLE identity (
  work INTEGER PRIMARY KEY REFERENCES work(key),
  iscc TEXT NOT NULL,
  checked INTEGER NOT NULL
) STRICT;
CREATE TABLE code (
  unit INTEGER NOT NULL CHECK (unit BETWEEN 0 AND 7),
  number INTEGER NOT NULL CHECK (number >= 0),
  value INTEGER NOT NULL,
  work INTEGER REFERENCES work(key),
  PRIMARY KEY (unit, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_work ON code(work) WHERE work IS NOT NULL;
CREATE INDEX code_instance ON code(value) WHERE unit = 7;
-- Near works that a job has found: `work` was registered after `other`.
CREATE TABLE near (
  work INTEGER NOT NULL REFERENCES work(key),
  other INTEGER NOT NULL REFERENCES work(key),
  relation INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  distance INTEGER NOT NULL,
  found_at INTEGER NOT NULL,
  PRIMARY KEY (work, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX near_other ON near(other);
-- What a platform declares of works that it had before: nobody else vouches for it.
CREATE TABLE declared (
  work INTEGER PRIMARY KEY REFERENCES work(key),
  first_published TEXT NOT NULL,
  file TEXT NOT NULL
) STRICT;
