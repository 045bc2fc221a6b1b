#pragma once
// The settlement bundle: all that a settlement is computed from, as a folder of small tables (docs/formats/settlement-bundle.md). Core reads
// texts, not files, so that a browser replays the same folder.
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "colophon/royalty/settlement.hpp"

namespace colophon::royalty {

struct BundleFile {
  std::string_view name;                     ///< "revenue.csv"
  std::string_view text;
};

/// What a party is paid by, beside what the settlement needs: personal, and only printed.
struct Payee {
  Id party;
  std::string name;
  std::string account_name;                  ///< As the bank writes it; the name where nothing else is given.
  std::string iban, bic, country, evm;
  std::string problem;                       ///< Why it cannot be paid by these data; then the party is not payable. Empty: it can.
};

/// Who pays, for a payment file.
struct Payer {
  std::string name, iban, bic;
  int token_decimals = 6;                    ///< Of the token in which claims are paid.
};

/// What services know a work by, in normal form.
struct WorkCode {
  Id work;
  enum class Kind { isrc, iswc, upc } kind = Kind::isrc;
  std::string code;
};

struct BundleOptions {
  std::optional<Period> period;              ///< Wins over settlement.json; none there either: the only month in revenue and events.
  std::optional<std::uint64_t> as_of_ms;
};

struct Bundle {
  SettlementInput input;
  std::vector<Payee> payees;                 ///< As parties.csv has them.
  Payer payer;                               ///< Of settlement.json; may be empty.
  std::vector<std::string> titles;           ///< By work of the input.
  std::vector<WorkCode> codes;               ///< As works.csv has them; no two are equal.
  bool seed_was_derived = false;             ///< No seed was given: it was made from the bundle, and whoever has the bundle has it anyway.
};

/// Reads a bundle. Unknown files are refused, missing ones are empty; parties.csv and works.csv are needed. Errors name file, line and column:
/// "revenue.csv:17:amount". What a settlement as a whole must fulfil is checked by settle().
Result<Bundle> parse_bundle(std::span<const BundleFile> files, const BundleOptions& options = {});

/// Names of the files that a bundle may have.
std::span<const std::string_view> bundle_file_names();

using FileSink = std::function<void(std::string_view name, std::string_view text)>;
/// The files of an input: parse_bundle of them gives the input back. Names of parties are its ids where it has no others. Files that `wanted`
/// refuses are not made.
void write_bundle(const SettlementInput& input, const FileSink& sink, const std::function<bool(std::string_view)>& wanted = {});
/// What the next settlement begins with: opening.csv, recorded.csv, settled.csv.
void write_closing(const SettlementInput& input, const SettlementResult& result, const FileSink& sink);

}  // namespace colophon::royalty
