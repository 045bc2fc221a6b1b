#pragma once
// Why a settlement pays other amounts than a former system did, as far as the numbers tell. docs/formats/settlement-compare.md has both tables.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/sales/date.hpp"

namespace colophon::sales {

/// A line of the former system's table: what it paid.
struct FormerAmount {
  std::string party;                  ///< As it is called there.
  Currency currency;
  ExactAmount amount = 0;
  Date date;                          ///< Not set: not known.
  std::uint64_t row = 0;
};

/// Reads "party,amount[,currency][,date]". `currency` is for rows that name none; empty: every row must.
/// Errors: as CsvTable's; missing_field (a party, an amount, a currency), invalid_amount, unknown_currency, invalid_argument (a date), overflow (a sum).
Result<std::vector<FormerAmount>> read_former(std::string name, std::string_view text, std::string_view currency = {});

/// What a settlement did with one party's money in one currency. Amounts are micros, tax and net minor units; all >= 0 but opening, closing and
/// reversed. net = opening + earned + released + unheld + guaranteed + returned + reversed + converted_in - held - reserved - recouped
/// - converted_out - closing - tax.
struct SettledAccount {
  std::string party;                  ///< Its id.
  std::string name;
  Currency currency;
  Micros opening_micro = 0, earned_micro = 0, held_micro = 0, reserved_micro = 0, recouped_micro = 0, released_micro = 0, unheld_micro = 0,
         guaranteed_micro = 0, returned_micro = 0, reversed_micro = 0, converted_in_micro = 0, converted_out_micro = 0, closing_micro = 0;
  std::int64_t tax_minor = 0, net_minor = 0;
  std::string carried_because;        ///< "threshold", "payee-data", or empty.
  Micros fees_micro = 0;              ///< What fees took on the way to `earned`; 0 also where it is not known.
  Micros late_micro = 0;              ///< Of `earned`: what is dated before the period.
};

/// A part of a difference. The amount of each is what the former system paid more for it; below 0, less.
enum class Because : std::uint8_t {
  rounding,       ///< One minor unit, and more where the former system added up rounded rows.
  tax,            ///< Withheld here only.
  fee,            ///< Taken here only.
  recouped,       ///< Kept here only, against an advance.
  reserved, held, ///< Kept here only.
  carried,        ///< A balance that is not paid here: `carried_because`.
  opening,        ///< A balance of earlier periods that only we pay.
  released,       ///< Reserves and holds that only we give free.
  guaranteed,     ///< A guarantee that only we top up.
  returned,       ///< A payment that the bank sent back, and that only we pay again.
  reversed,       ///< Taken back here only.
  exchanged,      ///< Moved from or to another currency here only.
  late,           ///< Dated before the period: the former system had paid it then.
  outside,        ///< Rows of the former system with a date outside the period.
  twice,          ///< Rows that the former system has twice: same party, amount and date.
  rate,           ///< The former system paid the same percentage of what we do to several parties.
  not_here,       ///< The settlement does not have the party.
  not_there,      ///< The former system does not have the party.
  unexplained,
};
inline constexpr int kBecauseCount = static_cast<int>(Because::unexplained) + 1;
std::string_view because_name(Because because);   ///< "rounding", "not-here"

struct DifferencePart {
  Because because = Because::unexplained;
  ExactAmount amount = 0;
  friend bool operator==(const DifferencePart&, const DifferencePart&) = default;
};

struct Difference {
  std::string party;                  ///< The settlement's id, or empty.
  std::string former_name, name;      ///< As each calls it; empty where it lacks it.
  Currency currency;
  ExactAmount former = 0, now = 0;    ///< What was paid.
  std::uint64_t former_rows = 0, first_row = 0;
  std::vector<DifferencePart> parts;  ///< They sum to former - now exactly; none where both are equal.
  int ways = 0;                       ///< How many explanations of this many parts fit; more than 1: look yourself.
  int rate_per_10000 = 0;             ///< Of `rate`.
  enum class Of : std::uint8_t { none, net, gross, earned } rate_of = Of::none;
  std::string hint;                   ///< One English sentence for what is not explained, or empty.
  bool explained() const;
};

struct CompareTotals {
  Currency currency;
  ExactAmount former = 0, now = 0;
  ExactAmount by[kBecauseCount] = {};
  std::uint64_t accounts = 0, equal = 0, explained = 0, ambiguous = 0;   ///< Of `explained`, those with more than one way are ambiguous.
};

struct Comparison {
  std::vector<Difference> differences;  ///< Every party and currency that either has money for: the unexplained first, then by size, then by name.
  std::vector<CompareTotals> totals;    ///< By currency.
};

/// Matches parties by id, then by name, then by name without marks, punctuation and the order of its words; where two could be meant, neither
/// is. A difference is explained by the fewest parts (up to three) that make it up within the rounding; of several such sets by the one that
/// explains most other parties.
/// Errors: overflow, invalid_argument (an account without a party, or two of one party and currency).
Result<Comparison> compare_settlements(std::span<const FormerAmount> former, std::span<const SettledAccount> now, const Period& period);

/// "colophon/settlement-comparison/1".
Json comparison_json(const Comparison& comparison);
/// One line a difference: party, name, former name, currency, former, now, difference, because, hint.
std::string comparison_csv(const Comparison& comparison);

}  // namespace colophon::sales
