#pragma once
// The verbs of sales reports: files, lines, matching, suspense. A part of the store's interface (store.hpp), apart because of its size.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "colophon/sales/line.hpp"
#include "colophon/sales/matching.hpp"
#include "colophon/sales/returns.hpp"
#include "store/types.hpp"

namespace colophon::store {

struct SalesMapping { std::string name, document; UnixMs updated_at = 0; std::string updated_by; };

struct SalesFileDraft {
  std::string name;                   ///< Of the file, for people.
  std::string source;
  std::string format;                 ///< "table" or "dsr".
  std::string mapping;                ///< The mapping's document; empty for "dsr".
  std::string message;                ///< Of a message with an id of its own: sender, id and number of the file; else empty.
  std::string_view data;              ///< The file, unpacked.
  bool allow_same_content = false;    ///< Import it even though another file has the same lines.
};
struct SalesFile {
  Id id;
  Hash hash{};                        ///< SHA-256 of the file, unpacked.
  std::string name, source, format, mapping, message;
  std::string reading;                ///< sales::reading_json(), canonical.
  std::uint64_t lines = 0, posted = 0;
  sales::Date first, last;
  UnixMs imported_at = 0;
  std::string imported_by;
};
struct SalesImported {
  SalesFile file;
  bool again = false;                 ///< The same file was imported before: nothing was changed.
  std::uint64_t matched_lines = 0;    ///< Of the lines: those whose work is known.
  std::uint64_t new_keys = 0;         ///< Keys that were not seen before.
  std::vector<sales::Finding> findings;   ///< Of the store: a key that a person matched and whose identifier names another work ("alias").
};
/// Reads the file into the sink. Runs inside the store's transaction, on its thread.
using ReadSales = std::function<Result<sales::Reading>(const sales::Sink& sink)>;

enum class MatchState : std::uint8_t { open, matched, rejected, postponed };
std::string_view match_state_name(MatchState state);
Result<MatchState> parse_match_state(std::string_view text, std::string_view field);

/// Sums of lines that no work got yet: not posted, or posted into suspense.
struct OpenSum { std::string currency; std::uint64_t lines = 0; std::int64_t units = 0; ExactAmount amount = 0; };
struct SuspenseSum { MatchState state = MatchState::open; std::uint64_t keys = 0; OpenSum sum; };

struct SuggestedWork { Id work; std::string title, artist; int score_milli = 0; std::string reason; };   ///< reason: "isrc", "iswc", "upc", "id" or "title".
/// All lines of one key. `sums` are of its lines that no work got yet; the texts are of the first line that had the key.
struct SalesMatch {
  std::string key;
  MatchState state = MatchState::open;
  Id work;                            ///< Nil unless matched.
  std::string work_title;
  std::string how, decided_by;
  UnixMs decided_at = 0;
  std::string isrc, iswc, upc, proprietary, title, artist;
  std::vector<OpenSum> sums;
  std::vector<SuggestedWork> suggestions;   ///< Best first.
};
struct MatchFilter {
  MatchState state = MatchState::open;
  std::string currency = {};          ///< Empty: any.
  std::string contains = {};          ///< In title, artist or an identifier, without regard to case; empty: any.
};

struct SalesLineRow {
  std::int64_t sequence = 0;          ///< The order of import.
  Id id, file, work;                  ///< Work: nil unless matched; of a posted line the one that it was posted to.
  std::uint64_t row = 0;
  sales::Date date;
  sales::Kind kind = sales::Kind::ad;
  sales::Side side = sales::Side::unknown;
  std::string source, use, territory;
  std::int64_t units = 0;
  ExactAmount amount = 0;
  std::string currency;
  std::string key, isrc, iswc, upc, proprietary, title, artist, original;
  MatchState state = MatchState::open;
  std::optional<Period> posted;       ///< The period whose settlement has it.
  std::optional<Period> resolved;     ///< The period in which its money left suspense for the work; it came there with `posted`.
  bool in_suspense = false;           ///< Posted without a work, and its money still waits there.
};

/// Which lines are posted: those with a date up to the end of a month, of one service or of all.
struct PostingFilter {
  Period until{9999, 12};
  std::string source = {};
};
/// What a settlement takes in: sales, and what returns take back of these and of earlier ones. Every amount is above 0 unless it says otherwise.
struct SalesPosting {
  std::vector<SalesLineRow> sales;    ///< To their works, in the order of import. Units below 0 (a report's oddity) count as 0.
  std::vector<SalesLineRow> without_money;  ///< An amount of 0: their units count, nothing is paid.
  std::vector<SalesLineRow> suspense; ///< Of keys that are open or postponed: their money waits in the books under the line's id.
  /// A line that waited there and whose work is known now. `amount` is on the grid of micros: what lies there; 0 where all was taken back.
  struct Resolution { Id id; SalesLineRow line; ExactAmount amount = 0; };
  std::vector<Resolution> resolved;
  /// `by` takes `amount` of `sale` back, a line that is posted or is among these. `booked` is what the books say: the same, or, where the sale's money went through
  /// suspense, what is whole in micros of it; 0 where that is nothing.
  struct Reversal { Id id; SalesLineRow by, sale; ExactAmount amount = 0, booked = 0; };
  std::vector<Reversal> reversals;
  std::vector<SalesLineRow> waiting;  ///< Returns of what was never sold, or not so much of it: they stay where they are.
};
/// What was marked, by the period in which it counts and by currency.
struct PostedSum {
  Period period;
  std::string currency;
  struct Group { std::uint64_t lines = 0; ExactAmount amount = 0; };
  Group sales, suspense, resolved, reversed;
};
struct LineFilter {
  Id file = {};                       ///< Nil: of all.
  std::string key = {};               ///< Empty: any.
  std::optional<Period> period = {};  ///< Of the line's date.
  std::string source = {};            ///< Empty: any.
};

/// What is known of a line before it is imported.
struct KnownMatch { Id work; std::string work_title; MatchState state = MatchState::open; std::string how; };
struct UnmatchedTitle { std::string key, title, artist; };

/// What identifies a work to the services that report it. Kinds: "isrc", "iswc", "upc", "id:SOURCE".
struct WorkIdentifier { Id work; std::string kind, value; };

class SalesStore {
 public:
  virtual ~SalesStore() = default;

  // ---- Mappings
  virtual Result<void> put_sales_mapping(std::string_view name, std::string_view document, std::string_view by) = 0;
  virtual Result<std::optional<SalesMapping>> sales_mapping(std::string_view name) = 0;
  virtual Result<std::vector<SalesMapping>> sales_mappings() = 0;     ///< By name.

  // ---- Files and lines
  /// Stores the file and its lines whole or not at all. A file with the same bytes changes nothing. Errors: what refuses the file; conflict (its lines
  /// are those of another file, or its message came before with other content: the first line that differs is named).
  virtual Result<SalesImported> import_sales(const SalesFileDraft& draft, std::string_view by, const ReadSales& read) = 0;
  virtual Result<std::vector<SalesFile>> sales_files() = 0;           ///< Newest first.
  virtual Result<SalesFile> sales_file(const Id& id) = 0;             ///< Error: not_found.
  virtual Result<std::string> sales_file_data(const Id& id) = 0;      ///< The bytes that were imported. Error: not_found.
  /// Removes a file with its lines. Error: not_found, conflict (a line of it is posted: correct it forward).
  virtual Result<void> withdraw_sales_file(const Id& id) = 0;
  /// In the order of import; `cursor` is empty or the last page's `next`. Error: invalid_argument (cursor).
  virtual Result<Page<SalesLineRow>> sales_lines(const LineFilter& filter, std::string_view cursor, std::size_t limit) = 0;

  // ---- Matching
  /// Identifiers of works; those that are there already are passed over. Error: unknown_work ("[3].work").
  virtual Result<std::uint64_t> put_work_identifiers(std::span<const WorkIdentifier> identifiers) = 0;
  /// Every work with its title and the names of who shares in it, for the index of titles.
  virtual Result<std::vector<sales::TitledWork>> titled_works() = 0;
  /// What the line would be matched to, as the store is now. Open where nothing is known.
  virtual Result<KnownMatch> known_match(const sales::Line& line) = 0;
  /// Every key that is open or postponed and whose line has a title.
  virtual Result<std::vector<UnmatchedTitle>> unmatched_titles() = 0;
  /// What is unmatched, by state and currency, of lines that are not posted. All states but "matched".
  virtual Result<std::vector<SuspenseSum>> sales_suspense() = 0;
  /// The largest amounts first (of the filter's currency, else of the largest of a key). `skip` counts from there.
  virtual Result<std::vector<SalesMatch>> sales_matches(const MatchFilter& filter, std::size_t skip, std::size_t limit) = 0;
  virtual Result<SalesMatch> sales_match(std::string_view key) = 0;   ///< Error: not_found.
  /// A person's word: all unposted lines of the key, and all that come, belong to the work. Posted ones stay as they were posted. Errors: not_found, unknown_work.
  virtual Result<SalesMatch> match_sales(std::string_view key, const Id& work, std::string_view by) = 0;
  /// Rejected (not ours), postponed, or open again. Errors: not_found, invalid_argument (matched is match_sales()).
  virtual Result<SalesMatch> set_match_state(std::string_view key, MatchState state, std::string_view by) = 0;
  /// Looks up the identifiers of all that is open or postponed: works may have come since. Returns how many keys were matched.
  virtual Result<std::uint64_t> rematch_sales() = 0;
  using Suggestions = std::pair<std::string, std::vector<sales::Suggestion>>;   ///< A key and what is like it.
  /// Replaces the suggestions of these keys; reasons are "title". Keys that are not open are passed over.
  virtual Result<void> put_suggestions(std::span<const Suggestions> suggestions) = 0;

  // ---- To the settlement
  /// Every line that can be posted, as a settlement takes it: which sale each return takes back (core/sales/returns.hpp), and what leaves suspense. Reads only.
  virtual Result<SalesPosting> sales_posting(const PostingFilter& filter) = 0;
  /// Marks all of a posting but what waits, each line to the work that it has now and to the period of the revenue line of its id, which must be there. Error: conflict
  /// (a line is posted already, or matched otherwise: the posting is old). Meant to run in one atomically() with sales_posting() and append_revenue().
  virtual Result<std::vector<PostedSum>> mark_sales_posted(const SalesPosting& posting) = 0;
};

}  // namespace colophon::store
