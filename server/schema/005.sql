-- Version 5 of the store: what the log keeps beside its entries. (Written so that the order of versions 2 to 5 does not matter.)

-- Complete tiles of the Merkle tree (C2SP tlog-tiles): 256 hashes of 32 bytes each. What lies right of them follows from the entries.
CREATE TABLE log_tile (
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
  position INTEGER NOT NULL,
  hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;
-- Signature lines of witnesses on our checkpoints.
CREATE TABLE cosignature (
  size INTEGER NOT NULL,
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;
-- The keys that the log signs or has signed with. The first is made with the log; a key's file is named by its number.
CREATE TABLE log_key (
  number INTEGER PRIMARY KEY,
  verifier_key TEXT NOT NULL UNIQUE,
  state INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  retired_at INTEGER NOT NULL DEFAULT 0
) STRICT;
