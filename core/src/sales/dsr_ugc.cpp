// UgcProfile: what each licensor is allotted for each use stands in the file.
#include "colophon/sales/reported_ids.hpp"
#include "sales/dsr_lines.hpp"
#include "sales/words.hpp"

namespace colophon::sales::dsr {
namespace {

class UgcLines final : public ProfileLines {
 public:
  explicit UgcLines(const Context& context) : context_(context) {}

  void add_summary(const Record& record) override { summaries_.push_back({summary_of(record, "UgcProfile"), 0, 0}); }

  bool check_block(const Block& block) override {
    bool good = true;
    const auto walked = each_line(block, [&](const Line& line, const Record& record) -> Result<void> {
      auto& sums = summaries_[at_];
      if (record.is("LI01.01")) sums.allotted += line.amount;
      if (line.units != 0 || !record.is("LI01.01")) sums.usages += line.units;
      return {};
    }, good);
    return walked.has_value() && good;
  }

  bool finish_check() override {
    bool good = true;
    for (const auto& one : summaries_) {
      const auto& record = one.summary.record;
      if (!record.is("SY02.01")) continue;
      good = totals_differ(context_, one.summary, "Usages", std::to_string(integer_of(record, "Usages")), to_decimal(one.usages)) && good;
      if (trim(record.raw("AllocatedRevenue")).empty()) continue;
      good = totals_differ(context_, one.summary, "AllocatedRevenue", format_exact(decimal_of(record, "AllocatedRevenue", context_.options.excess)), format_exact(one.allotted)) && good;
    }
    return good;
  }

  Result<void> lines_of(const Block& block, const TakeLine& take) override {
    bool good = true;
    return each_line(block, take, good);
  }

  Result<void> last_lines(const TakeLine&) override { return {}; }

 private:
  struct Sums { Summary summary; int128 usages = 0; ExactAmount allotted = 0; };

  /// The summary of an id, of this rights controller where several have the id. False: it is not known which.
  bool find_summary(const Record& record, std::string_view id, std::string_view controller) {
    std::size_t found = summaries_.size(), count = 0;
    for (std::size_t i = 0; i < summaries_.size(); ++i) {
      const auto& summary = summaries_[i].summary;
      if (summary.id != id) continue;
      ++count;
      if (found == summaries_.size() || (!controller.empty() && summary.rights_controller == controller && summaries_[found].summary.rights_controller != controller)) found = i;
    }
    if (count == 0) return context_.report.refuse(Errc::invalid_argument, record, "SummaryRecordId", "No summary record has the id '" + std::string(cut(id, 64)) + "'.");
    at_ = found;
    auto& chosen = summaries_[found].summary;
    for (auto& other : summaries_) {
      if (other.summary.id != id) continue;
      if (!chosen.currency) chosen.currency = other.summary.currency;
      const bool decided = !controller.empty() && chosen.rights_controller == controller;
      const bool same = other.summary.territory == chosen.territory && other.summary.kind == chosen.kind && (!other.summary.currency || other.summary.currency == chosen.currency);
      if (!decided && !same) return context_.report.refuse(Errc::invalid_argument, record, "SummaryRecordId", "Several summary records have the id '" + std::string(cut(id, 64)) + "' and contradict each other: it is not known which one counts.");
    }
    if (!chosen.currency) return context_.report.refuse(Errc::missing_field, record, "SummaryRecordId", "The summary record '" + std::string(cut(id, 64)) + "' has no currency.");
    return true;
  }

  Result<void> each_line(const Block& block, const TakeLine& take, bool& good) {
    texts_.clear();
    struct Resource { const Record* record; const Record* work; };
    std::vector<Resource> resources;
    const Record* sale = nullptr;
    std::size_t licensors = 0;
    const auto emit = [&](const Record& record) -> Result<void> {
      const bool licensed = record.is("LI01.01");
      const auto own_id = trim(texts_.text(record.raw("SummaryRecordId"))), sale_id = trim(texts_.text(sale->raw("SummaryRecordId")));
      if (own_id.empty() && sale_id.empty()) {
        good = context_.report.refuse(Errc::missing_field, record, "SummaryRecordId", "Neither the sale nor its licensor names a summary record.");
        return {};
      }
      const auto controller = licensed ? trim(texts_.text(record.raw("RightsController"))) : std::string_view();
      if (!find_summary(record, own_id.empty() ? sale_id : own_id, controller)) {
        good = false;
        return {};
      }
      const auto& summary = summaries_[at_].summary;
      Line line;
      line.row = record.line;
      const auto until = trim(sale->raw("ValidityPeriodEnd"));
      line.date = until.empty() ? context_.head.last : *date_of(until);
      line.kind = summary.kind;
      line.source = context_.source;
      line.use = summary.use;
      line.territory = summary.territory;
      line.currency = *summary.currency;
      line.side = licensed && !trim(record.raw("RightsType")).empty() ? side_of_rights(trim(record.raw("RightsType"))) : summary.side;
      line.amount = decimal_of(record, licensed ? "AllocatedAmount" : "NetRevenue", context_.options.excess);
      // Several licensors share one use: it is counted with the first.
      line.units = licensed && licensors > 1 ? 0 : integer_of(*sale, "Usages");
      const auto id = trim(texts_.text(sale->raw("DspReleaseId")));
      const Resource* of = nullptr;
      for (const auto& resource : resources)
        if (of == nullptr || trim(texts_.text(resource.record->raw("DspResourceId"))) == id) of = of == nullptr || trim(texts_.text(of->record->raw("DspResourceId"))) != id ? &resource : of;
      fill(line, *of->record, of->work);
      original_ = context_.head.message_id + "/" + std::string(trim(texts_.text(sale->raw("SalesTransactionId"))));
      line.original = original_;
      return take(line, record);
    };
    for (const auto& record : block) {
      if (record.is("AS01") || record.is("AS02.01")) resources.push_back({&record, nullptr});
      if (record.is("MW01.01") && sale == nullptr && !resources.empty() && resources.back().work == nullptr) resources.back().work = &record;
      if (record.is("SU03.01")) {
        if (sale != nullptr && licensors == 0)
          if (auto done = emit(*sale); !done) return done;
        sale = &record;
        licensors = 0;
      }
      if (record.is("LI01.01")) {
        ++licensors;
        if (auto done = emit(record); !done) return done;
      }
    }
    if (sale != nullptr && licensors == 0) return emit(*sale);
    return {};
  }

  void fill(Line& line, const Record& resource, const Record* work) {
    isrc_ = read_isrc(trim(resource.raw("ISRC"))).value_or("");
    iswc_ = read_iswc(trim(work != nullptr ? work->raw("ISWC") : resource.raw("ISWC"))).value_or("");
    title_ = title_of(texts_, resource);
    line.isrc = isrc_;
    line.iswc = iswc_;
    line.title = title_;
    line.artist = trim(texts_.text(resource.raw("DisplayArtistName")));
    line.proprietary = trim(texts_.text(resource.raw("DspResourceId")));
  }

  Context context_;
  std::vector<Sums> summaries_;
  std::size_t at_ = 0;                ///< The summary of the line that is being made.
  Texts texts_;
  std::string isrc_, iswc_, title_, original_;
};

}  // namespace

std::unique_ptr<ProfileLines> ugc_lines(const Context& context) { return std::make_unique<UgcLines>(context); }

}  // namespace colophon::sales::dsr
