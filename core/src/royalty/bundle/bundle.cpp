#include "colophon/royalty/bundle.hpp"

#include <algorithm>
#include <set>

#include "colophon/base/limits.hpp"
#include "royalty/bundle/tables.hpp"
#include "royalty/fields.hpp"

namespace colophon::royalty {
namespace {

constexpr std::string_view kFormat = "colophon/settlement-bundle/2";
constexpr std::string_view kFiles[] = {"settlement.json", "parties.csv", "works.csv",  "agreements.json", "revenue.csv",  "events.csv",  "events.ndjson",
                                       "usage.csv",       "rates.csv",   "opening.csv", "holds.csv",      "bank.csv",     "recorded.csv", "settled.csv"};

struct Head {
  std::string name;
  std::optional<Id> settlement;
  std::optional<Period> period;
  std::optional<std::uint64_t> as_of_ms;
  std::optional<Hash> seed;
  Payer payer;
};

Result<Head> read_head(std::string_view text) {
  Head head;
  if (text.empty()) return head;
  const auto json = parse_json(text);
  if (!json) return fail(json.error().code, "settlement.json", json.error().detail);
  Fields f(*json, "settlement.json");
  f.expect_format(kFormat);
  head.name = f.string_or("name", "");
  if (f.any("name") != nullptr && f.ok()) {
    if (auto valid = check_journal_name(head.name, f.path("name")); !valid) f.note(valid.error());
  }
  if (f.any("settlement") != nullptr) head.settlement = f.id("settlement");
  if (f.any("period") != nullptr) head.period = f.period("period");
  if (f.any("as_of") != nullptr) head.as_of_ms = f.keep(parse_time_utc(f.string("as_of"), f.path("as_of")));
  if (f.any("seed") != nullptr) head.seed = f.hash("seed");
  if (const Json* payer = f.any("payer")) {
    Fields p(*payer, f.path("payer"));
    head.payer = {std::string(p.string("name")), std::string(p.string("iban")), std::string(p.string_or("bic", "")), static_cast<int>(p.integer_or("token_decimals", 6))};
    if (head.payer.token_decimals < 0 || head.payer.token_decimals > 36) p.note({Errc::invalid_argument, p.path("token_decimals"), "A token has 0 to 36 decimals."});
    if (auto done = p.finish(); !done) f.note(done.error());
  }
  return finished(f, std::move(head));
}

/// The months that revenue and events name, without reading them fully: the first pass over dates is the tables' own.
Result<void> add_months(std::string_view name, std::string_view text, std::string_view id_column, std::set<Period>& months) {
  CsvReader reader{std::string(name), text};
  std::vector<std::string_view> cells;
  auto row = reader.next(cells);
  if (!row || !*row) return {};   // The table's own reader says what is wrong.
  const auto place = [&](std::string_view column) { return static_cast<std::size_t>(std::ranges::find(cells, column) - cells.begin()); };
  const std::size_t date = place("date"), id = place(id_column);
  for (;;) {
    row = reader.next(cells);
    if (!row || !*row) return {};
    const auto day = event_date(date < cells.size() ? cells[date] : std::string_view(), id < cells.size() ? cells[id] : std::string_view(), "");
    if (day) months.insert(day->period());
  }
}

Result<Period> only_period(std::span<const BundleFile> files) {
  std::set<Period> months;
  for (const BundleFile& file : files) {
    if (file.name == "revenue.csv" || file.name == "usage.csv") (void)add_months(file.name, file.text, "", months);
    if (file.name == "events.csv") (void)add_months(file.name, file.text, "event", months);
  }
  if (months.size() == 1) return *months.begin();
  std::string names;
  for (const Period& month : months) names += (names.empty() ? "" : ", ") + month.to_string();
  return fail(Errc::missing_field, "period", months.empty() ? "The bundle has neither revenue nor events by which to know its period: give it in settlement.json or with --period."
                                                            : "The bundle has rows of several months (" + names + "): give the period in settlement.json or with --period.");
}

/// A seed from what the bundle says, whatever the order of its rows: SHA-256 over the sorted SHA-256s of its lines. Usage is left out: it is
/// long, and the rest is as secret.
Hash derived_seed(std::span<const BundleFile> files) {
  std::vector<Hash> lines;
  for (const BundleFile& file : files) {
    if (file.name == "events.csv" || file.name == "events.ndjson" || file.name == "usage.csv") continue;
    std::string_view rest = file.text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      lines.push_back(Sha256().update(file.name).update("\n").update(rest.substr(0, end)).finish());
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  std::ranges::sort(lines);
  Sha256 all;
  all.update("colophon/derived-seed/1");
  for (const Hash& line : lines) all.update(line);
  return all.finish();
}

}  // namespace

std::span<const std::string_view> bundle_file_names() { return kFiles; }

Result<Bundle> parse_bundle(std::span<const BundleFile> files, const BundleOptions& options) {
  std::uint64_t bytes = 0;
  std::set<std::string_view> seen;
  for (const BundleFile& file : files) {
    if (std::ranges::find(kFiles, file.name) == std::end(kFiles)) {
      return fail(Errc::unknown_field, std::string(file.name.substr(0, 128)), "A bundle has no such file; docs/formats/settlement-bundle.md lists those that it may have.");
    }
    if (!seen.insert(file.name).second) return fail(Errc::invalid_argument, std::string(file.name), "The file is there twice.");
    bytes += file.text.size();
  }
  if (bytes > limits::kBundleBytesMax) return fail(Errc::limit_exceeded, "bundle", "A bundle has at most 4 GiB.");
  const auto text = [&](std::string_view name) {
    const auto found = std::ranges::find(files, name, &BundleFile::name);
    return found == files.end() ? std::string_view() : found->text;
  };
  for (const std::string_view needed : {"parties.csv", "works.csv"}) {
    if (!seen.contains(needed)) return fail(Errc::missing_field, std::string(needed), "The bundle needs this file.");
  }

  Bundle bundle;
  SettlementInput& input = bundle.input;
  auto head = read_head(text("settlement.json"));
  if (!head) return std::unexpected(head.error());
  if (options.period) input.period = *options.period;
  else if (head->period) input.period = *head->period;
  else if (auto only = only_period(files)) input.period = *only;
  else return std::unexpected(only.error());
  input.name = head->name.empty() ? input.period.to_string() : head->name;
  input.settlement = head->settlement ? *head->settlement : uuid_from_name("colophon/settlement/2", input.name);
  if (options.as_of_ms) input.as_of_ms = *options.as_of_ms;
  else if (head->as_of_ms) input.as_of_ms = *head->as_of_ms;
  bundle.payer = std::move(head->payer);
  bundle.seed_was_derived = !head->seed;
  input.seed = head->seed ? *head->seed : derived_seed(files);

  input.book.pools = default_pools();
  if (const std::string_view agreements = text("agreements.json"); !agreements.empty()) {
    const auto json = parse_json(agreements);
    if (!json) return fail(json.error().code, "agreements.json", json.error().detail);
    auto book = parse_rule_book(*json);
    if (!book) return fail(book.error().code, "agreements.json:" + book.error().field, book.error().detail);
    input.book = std::move(*book);
    for (Agreement& agreement : input.book.agreements) agreement.field = "agreements.json:" + agreement.field;
  }
  BundleReader reader{bundle, {}, {}};
  using Read = Result<void> (BundleReader::*)(std::string_view);
  constexpr std::pair<std::string_view, Read> tables[] = {
      {"parties.csv", &BundleReader::parties},   {"works.csv", &BundleReader::works_table},         {"revenue.csv", &BundleReader::revenue},
      {"events.csv", &BundleReader::events_csv}, {"events.ndjson", &BundleReader::events_ndjson}, {"usage.csv", &BundleReader::usage},
      {"rates.csv", &BundleReader::rates},       {"opening.csv", &BundleReader::opening},         {"holds.csv", &BundleReader::holds},
      {"bank.csv", &BundleReader::bank},         {"recorded.csv", &BundleReader::recorded},       {"settled.csv", &BundleReader::settled}};
  for (const auto& [name, read] : tables) {
    if (!seen.contains(name)) continue;
    if (auto done = (reader.*read)(text(name)); !done) return std::unexpected(done.error());
  }
  return bundle;
}

}  // namespace colophon::royalty
