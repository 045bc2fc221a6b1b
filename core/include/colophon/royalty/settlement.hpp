#pragma once
// The settlement of one period: a pure function from agreements, revenue, usage, rates and openings to a journal, statements, payouts,
// closings and one root.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/royalty/input.hpp"
#include "colophon/royalty/journal.hpp"
#include "colophon/royalty/sum_tree.hpp"

namespace colophon::royalty {

// ---- From a row's money to its parties

/// One step on the way from a row's amount to a part of it; docs/formats/statement.md, "Steps", says what each means.
enum class StepKind : std::uint8_t {
  part,             ///< The share of a track in a release, of a composition in a recording.
  derived,          ///< What goes to a work that this one derives from.
  less_derived,     ///< What is left of it.
  convert,          ///< Into the agreement's currency.
  fee,              ///< What a fee takes.
  less_fee,         ///< What it leaves.
  tier,             ///< What a tier takes.
  less_tier,        ///< What it leaves to the next.
  step,             ///< What falls into one rate step.
  split,            ///< A share of a division.
  claim,            ///< What a claim gets of a tier.
};
std::string_view step_name(StepKind kind);

struct TraceStep {
  std::uint32_t parent = 0xFFFFFFFF;   ///< The step before, or none: it begins with the row's amount.
  StepKind kind = StepKind::split;
  std::uint8_t currency = 0;           ///< Of `out`: index into SettlementResult::currencies.
  std::uint32_t name = 0;              ///< Index into SettlementResult::names: of the fee, tier, or source of a rate.
  std::uint32_t agreement = 0;         ///< Index + 1 into the book's agreements; 0: none (a work's own shares).
  std::uint32_t cutoff = 0;            ///< Index + 1 into SettlementResult::cutoffs; 0: nobody got an extra micro.
  Id to{};                             ///< The claimant whose share this is (party, agreement, work), for its tie hash; nil: none.
  Micros in = 0, out = 0;
  Share share{1, 1};                   ///< Of a claim: 0/1 where claims are ranked.
  std::int64_t a = 0, b = 0, c = 0;    ///< By kind: tier: the cap's rest or -1; less_derived: what the share is of; convert: the rate's day; step by units:
                                       ///< its units and all; by revenue: revenue before, the step's begin, the next one's or -1; claim: its rest, and
                                       ///< the rest of all, or (ranked) of those before it.
  ExactAmount rate = 0;                ///< Of a conversion.
};

/// A part of a row: what one party gets of it by one agreement. It is a leaf of the row's own sum tree.
struct Part {
  static constexpr std::uint32_t kNobody = 0xFFFFFFFF;
  std::uint32_t party = kNobody;       ///< Index into SettlementInput::parties as sorted in SettlementResult::party_ids; kNobody: suspense.
  std::uint32_t agreement = 0;         ///< Index + 1 into the book's agreements; 0: a work's own shares.
  std::uint8_t currency = 0;
  bool exchanged = false;              ///< It went through another currency than the row's, and may have come back.
  std::uint32_t step = 0xFFFFFFFF;     ///< Its last step; none: the whole row (a pool's fee, suspense).
  Micros amount_micro = 0;
};

/// What a row is about: a work, and of money that names its work also what it came from.
struct Cell {
  Id work;                             ///< Nil: in suspense.
  IncomeFacts facts;                   ///< Empty in a pool's row.
  Date from;                           ///< The first day that the row's use can have.
  friend auto operator<=>(const Cell&, const Cell&) = default;
  bool operator==(const Cell&) const = default;
};

struct PoolResult {
  Id pool;
  std::string name;
  Rule rule = Rule::pro_rata;
  std::uint8_t currency = 0;
  Micros received_micro = 0;           ///< What came in, carried money included.
  Micros fees_micro = 0;               ///< What the pool's fees took off the top.
  Micros amount_micro = 0;             ///< What was divided: the rest.
  ExactAmount residue = 0;             ///< Below the grid: posted to the rounding account.
  std::vector<PoolRow> rows;           ///< Sorted by claim, which shuffles them: a claim is a salted hash.
  std::vector<std::uint32_t> infos;    ///< Of each row: its index in SettlementResult::rows.
  std::optional<Cutoff> cutoff;        ///< Pro-rata and artist-centric.
  SumNode tree;
  JsonObject header;                   ///< docs/formats/statement.md, "The pool header".
  Hash root{};                         ///< SHA-256("colophon/pool/2\n" || JCS(header))
};

/// A divided row, or what one of a pool's fees takes.
struct RowInfo {
  std::uint32_t pool = 0;
  std::uint32_t place = 0;             ///< Its index in the pool's table, or of the fee in its rule.
  bool is_fee = false;
  Cell cell;
  Id id;                               ///< uuid_from_name("colophon/row/1", settlement id || "/" || pool id || "/" || JCS(cell or fee)): names it in the journal.
  std::int64_t units = 0;              ///< As counted or reported, before any weighting.
  Micros amount_micro = 0;
  std::uint32_t parts_begin = 0, parts_end = 0;
};

/// How a part was posted. amount = held + reserved + recouped + balance.
struct Disposition {
  Micros held_micro = 0, reserved_micro = 0, recouped_micro = 0, balance_micro = 0;
  std::uint32_t hold = 0;              ///< Index + 1 into the holds; 0: none.
  std::uint32_t account = 0;           ///< Index + 1 into SettlementResult::names: the advance account; 0: none.
};

// ---- Accounts and payouts

/// A party's movements in one currency. closing = opening + earned + released + unheld + guaranteed + returned + reversed + converted_in - held - reserved
/// - recouped - converted_out - payout of that currency.
struct AccountResult {
  std::uint8_t currency = 0;
  Micros opening_micro = 0;
  Micros earned_micro = 0;             ///< All parts.
  Micros held_micro = 0, reserved_micro = 0, recouped_micro = 0;
  Micros released_micro = 0;           ///< Reserves that came due.
  Micros unheld_micro = 0;             ///< Held money that was given free, or awarded.
  Micros guaranteed_micro = 0;         ///< Top-ups of minimum guarantees.
  Micros returned_micro = 0;           ///< Payouts that the bank sent back, with the tax that was kept from them.
  Micros reversed_micro = 0;           ///< <= 0: taken back from the balance.
  Micros converted_in_micro = 0, converted_out_micro = 0;
  std::int64_t paid_minor = 0;         ///< Gross payout.
  Micros closing_micro = 0;
};

/// A balance beside the party's own: an advance that is recouped, a reserve, money that a dispute holds.
struct SideBalance {
  OpeningLine::Kind kind = OpeningLine::Kind::advance;
  Id agreement;
  std::string name;
  Period due{1970, 1};
  std::uint8_t currency = 0;
  Micros opening_micro = 0, added_micro = 0, taken_micro = 0, closing_micro = 0;   ///< closing = opening + added - taken
};

/// What a reversal took back from one of a party's balances.
struct ReversalLine {
  Id revenue, row;
  RecordedPosting from;                ///< `amount` >= 0.
};

/// A balance that was exchanged into the currency that the party is paid in.
struct Exchange {
  std::uint8_t from = 0, to = 0;
  Micros in_micro = 0, out_micro = 0;
  ExactAmount rate = 0;
  Date date;                           ///< Of the rate.
  std::string source;
};

struct Payout {
  std::uint32_t party = 0;
  std::uint8_t currency = 0;
  std::string reference;               ///< The end-to-end id of the payment: 32 hexadecimal digits.
  std::int64_t gross_minor = 0, tax_minor = 0, net_minor = 0;
};
/// Why nothing is paid although there is a balance: "", "threshold", "payee-data".
struct PartyResult {
  std::uint32_t party = 0;             ///< Index into SettlementResult::party_ids.
  std::vector<std::uint32_t> parts;    ///< Indices into SettlementResult::parts: its lines, by row.
  std::vector<AccountResult> accounts; ///< By currency code.
  std::vector<SideBalance> sides;
  std::vector<ReversalLine> reversals;
  std::vector<Exchange> exchanges;
  std::vector<Payout> payouts;
  std::string carried_because;
  Hash leaf{};                         ///< RFC 6962 leaf hash of the statement's commitment, a leaf of `statements_root`.
};

/// Something that a person should look at before approving; nothing is refused for it.
struct Warning {
  std::string code;                    ///< "unmatched-work", "no-agreement", "two-agreements", "no-term", "fee-no-match", "fee-two-match", ...
  std::string place;                   ///< "revenue.csv:17", a work, a pool, an agreement: the first one.
  std::string detail;                  ///< One English sentence.
  std::uint64_t count = 1;             ///< How many times.
  Micros amount_micro = 0;             ///< How much money it is about, in `currency`.
  std::string currency;
};

/// Money of one currency through the settlement.
struct CurrencyTotals {
  Micros received_micro = 0, reversed_micro = 0;                       ///< From outside, and back.
  Micros divided_micro = 0, fees_micro = 0, suspense_micro = 0;        ///< Pools over rows, of it to pool fees; what nobody could be found for.
  Micros opening_micro = 0, closing_micro = 0;                         ///< Of all parties' balances; between them, as in AccountResult:
  Micros earned_micro = 0, held_micro = 0, reserved_micro = 0, recouped_micro = 0, released_micro = 0, unheld_micro = 0, guaranteed_micro = 0,
         returned_micro = 0, taken_back_micro = 0, exchanged_in_micro = 0, exchanged_out_micro = 0;
  std::int64_t gross_minor = 0, tax_minor = 0, net_minor = 0;
};

struct SettlementResult {
  std::vector<Currency> currencies;    ///< Those that occur, by code.
  std::vector<Id> party_ids;           ///< All of the input, ascending.
  std::vector<std::string> names;
  std::vector<PoolResult> pools;       ///< By pool id.
  std::vector<RowInfo> rows;           ///< Fees of pools first, then rows in the order in which they were evaluated: by day, pool and cell.
  std::vector<Part> parts;             ///< By row.
  std::vector<Disposition> dispositions;   ///< One a part.
  std::vector<TraceStep> steps;
  std::vector<SplitCutoff> cutoffs;
  std::vector<PartyResult> parties;    ///< By party id: every party with a line, a movement or a balance.
  std::vector<Payout> payouts;         ///< All, by party and currency.
  std::vector<OpeningLine> closings;   ///< The next settlement's openings.
  std::vector<RecordedRow> recorded;   ///< This settlement's rows, and earlier ones of which something is left.
  std::vector<SettledRevenue> settled; ///< Where each line of this settlement's revenue went.
  std::vector<CurrencyTotals> totals;  ///< By currency.
  std::vector<Warning> warnings;       ///< By code, then place.
  Journal journal;
  JsonObject header;                   ///< docs/formats/statement.md, "The settlement header".
  Hash root{};                         ///< SHA-256("colophon/settlement/2\n" || JCS(header))
};

/// The salts of docs/formats/statement.md, "Salts". The log's commitment of a settlement is
/// commitment("colophon/settlement/2", settlement_salt(seed), JCS(header)).
Hash settlement_salt(const Hash& seed);

/// Settles. The result does not depend on the order of anything in the input. Errors name the row ("revenue.csv:17:work"), pool or
/// agreement; nothing is settled in part. `cancelled` is asked now and then; true ends with Errc::cancelled.
Result<SettlementResult> settle(const SettlementInput& input, const std::function<bool()>& cancelled = {});

/// Writes documents one at a time: holds the trees that their paths come from.
class StatementWriter {
 public:
  /// Both must outlive the writer.
  StatementWriter(const SettlementInput& input, const SettlementResult& result);
  ~StatementWriter();
  StatementWriter(StatementWriter&&) noexcept;
  /// "colophon/statement/2" of parties[index], without the log receipt (the caller appends it as "receipt").
  JsonObject statement(std::size_t index) const;
  /// "colophon/pool-table/2" of pools[index].
  JsonObject pool_table(std::size_t index) const;

 private:
  struct Trees;
  Trees* trees_;
  const SettlementInput* input_;
  const SettlementResult* result_;
};

}  // namespace colophon::royalty
