-- Version 7: drafts that their maker keeps with the site. Nobody but their party reads them; they go with the party's name.
CREATE TABLE work_draft (
  key INTEGER PRIMARY KEY,
  party INTEGER NOT NULL REFERENCES party(key),
  id BLOB NOT NULL CHECK (length(id) = 16),
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (party, id)
) STRICT;
