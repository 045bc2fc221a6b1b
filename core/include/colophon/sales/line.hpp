#pragma once
// A revenue line: what every sales report becomes, whatever its form. And what a reading found besides: sums, oddities, errors.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/sales/date.hpp"

namespace colophon::sales {

/// What kind of money it is: the kinds of revenue, and `sale`, money that a buyer paid for one copy.
enum class Kind : std::uint8_t { ad, subscription, tip, licence, brand, sale };
std::string_view kind_name(Kind kind);
Result<Kind> parse_kind(std::string_view text, std::string_view field = "kind");

/// Which rights were used: the recording's, the composition's, or it is not said.
enum class Side : std::uint8_t { unknown, recording, composition };
std::string_view side_name(Side side);          ///< "", "recording", "composition"
Result<Side> parse_side(std::string_view text, std::string_view field = "side");

/// One line. The texts are valid during the call that gives it.
///
/// A *return* has units or an amount below 0. It takes back earlier sales of the same thing (returns.hpp finds out which); `original` keeps the sender's
/// own reference where there is one. No line is ever changed by it.
struct Line {
  std::uint64_t row = 0;              ///< The line of the file on which it begins; the header is a line too.
  std::uint32_t part = 0;             ///< Which of the lines that one row becomes, from 0.
  Date date;                          ///< Day of use; the last day where only a month, quarter or year is known.
  Kind kind = Kind::ad;
  Side side = Side::unknown;
  std::string_view source;            ///< The service, in lower case: "spotify".
  std::string_view use;               ///< Words in lower case: "stream", "download", "ugc".
  std::string_view territory;         ///< ISO 3166-1 alpha-2, or "ZZ": not known.
  std::int64_t units = 0;             ///< Below 0 for a return.
  ExactAmount amount = 0;             ///< Below 0 for a return.
  Currency currency;
  // What the sender says of the thing that was sold; each may be empty.
  std::string_view isrc;              ///< "USRC17607839"
  std::string_view iswc;              ///< "T0345246801"
  std::string_view upc;               ///< 13 or 14 digits
  std::string_view proprietary;       ///< The sender's own id of it.
  std::string_view title, artist;
  std::string_view original;          ///< The sender's id of the sale, or of the one that a return takes back.
  bool is_return() const { return units < 0 || amount < 0; }
};

/// Below 10^18 of the major unit, so that sums of whole files fit.
inline constexpr ExactAmount kLineAmountMax = static_cast<ExactAmount>(1'000'000'000'000'000) * 1'000'000'000'000'000;

/// The line's id: a UUIDv7 of noon of its date and of SHA-256("colophon/sale/1" || file hash || row || part), so that importing a file twice
/// gives each line the id that it has already.
Id line_id(const Hash& file, const Line& line);

/// Takes a line. An error ends the reading, which returns it.
using Sink = std::function<Result<void>(const Line&)>;

/// Something that a person should look at and that refuses nothing. Equal ones are counted.
struct Finding {
  std::string code;                   ///< A word of docs/formats/sales-mapping.md: "isrc", "territory", "use".
  std::string column;                 ///< Where it stands, as the file names it.
  std::string sample;                 ///< The first text of its kind.
  std::uint64_t count = 0, first_row = 0;
};

/// Of one currency. Sums are exact.
struct Sum {
  Currency currency;
  std::uint64_t lines = 0, returns = 0;
  int128 units = 0;
  ExactAmount amount = 0;
  ExactAmount returned = 0;           ///< Of the lines whose amount is below 0; part of `amount`.
};

/// What a reading of a whole file came to.
struct Reading {
  std::uint64_t rows = 0;             ///< Below the header.
  std::uint64_t lines = 0;            ///< That became revenue lines.
  std::uint64_t skipped = 0;          ///< That the mapping passes over.
  std::uint64_t totals = 0;           ///< That are totals, and were checked.
  Date first, last;                   ///< Not set where there are no lines.
  std::vector<Sum> sums;              ///< By currency code.
  std::vector<Finding> findings;
  std::vector<Error> errors;          ///< What refuses the file, by line; at most limits::kSalesErrorsMax.
  bool more_errors = false;           ///< The reading ended at that many.
  /// Of all lines without their rows and in any order: two files with the same content have the same.
  Hash content{};

  bool acceptable() const { return errors.empty(); }
  /// The first error, and how many there are. Only where it is not acceptable.
  Error refusal() const;
};

/// Keeps a Reading while lines come: sums, dates, the content's hash, and findings that are counted, not repeated.
class Tally {
 public:
  /// Error: overflow (an amount beyond kLineAmountMax, or a sum that does not fit).
  Result<void> add(const Line& line);
  void find(std::string_view code, std::string_view column, std::string_view sample, std::uint64_t row);
  /// False where no more are taken: the reading should end.
  bool refuse(Error error);
  Reading& reading() { return reading_; }
  Reading finish();

 private:
  Reading reading_;
  std::uint64_t findings_left_ = 200;
};

/// As a preview and the store show it: counts, sums by currency, findings and errors. Amounts are decimal strings.
Json reading_json(const Reading& reading);
Json line_json(const Line& line);

}  // namespace colophon::sales
