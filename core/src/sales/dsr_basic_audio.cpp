// BasicAudioProfile: the money stands in the summaries, the usages in the blocks. Each summary's money is divided over its sales.
#include <algorithm>

#include "colophon/sales/reported_ids.hpp"
#include "sales/dsr_lines.hpp"
#include "sales/words.hpp"

namespace colophon::sales::dsr {
namespace {

constexpr ExactAmount kOne = 1'000'000'000'000;   // One, with twelve decimal places.

/// Which of an id's summaries carry the money: what was allotted to the recipient before what the service earned, and a total of the
/// subscriptions only where nothing else says what they earned.
enum class MoneyOf : std::uint8_t { nothing, subscriptions, net, allotted };

MoneyOf money_of(const Record& record) {
  const auto has = [&](std::string_view cell) { return !trim(record.raw(cell)).empty(); };
  if (has("AllocatedRevenue") || has("AllocatedNetRevenue")) return MoneyOf::allotted;
  if (record.is("SY01.01") || record.is("SY02.02")) return MoneyOf::net;
  return record.is("SY04.01") ? MoneyOf::subscriptions : MoneyOf::nothing;
}

/// What one sale weighs in its summary: units that bear royalties, and what was paid for them.
struct Weight { std::int64_t units = 0; ExactAmount value = 0; bool priced = false; };

class BasicAudioLines final : public ProfileLines {
 public:
  explicit BasicAudioLines(const Context& context) : context_(context) {}

  void add_summary(const Record& record) override {
    auto summary = summary_of(record, "BasicAudioProfile");
    auto& group = groups_[summary.id];
    const auto money = money_of(record);
    if (!group.currency) group.currency = summary.currency;
    if (group.entries.empty() || money > group.money) {
      group.money = money;
      group.entries.clear();
    }
    if (money == group.money) group.entries.push_back({std::move(summary), 0, 0, 0, 0});
  }

  bool check_block(const Block& block) override {
    index(block);
    bool good = true;
    for (const auto& record : block) {
      if (!record.is("SU01") && !record.is("SU02")) continue;
      auto* group = group_of(record);
      if (group == nullptr || !is_known(record)) {
        good = false;
        continue;
      }
      const auto weight = weight_of(record);
      if (__builtin_add_overflow(group->units, weight.units, &group->units) || __builtin_add_overflow(group->value, weight.value, &group->value) ||
          __builtin_add_overflow(group->all_units, units_of(record), &group->all_units)) {
        good = context_.report.refuse(Errc::overflow, record, record.is("SU01") ? "Usages" : "NumberOfStreams", "The sum of the usages is too large.");
        continue;
      }
      group->priced = group->priced && weight.priced;
    }
    return good;
  }

  bool finish_check() override {
    bool good = true;
    for (auto& [id, group] : groups_) {
      for (auto& entry : group.entries) {
        auto& summary = entry.summary;
        if (!summary.currency) summary.currency = group.currency;
        if (!summary.currency) {
          good = context_.report.refuse(Errc::missing_field, summary.record, "CurrencyOfReporting", "Neither this summary nor another of its id names a currency.");
          continue;
        }
        good = divide(group, entry) && good;
      }
    }
    return good;
  }

  Result<void> lines_of(const Block& block, const TakeLine& take) override {
    index(block);
    for (const auto& record : block) {
      if (!record.is("SU01") && !record.is("SU02")) continue;
      auto& group = *group_of(record);
      const auto weight = weight_of(record);
      Line line;
      line.row = record.line;
      line.date = context_.head.last;
      line.source = context_.source;
      fill(line, record);
      for (std::size_t i = 0; i < group.entries.size(); ++i) {
        auto& entry = group.entries[i];
        line.part = static_cast<std::uint32_t>(i);
        line.kind = entry.summary.kind;
        line.side = entry.summary.side;
        line.use = entry.summary.use;
        line.territory = entry.summary.territory;
        line.currency = *entry.summary.currency;
        line.amount = next_part(group, entry, weight);
        // Several summaries divide the same usages: they are counted with the first.
        line.units = i == 0 ? units_of(record) : 0;
        if (auto done = take(line, record); !done) return done;
      }
    }
    return {};
  }

  Result<void> last_lines(const TakeLine& take) override {
    for (auto& [id, group] : groups_) {
      for (auto& entry : group.entries) {
        if (entry.unlisted == 0) continue;
        Line line;
        line.row = entry.summary.record.line;
        line.date = context_.head.last;
        line.kind = entry.summary.kind;
        line.side = entry.summary.side;
        line.source = context_.source;
        line.use = entry.summary.use;
        line.territory = entry.summary.territory;
        line.currency = *entry.summary.currency;
        line.amount = entry.unlisted;
        original_ = context_.head.message_id + "/summary " + id + ": money of no block";
        line.original = original_;
        if (auto done = take(line, entry.summary.record); !done) return done;
      }
    }
    return {};
  }

 private:
  struct Entry {
    Summary summary;
    ExactAmount listed = 0;           ///< Divided over the sales.
    ExactAmount unlisted = 0;         ///< Of usages that no block lists, and indirect revenue.
    int128 so_far = 0;                ///< Weight of the sales that have come in the second pass.
    ExactAmount given = 0;
  };
  struct Group {
    MoneyOf money = MoneyOf::nothing;
    std::vector<Entry> entries;
    std::optional<Currency> currency;
    std::int64_t units = 0;           ///< Those that bear royalties; `all_units`: with the others.
    std::int64_t all_units = 0;
    ExactAmount value = 0;
    bool priced = true;               ///< Every sale has a price.
  };

  static std::int64_t units_of(const Record& record) {
    if (record.is("SU02")) return integer_of(record, "NumberOfStreams");
    std::int64_t units = integer_of(record, "Usages");
    return __builtin_sub_overflow(units, integer_of(record, "Returns"), &units) ? 0 : units;
  }

  Weight weight_of(const Record& record) const {
    Weight weight;
    if (!boolean_of(record, "IsRoyaltyBearing", true)) return {0, 0, true};
    weight.units = units_of(record);
    weight.priced = !trim(record.raw("PriceConsumerPaidExcSalesTax")).empty();
    const auto price = decimal_of(record, "PriceConsumerPaidExcSalesTax", context_.options.excess);
    if (__builtin_mul_overflow(price, static_cast<ExactAmount>(weight.units), &weight.value)) weight = {weight.units, 0, false};
    return weight;
  }

  /// Copies sold are worth what was paid for them; streams are all worth the same.
  static bool by_value(const Group& group, const Entry& entry) { return entry.summary.kind == Kind::sale && group.priced && group.value > 0; }
  static int128 total_weight(const Group& group, const Entry& entry) { return by_value(group, entry) ? group.value : int128{group.units}; }

  bool divide(Group& group, Entry& entry) {
    const auto& record = entry.summary.record;
    const auto excess = context_.options.excess;
    const bool allotted = group.money == MoneyOf::allotted;
    std::string_view cell = "NetRevenue", said_cell = record.is("SY05.02") ? "TotalUsages" : record.is("SY04.01") ? "UsagesInReportingPeriod" : "Usages";
    if (allotted) {
      cell = trim(record.raw("AllocatedRevenue")).empty() ? "AllocatedNetRevenue" : "AllocatedRevenue";
      if (!trim(record.raw("AllocatedUsages")).empty()) said_cell = "AllocatedUsages";
    }
    const ExactAmount money = group.money == MoneyOf::nothing ? 0 : decimal_of(record, cell, excess);
    entry.unlisted = decimal_of(record, "IndirectNetRevenue", excess);
    if (trim(record.raw(said_cell)).empty()) said_cell = {};
    const ExactAmount said = said_cell.empty() ? 0 : decimal_of(record, said_cell, excess);
    const ExactAmount found = ExactAmount{group.all_units} * kOne;
    entry.listed = money;
    if (total_weight(group, entry) <= 0) {
      entry.listed = 0;
      entry.unlisted += money;
    } else if (!said_cell.empty() && said > found) {
      // The blocks list only some of the usages: what the others earned must not go to those that are listed.
      const auto listed = multiply_divide(money, found, said);
      if (!listed) return context_.report.refuse(Errc::overflow, record, cell, "The amount is too large to be divided.");
      entry.listed = *listed;
      entry.unlisted += money - *listed;
    }
    return said_cell.empty() || totals_differ(context_, entry.summary, said_cell, format_exact(said), format_exact(found));
  }

  /// The sale's part: what is given up to and with it, less what was given before. All parts add up to what is divided, exactly.
  static ExactAmount next_part(const Group& group, Entry& entry, const Weight& weight) {
    const auto total = total_weight(group, entry);
    if (total <= 0 || entry.listed == 0) return 0;
    entry.so_far += by_value(group, entry) ? weight.value : int128{weight.units};
    const auto upto = multiply_divide(entry.listed, entry.so_far, total);
    const ExactAmount part = upto.value_or(entry.given) - entry.given;
    entry.given += part;
    return part;
  }

  Group* group_of(const Record& record) {
    const auto id = trim(texts_.text(record.raw("SummaryRecordId")));
    const auto found = groups_.find(std::string(id));
    if (found != groups_.end()) return &found->second;
    context_.report.refuse(Errc::invalid_argument, record, "SummaryRecordId", "No summary record has the id '" + std::string(cut(id, 64)) + "'.");
    return nullptr;
  }

  struct Resource { std::string_view reference; const Record* record; const Record* work; };
  struct Release { std::string_view reference; const Record* record; };

  void index(const Block& block) {
    texts_.clear();
    resources_.clear();
    releases_.clear();
    for (const auto& record : block) {
      if (record.is("AS01.01") || record.is("AS02.02")) resources_.push_back({trim(texts_.text(record.raw("ResourceReference"))), &record, nullptr});
      if (record.is("MW01.01") && !resources_.empty() && resources_.back().work == nullptr) resources_.back().work = &record;
      if (record.is("RE01") || record.is("RE02")) releases_.push_back({trim(texts_.text(record.raw("ReleaseReference"))), &record});
    }
  }

  const Resource* resource(std::string_view reference) const {
    const auto found = std::ranges::find(resources_, reference, &Resource::reference);
    return found == resources_.end() ? nullptr : &*found;
  }
  const Record* release(std::string_view reference) const {
    const auto found = std::ranges::find(releases_, reference, &Release::reference);
    return found == releases_.end() ? nullptr : found->record;
  }

  /// Whether what was sold is one thing of this block.
  bool is_known(const Record& record) {
    const auto release_ref = trim(texts_.text(record.raw("TransactedRelease"))), resource_ref = trim(texts_.text(record.raw("TransactedResource")));
    if (release_ref.empty() == resource_ref.empty())
      return context_.report.refuse(Errc::invalid_argument, record, "TransactedResource", "A sale names either a release or a resource of its block.");
    if (!release_ref.empty() && release(release_ref) == nullptr)
      return context_.report.refuse(Errc::invalid_argument, record, "TransactedRelease", "The block has no release '" + std::string(cut(release_ref, 64)) + "'.");
    if (!resource_ref.empty() && resource(resource_ref) == nullptr)
      return context_.report.refuse(Errc::invalid_argument, record, "TransactedResource", "The block has no resource '" + std::string(cut(resource_ref, 64)) + "'.");
    return true;
  }

  void fill(Line& line, const Record& record) {
    const auto release_ref = trim(texts_.text(record.raw("TransactedRelease")));
    const auto* of_release = release_ref.empty() ? nullptr : release(release_ref);
    const auto* of_resource = release_ref.empty() ? resource(trim(texts_.text(record.raw("TransactedResource")))) : nullptr;
    if (of_release != nullptr && of_release->is("RE02")) {
      const auto used = texts_.values(of_release->raw("UsedResources"));
      if (used.size() == 1) of_resource = resource(trim(used.front()));
    } else if (of_release != nullptr && resources_.size() == 1) {
      of_resource = &resources_.front();  // A single.
    }
    const auto* head_release = !releases_.empty() && releases_.front().record->is("RE01") ? releases_.front().record : nullptr;
    isrc_.clear(), iswc_.clear(), upc_.clear();
    if (of_resource != nullptr) {
      const auto isrcs = texts_.values(of_resource->record->raw("ISRC"));
      if (!isrcs.empty()) isrc_ = read_isrc(trim(isrcs.front())).value_or("");
      iswc_ = read_iswc(trim(of_resource->work != nullptr ? of_resource->work->raw("ISWC") : of_resource->record->raw("ISWC"))).value_or("");
      title_ = title_of(texts_, *of_resource->record);
      line.artist = trim(texts_.text(of_resource->record->raw("DisplayArtistName")));
      line.proprietary = trim(texts_.text(of_resource->record->raw("DspResourceId")));
    } else {
      const auto* named = of_release->is("RE01") ? of_release : head_release;
      title_ = named != nullptr ? title_of(texts_, *named) : "";
      line.artist = named != nullptr ? trim(texts_.text(named->raw("DisplayArtistName"))) : std::string_view();
      line.proprietary = trim(texts_.text(of_release->raw(of_release->is("RE01") ? "DspReleaseId" : "DspSubReleaseId")));
    }
    if (head_release != nullptr) upc_ = read_upc(trim(head_release->raw("ICPN"))).value_or("");
    line.isrc = isrc_;
    line.iswc = iswc_;
    line.upc = upc_;
    line.title = title_;
    original_ = context_.head.message_id + "/" + std::string(trim(texts_.text(record.raw("SalesTransactionId"))));
    line.original = original_;
  }

  Context context_;
  std::map<std::string, Group> groups_;
  std::vector<Resource> resources_;
  std::vector<Release> releases_;
  Texts texts_;
  std::string isrc_, iswc_, upc_, title_, original_;
};

}  // namespace

std::unique_ptr<ProfileLines> basic_audio_lines(const Context& context) { return std::make_unique<BasicAudioLines>(context); }

}  // namespace colophon::sales::dsr
