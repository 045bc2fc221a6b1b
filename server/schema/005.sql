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

-- The registry. What a party says under its own key, what the platform decides and what both have agreed are acts; what they say lies in their log
-- entry (kind and subject = id), so that erasing it there erases it.
CREATE TABLE party_key (
  public_key BLOB PRIMARY KEY CHECK (length(public_key) = 32),
  party INTEGER NOT NULL REFERENCES party(key),
  label TEXT NOT NULL,
  state INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX party_key_party ON party_key(party);
CREATE TABLE act (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  party INTEGER REFERENCES party(key),
  work INTEGER REFERENCES work(key),
  about BLOB,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX act_work ON act(work, key) WHERE work IS NOT NULL;
CREATE INDEX act_about ON act(about, key) WHERE about IS NOT NULL;
CREATE TABLE work_terms (
  work INTEGER PRIMARY KEY REFERENCES work(key),
  licence TEXT NOT NULL,
  tdm TEXT NOT NULL,
  tdm_policy TEXT NOT NULL,
  ai TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
-- Why a work's income waits: a near match (of the later registration only), a claim (up to an amount, until a time), a takedown.
CREATE TABLE work_hold (
  work INTEGER NOT NULL REFERENCES work(key),
  about BLOB NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (work, about)
) STRICT, WITHOUT ROWID;
CREATE TABLE work_end (work INTEGER PRIMARY KEY REFERENCES work(key), state TEXT NOT NULL, ended_at INTEGER NOT NULL) STRICT;
CREATE TABLE offer (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  work INTEGER NOT NULL REFERENCES work(key),
  from_party INTEGER NOT NULL REFERENCES party(key),
  to_party INTEGER REFERENCES party(key),
  act BLOB NOT NULL,
  hash BLOB NOT NULL,
  terms TEXT NOT NULL,
  state INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_work ON offer(work);
-- What was agreed: Earn turns each record into revenue of its work (docs/formats/registry.md).
CREATE TABLE licence_record (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  offer BLOB NOT NULL,
  work INTEGER NOT NULL REFERENCES work(key),
  licensor INTEGER NOT NULL REFERENCES party(key),
  licensee INTEGER NOT NULL REFERENCES party(key),
  kind TEXT NOT NULL,
  exclusive INTEGER NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  share TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX licence_record_work ON licence_record(work);
-- For the erasure of a work.
CREATE INDEX IF NOT EXISTS fingerprint_work ON fingerprint(work);
-- What other platforms have registered, as far as their receipts were checked here (docs/formats/interchange.md).
CREATE TABLE foreign_work (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  platform TEXT NOT NULL,
  sha256 BLOB NOT NULL,
  iscc TEXT NOT NULL,
  title TEXT NOT NULL,
  public_key BLOB,
  state TEXT NOT NULL,
  registered_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  document BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_work_sha256 ON foreign_work(sha256);
CREATE TABLE claim (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  work INTEGER NOT NULL REFERENCES work(key),
  claimant INTEGER NOT NULL REFERENCES party(key),
  own_work BLOB,
  basis TEXT NOT NULL,
  amount TEXT NOT NULL,
  currency TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  answer_until INTEGER NOT NULL,
  lapses_at INTEGER NOT NULL,
  answers INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL,
  decided_by TEXT NOT NULL DEFAULT '',
  decided_at INTEGER NOT NULL DEFAULT 0,
  appealed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX claim_work ON claim(work);
CREATE INDEX claim_open ON claim(lapses_at) WHERE state = 0;
