-- Earn: agreements, what parties are paid by, money in several currencies, the books. Settlements of the first version of the documents
-- cannot be read by this program: their periods open again, and are settled anew.
DELETE FROM period WHERE month IN (SELECT month FROM settlement);
DROP TABLE journal;
DROP TABLE pool;
DROP TABLE statement;
DROP TABLE settlement;
DROP TABLE balance;

-- Personal, with the name: erased together.
ALTER TABLE person ADD COLUMN account_name TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN iban TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN bic TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN country TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN evm TEXT NOT NULL DEFAULT '';
CREATE TABLE payee (
  party INTEGER PRIMARY KEY REFERENCES party(key),
  pays_in TEXT NOT NULL,
  threshold_minor INTEGER NOT NULL CHECK (threshold_minor >= 0),
  withholding_numerator INTEGER NOT NULL,
  withholding_denominator INTEGER NOT NULL,
  payable INTEGER NOT NULL
) STRICT;

-- Agreements and pools: each entry is the whole book, "colophon/agreements/1" with ids; the newest is in force.
CREATE TABLE rule_book (
  key INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  document TEXT NOT NULL
) STRICT;
CREATE TABLE rate (
  day INTEGER NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency TEXT NOT NULL,
  rate TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (from_currency, to_currency, day)
) STRICT, WITHOUT ROWID;

-- What a work is to other works. A work without a row here stands for itself.
CREATE TABLE work_rights (
  work INTEGER PRIMARY KEY REFERENCES work(key),
  type INTEGER NOT NULL,
  artist INTEGER REFERENCES party(key),
  isrc TEXT UNIQUE,
  iswc TEXT UNIQUE,
  upc TEXT UNIQUE,
  noise INTEGER NOT NULL
) STRICT;
CREATE TABLE work_part (
  work INTEGER NOT NULL REFERENCES work(key),
  kind INTEGER NOT NULL,                     -- 0 track, 1 composition, 2 derived absolutely, 3 derived relatively
  part INTEGER NOT NULL REFERENCES work(key),
  numerator INTEGER NOT NULL,
  denominator INTEGER NOT NULL,
  PRIMARY KEY (work, kind, part)
) STRICT, WITHOUT ROWID;

ALTER TABLE event ADD COLUMN service TEXT;
ALTER TABLE event ADD COLUMN territory TEXT;
ALTER TABLE event ADD COLUMN active INTEGER;
ALTER TABLE tally ADD COLUMN placed INTEGER NOT NULL DEFAULT 0;   -- events with a service, a territory or a choice
ALTER TABLE revenue ADD COLUMN day INTEGER;
ALTER TABLE revenue ADD COLUMN service TEXT;
ALTER TABLE revenue ADD COLUMN usage TEXT;
ALTER TABLE revenue ADD COLUMN territory TEXT;
ALTER TABLE revenue ADD COLUMN side TEXT;
ALTER TABLE revenue ADD COLUMN units INTEGER;
ALTER TABLE revenue ADD COLUMN reverses BLOB;
ALTER TABLE revenue ADD COLUMN resolves TEXT;
ALTER TABLE revenue ADD COLUMN unmatched INTEGER;
CREATE INDEX revenue_id ON revenue(id);

-- Settlements: at most one draft or approved settlement a period. Documents are compressed (zlib).
CREATE TABLE settlement (
  key INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  month INTEGER NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  book INTEGER REFERENCES rule_book(key),
  state INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  approved_by TEXT NOT NULL DEFAULT '',
  approved_at INTEGER NOT NULL DEFAULT 0,
  header TEXT NOT NULL,
  root BLOB NOT NULL,
  salt BLOB NOT NULL,
  statements INTEGER NOT NULL,
  transactions INTEGER NOT NULL,
  warnings TEXT NOT NULL,
  earlier TEXT NOT NULL,                     -- what changed against the draft that this one replaced, JSON; empty: it is the first
  opening BLOB NOT NULL,                     -- SHA-256 of the openings that it began with
  bank TEXT NOT NULL,                        -- references of the payouts whose bank result it takes into the books
  simulated INTEGER NOT NULL
) STRICT;
-- What it was computed from beside the period's revenue and events, as the files of a bundle: with these it can be computed again.
CREATE TABLE settlement_input (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  name TEXT NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (settlement, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE statement (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  party BLOB NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (settlement, party)
) STRICT;
CREATE TABLE statement_account (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  party BLOB NOT NULL,
  currency TEXT NOT NULL,
  opening_micro INTEGER NOT NULL,
  earned_micro INTEGER NOT NULL,
  held_micro INTEGER NOT NULL,
  reserved_micro INTEGER NOT NULL,
  recouped_micro INTEGER NOT NULL,
  paid_minor INTEGER NOT NULL,
  closing_micro INTEGER NOT NULL,
  PRIMARY KEY (settlement, party, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE pool (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  rule TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_micro INTEGER NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (settlement, id)
) STRICT;

-- The ledger: transactions of all settlements, balances of approved ones.
CREATE TABLE account (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  currency TEXT NOT NULL,
  balance_micro INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, currency)
) STRICT;
CREATE TABLE ledger_transaction (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  day INTEGER NOT NULL,
  text TEXT NOT NULL,
  ref BLOB,
  reverses BLOB,
  postings BLOB NOT NULL,                    -- account, micros and residue of each, as varints
  PRIMARY KEY (settlement, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE account_delta (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  account INTEGER NOT NULL REFERENCES account(key),
  amount_micro INTEGER NOT NULL,
  PRIMARY KEY (settlement, account)
) STRICT, WITHOUT ROWID;

-- What one settlement leaves to the next (kinds as royalty::OpeningLine); in force is that of the last one approved, and before the first
-- what was taken over from another system.
CREATE TABLE first_opening (
  kind INTEGER NOT NULL,
  party BLOB NOT NULL,
  agreement BLOB NOT NULL,
  name TEXT NOT NULL,
  due INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (kind, party, agreement, name, due, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE closing (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  kind INTEGER NOT NULL,
  party BLOB NOT NULL,
  agreement BLOB NOT NULL,
  name TEXT NOT NULL,
  due INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (settlement, kind, party, agreement, name, due, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE recorded_row (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  row BLOB NOT NULL,
  pool BLOB NOT NULL,
  currency TEXT NOT NULL,
  amount_micro INTEGER NOT NULL,
  postings TEXT NOT NULL,
  PRIMARY KEY (settlement, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX recorded_by_row ON recorded_row(row);
CREATE INDEX recorded_by_pool ON recorded_row(pool);
CREATE TABLE settled_revenue (
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  revenue BLOB NOT NULL,
  row BLOB NOT NULL,
  PRIMARY KEY (revenue, settlement)
) STRICT, WITHOUT ROWID;
CREATE TABLE payout (
  reference TEXT PRIMARY KEY,
  settlement INTEGER NOT NULL REFERENCES settlement(key) ON DELETE CASCADE,
  party BLOB NOT NULL,
  currency TEXT NOT NULL,
  gross_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  day INTEGER NOT NULL DEFAULT 0,
  message TEXT REFERENCES payment_file(message),
  booked INTEGER NOT NULL DEFAULT 0          -- 1: a settlement has taken the bank's word into the books
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_party ON payout(party);
CREATE INDEX payout_message ON payout(message);
-- Files that asked a bank to pay; an answer that speaks of a whole file is read with the file beside it.
CREATE TABLE payment_file (
  message TEXT PRIMARY KEY,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  payments INTEGER NOT NULL,
  totals TEXT NOT NULL,                      -- JSON: [{"currency", "amount"}]
  document BLOB NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;
-- What a licensee owes for a licence of the registry. Numbers are consecutive, as tax law in most places wants them.
CREATE TABLE invoice (
  number INTEGER PRIMARY KEY,
  licence BLOB NOT NULL UNIQUE,
  work BLOB NOT NULL,
  licensor BLOB NOT NULL,
  licensee BLOB NOT NULL,
  amount TEXT NOT NULL,                      -- an exact decimal
  currency TEXT NOT NULL,
  issued_day INTEGER NOT NULL,
  due_day INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,          -- 0: open, 1: paid, 2: cancelled
  changed_day INTEGER NOT NULL DEFAULT 0,    -- when it was paid or cancelled
  reference TEXT NOT NULL DEFAULT ''         -- of the payment, or why it was cancelled
) STRICT;
CREATE INDEX invoice_state ON invoice(state);
CREATE TABLE hold (
  name TEXT PRIMARY KEY,
  party BLOB,
  work BLOB,
  limit_micro INTEGER,
  currency TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  until_day INTEGER NOT NULL,
  state INTEGER NOT NULL,
  pay_to BLOB,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What parties would earn if the period ended now; made anew as a whole.
CREATE TABLE forecast (
  party BLOB NOT NULL,
  currency TEXT NOT NULL,
  earned_micro INTEGER NOT NULL,
  PRIMARY KEY (party, currency)
) STRICT, WITHOUT ROWID;
