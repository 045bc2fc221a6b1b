#include "jobs/import_sales.hpp"

#include <map>
#include <unordered_map>

#include "colophon/base/limits.hpp"
#include "colophon/sales/dsr.hpp"
#include "colophon/sales/table.hpp"
#include "jobs/read_file.hpp"
#include "jobs/unpack.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::uint64_t kRowsBetweenReports = 20'000;
constexpr std::size_t kSuggestionsMax = 5, kSuggestionsAtOnce = 1'000;
constexpr int kScoreMinMilli = 500;

/// A file ready to be read, any number of times.
struct Readable {
  const SalesReport* report;
  std::optional<sales::Mapping> mapping;
  sales::DsrOptions options;
  sales::DsrHead head;                ///< Of a DSR, once it was read.

  Result<sales::Reading> read(const sales::Sink& sink) {
    if (mapping) return sales::read_table(report->name, report->data, *mapping, sink);
    auto reading = COLOPHON_TRY(sales::read_dsr(report->name, report->data, options, sink));
    head = std::move(reading.head);
    return std::move(reading.reading);
  }
};

Result<Readable> readable(const SalesReport& report, const SalesForm& form) {
  Readable ready{&report, std::nullopt, {form.source, form.round ? sales::ExcessPlaces::round : sales::ExcessPlaces::refuse, form.strict_totals}, {}};
  if (form.mapping.empty()) return ready;
  auto mapping = sales::parse_mapping(std::string_view(form.mapping));
  if (!mapping) {
    Error error = mapping.error();
    error.field = error.field.empty() ? "mapping" : "mapping." + error.field;
    return std::unexpected(std::move(error));
  }
  if (!form.source.empty()) mapping->source = form.source;
  ready.mapping = std::move(*mapping);
  return ready;
}

Json head_json(const sales::DsrHead& head) {
  return JsonObject{{"profile", head.profile}, {"version", head.version}, {"message_id", head.message_id}, {"created", head.created}, {"file_number", head.file_number}, {"files", head.files},
                    {"first_date", head.first.is_set() ? Json(head.first.to_string()) : Json()}, {"last_date", head.last.is_set() ? Json(head.last.to_string()) : Json()},
                    {"sender_id", head.sender_id}, {"sender_name", head.sender_name}, {"service", head.service}, {"recipient_id", head.recipient_id}, {"recipient_name", head.recipient_name}};
}

/// What lines would be matched to, asked of the store once for each that says the same.
class Matches {
 public:
  explicit Matches(store::Store& store) : store_(store) {}
  Result<const store::KnownMatch*> of(const sales::Line& line) {
    said_.clear();
    for (const auto text : {line.isrc, line.iswc, line.upc, line.proprietary, line.title, line.artist, line.source, sales::side_name(line.side)}) (said_ += text) += '\x1F';
    const auto found = known_.find(said_);
    if (found != known_.end()) return &found->second;
    if (known_.size() >= kKnownMax) known_.clear();
    return &known_.emplace(said_, COLOPHON_TRY(store_.known_match(line))).first->second;
  }

 private:
  static constexpr std::size_t kKnownMax = 1u << 20;
  store::Store& store_;
  std::string said_;
  std::unordered_map<std::string, store::KnownMatch> known_;
};

}  // namespace

Result<SalesReport> read_sales_report(const std::filesystem::path& file) {
  auto bytes = COLOPHON_TRY(read_file(file, file.string(), limits::kSalesFileBytesMax));
  return SalesReport{file.filename().string(), COLOPHON_TRY(unpack(std::move(bytes), file.string(), limits::kSalesFileBytesMax))};
}

Result<std::string> mapping_text(store::Store& store, const std::string& name_or_file) {
  if (!name_or_file.starts_with('@')) return read_file(name_or_file, "--map", limits::kSalesMappingBytesMax);
  const auto saved = COLOPHON_TRY(store.sales_mapping(std::string_view(name_or_file).substr(1)));
  if (saved) return saved->document;
  std::string names;
  for (const auto& mapping : COLOPHON_TRY(store.sales_mappings())) names += (names.empty() ? " It has: " : ", ") + mapping.name;
  return fail(Errc::not_found, "--map", "the store has no mapping '" + name_or_file.substr(1) + "'." + names);
}

Result<Json> preview_sales(store::Store& store, const SalesReport& report, const SalesForm& form, std::size_t lines_max) {
  auto ready = COLOPHON_TRY(readable(report, form));
  Matches matches(store);
  struct Unmatched { std::uint64_t lines = 0; ExactAmount amount = 0; };
  std::map<std::string, Unmatched> unmatched;
  JsonArray lines;
  const auto reading = COLOPHON_TRY(ready.read([&](const sales::Line& line) -> Result<void> {
    const auto* known = COLOPHON_TRY(matches.of(line));
    if (known->state != store::MatchState::matched) {
      auto& sum = unmatched[std::string(line.currency.name())];
      ++sum.lines;
      sum.amount += line.amount;      // A part of the reading's own sum, whose overflow it refuses.
    }
    if (lines.size() >= lines_max) return {};
    Json shown = sales::line_json(line);
    shown.object()->emplace_back("work", known->work.is_nil() ? Json() : Json(known->work.to_string()));
    shown.object()->emplace_back("work_title", known->work_title);
    shown.object()->emplace_back("match", store::match_state_name(known->state));
    shown.object()->emplace_back("how", known->how);
    lines.push_back(std::move(shown));
    return {};
  }));
  JsonArray sums;
  for (const auto& [currency, sum] : unmatched)
    sums.push_back(JsonObject{{"currency", currency}, {"lines", static_cast<std::int64_t>(sum.lines)}, {"amount", format_exact(sum.amount)}});
  JsonObject answer{{"file", report.name}, {"format", ready.mapping ? "table" : "dsr"}, {"reading", sales::reading_json(reading)}, {"lines", std::move(lines)}, {"unmatched", std::move(sums)}};
  if (ready.mapping) {
    answer.emplace_back("rows", sales::table_rows(report.data, *ready.mapping, lines_max));
  } else {
    answer.emplace_back("head", head_json(ready.head));
  }
  return Json(std::move(answer));
}

Result<store::SalesImported> import_sales(store::Store& store, const SalesReport& report, const SalesForm& form, std::string_view by, bool allow_same_content, const Progress& progress) {
  auto ready = COLOPHON_TRY(readable(report, form));
  // First without the store: what is refused should not hold up those who write.
  std::int64_t done = 0;
  std::string source = ready.mapping ? ready.mapping->source : form.source;
  const auto checked = COLOPHON_TRY(ready.read([&](const sales::Line& line) -> Result<void> {
    if (source.empty()) source = line.source;
    return ++done % static_cast<std::int64_t>(kRowsBetweenReports) == 0 ? colophon::jobs::report(progress, 0, done, "checking") : Result<void>{};
  }));
  if (!checked.acceptable()) return std::unexpected(checked.refusal());
  const auto total = done;
  done = 0;
  store::SalesFileDraft draft;
  draft.name = report.name;
  draft.format = ready.mapping ? "table" : "dsr";
  draft.mapping = form.mapping;
  draft.source = source;
  draft.message = ready.mapping ? "" : ready.head.message();
  draft.data = report.data;
  draft.allow_same_content = allow_same_content;
  return store.import_sales(draft, by, [&](const sales::Sink& sink) {
    return ready.read([&](const sales::Line& line) -> Result<void> {
      if (++done % static_cast<std::int64_t>(kRowsBetweenReports) == 0) COLOPHON_TRY(colophon::jobs::report(progress, done, total, "lines"));
      return sink(line);
    });
  });
}

Result<Suggested> suggest_works(store::Store& store, const Progress& progress) {
  Suggested answer;
  answer.rematched = COLOPHON_TRY(store.rematch_sales());
  const auto unmatched = COLOPHON_TRY(store.unmatched_titles());
  answer.keys = unmatched.size();
  if (unmatched.empty()) return answer;
  COLOPHON_TRY(report(progress, 0, static_cast<std::int64_t>(unmatched.size()), "reading the works' titles"));
  const auto works = COLOPHON_TRY(store.titled_works());
  const sales::SimilarityIndex index(works);
  sales::SimilarityIndex::Scratch scratch;
  std::vector<store::Store::Suggestions> batch;
  for (std::size_t i = 0; i < unmatched.size(); ++i) {
    auto found = index.find(unmatched[i].title, unmatched[i].artist, kSuggestionsMax, kScoreMinMilli, scratch);
    answer.with_suggestions += !found.empty();
    batch.emplace_back(unmatched[i].key, std::move(found));
    if (batch.size() < kSuggestionsAtOnce && i + 1 < unmatched.size()) continue;
    COLOPHON_TRY(store.put_suggestions(batch));
    batch.clear();
    COLOPHON_TRY(report(progress, static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(unmatched.size()), "comparing titles"));
  }
  return answer;
}

}  // namespace colophon::jobs
