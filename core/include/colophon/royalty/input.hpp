#pragma once
// What a settlement is computed from: parties, works, revenue, usage, rates, openings. Plain values; docs/formats/settlement-bundle.md
// has the same as files. The order of anything here changes nothing in the result.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "colophon/hash/sha256.hpp"
#include "colophon/royalty/agreement.hpp"
#include "colophon/royalty/division.hpp"

namespace colophon::royalty {

/// Who can be paid. No names here: `name` is what accounts and files call the party, an id where there is nothing better.
struct Party {
  Id id;
  std::string name;
  std::optional<Currency> pays_in;    ///< What it is paid in; none: every currency by itself.
  std::int64_t threshold_minor = 0;   ///< Less than this is carried forward, in `pays_in`.
  Share withholding{0, 1};            ///< The tax that is kept back from each payout.
  bool payable = true;                ///< False while the data to pay it are missing: all is carried forward.
};

enum class WorkType : std::uint8_t { work, recording, composition, release };

/// A work within a work: a track of a release, a composition in a recording.
struct WorkPart { Id work; Share share; };
/// A share of this work's income that goes to what it derives from. Absolute (LAP): of this work's income and of the income of everything
/// derived from it. Relative (LRP): of what reaches this work.
struct Derivation { Id from; Share share; bool relative = false; };

struct Work {
  Id id;
  std::string name;
  WorkType type = WorkType::work;
  Id artist;                                 ///< Artist-centric pools add up an artist's works; nil: the work stands for itself.
  std::vector<WorkPart> tracks;              ///< Of a release; shares add up to 1.
  std::vector<WorkPart> compositions;        ///< Of a recording; shares add up to 1.
  std::vector<Derivation> derives;
  std::vector<PartyShare> shares;            ///< Its agreement where no other names it; may be empty.
  bool noise = false;                        ///< Counts nothing in an artist-centric pool.
};

/// Money in, or, with `reverses`, money taken back.
struct RevenueLine {
  Id id;
  Date date;                                 ///< Of the use: chooses the agreement's version.
  IncomeFacts facts;
  Id work;                                   ///< Nil: none named, the money goes to a pool.
  bool unmatched = false;                    ///< It names a work that is not known: suspense.
  Id listener;                               ///< Who paid; nil: nobody in particular.
  std::int64_t units = 0;                    ///< As reported; counts in rate steps by units.
  ExactAmount amount = 0;                    ///< >= 0, also of a reversal.
  Currency currency;
  Id reverses;                               ///< The line that is taken back, whole or in part, under its own agreement; beside amount and `resolves` nothing then counts.
  std::string resolves;                      ///< The money lies in suspense under this name and comes from there, not from outside; of a reversal: it goes back there.
  std::string place;                         ///< "revenue.csv:17": for errors and warnings. May be empty.
};

/// What one listener used of one work: rows of one listener, work, day and kind add up.
struct UsageRow {
  std::uint32_t listener = 0;                ///< Index into UsageTable::listeners.
  std::uint32_t work = 0;                    ///< Index into UsageTable::works.
  std::int64_t units = 0;
  std::int16_t day = 0;                      ///< Days from the first of the period; below 0 for a late event.
  std::uint16_t kind = 0;                    ///< Index into UsageTable::kinds.
};
struct UsageKind {
  std::string type = "play", source, territory;
  bool active = false;                       ///< Actively chosen: searched for, from a library.
  friend auto operator<=>(const UsageKind&, const UsageKind&) = default;
};
struct UsageTable {
  std::vector<Id> listeners;                 ///< Distinct. Nil: nobody in particular.
  std::vector<Id> works;                     ///< Distinct.
  std::vector<UsageKind> kinds;              ///< Distinct.
  std::vector<UsageRow> rows;
};

/// One unit of `from` is worth `rate` (in 10^-12) of `to`, from `date` on until the next rate of the pair.
struct ExchangeRate {
  Currency from, to;
  Date date;
  ExactAmount rate = 0;
  std::string source;
};

/// What an earlier settlement left: its closing is the next one's opening.
struct OpeningLine {
  enum class Kind : std::uint8_t {
    balance,      ///< party: what it is owed; below 0, what it owes.
    advance,      ///< party, name = advance account: not recouped yet.
    reserve,      ///< party, agreement, due: released in that period.
    held,         ///< party, agreement, name = hold.
    tier,         ///< agreement, name = tier: what a capped tier has taken, or the revenue its steps have seen; with a party, what that claim has got.
    units,        ///< agreement, name = tier: the units that its steps have seen.
    pool,         ///< name = pool: money of a pool that had nothing to be divided by.
    suspense,     ///< name = what it waits for: the id of a revenue line, or of a row without an agreement.
    payout,       ///< party, name = reference: the net amount that the bank has not confirmed.
    tax,          ///< party, name = reference: the tax withheld from it.
  };
  Kind kind = Kind::balance;
  Id party, agreement;
  std::string name;
  Period due{1970, 1};
  Currency currency;
  std::int64_t amount = 0;                   ///< Micros, or units.
};
std::string_view opening_kind_name(OpeningLine::Kind kind);

/// A dispute's claim on money: while it is open, what would go to the party or for the work is held.
struct Hold {
  enum class State : std::uint8_t { open, released, upheld };
  std::string name;
  Id party, work;                            ///< Nil: any; one of them is given.
  std::optional<Micros> limit;               ///< At most so much, in `currency`; none: everything.
  Currency currency;
  Date from, until;                          ///< It lapses on `until` (day 0: never) unless it was decided.
  State state = State::open;
  Named pay_to;                              ///< Who gets the money of an upheld hold.
};

/// How an earlier settlement posted a row, for reversals: what of it has not been reversed yet.
struct RecordedPosting {
  /// The last two are no money: what a tier's cap or steps have seen.
  enum class Kind : std::uint8_t { balance, reserve, advance, held, suspense, tier, units };
  Kind kind = Kind::balance;
  Id party, agreement;
  std::string name;                          ///< Advance account, hold, or tier.
  Period due{1970, 1};
  Currency currency;
  Micros amount = 0;
  bool exchanged = false;                    ///< Came to it through another currency than the row's.
};
std::string_view posting_kind_name(RecordedPosting::Kind kind);
struct RecordedRow {
  Id row;                                    ///< The row's id in its settlement's journal.
  Id pool;                                   ///< The pool that it is a row of.
  Currency currency;                         ///< Of the money that came in.
  Micros amount = 0;                         ///< What of it is left.
  std::vector<RecordedPosting> postings;
};
/// Where a line of revenue went: a row, or a whole pool.
struct SettledRevenue { Id revenue; Id row; };

/// What the bank said of a payout of an earlier settlement: paid, or returned to the balance.
struct BankResult {
  std::string reference;                     ///< The payout's end-to-end id.
  bool returned = false;
  Date date;
};

struct SettlementInput {
  Id settlement;
  std::string name;                          ///< What the journal calls it; the id where empty.
  Period period;
  std::uint64_t as_of_ms = 0;                ///< Agreements recorded later are not known yet. 0: all are.
  Hash seed{};                               ///< Secret; every salt is derived from it, so that a second run gives the same bytes.
  RuleBook book;
  std::vector<Party> parties;
  std::vector<Work> works;
  std::vector<RevenueLine> revenue;
  UsageTable usage;
  std::vector<ExchangeRate> rates;
  std::vector<OpeningLine> openings;
  std::vector<Hold> holds;
  std::vector<RecordedRow> recorded;
  std::vector<SettledRevenue> settled;
  std::vector<BankResult> bank;
  std::optional<Period> closed_through;      ///< Periods up to this one are closed: settling one of them is refused.
};

}  // namespace colophon::royalty
