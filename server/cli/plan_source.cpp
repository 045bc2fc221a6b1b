#include "cli/plan_source.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

std::int64_t limit_of(const value::Instance& in, std::size_t row) {
  if (row < in.channels) return in.budget[row];
  return row < in.channels + in.groups() ? in.floor[row - in.channels] : in.cap[row - in.channels - in.groups()];
}

std::optional<std::size_t> number_of(std::string_view word) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::unexpected<Error> bad(std::string_view field, std::string detail) { return fail(Errc::invalid_argument, std::string(field), std::move(detail)); }

}  // namespace

Result<PlanSource> PlanSource::open(const Options& options, std::size_t argument) {
  PlanSource source;
  source.executor_ = std::make_unique<jobs::Threads>(jobs::Threads::all());
  const bool folder = options.arguments().size() > argument;
  if (folder == options.has("--store")) return bad("--store", "name the folder of an instance, or a store with --store");
  if (options.has("--store")) {
    auto store = COLOPHON_TRY(open_store(options));
    const auto row = COLOPHON_TRY(store->current_plan());
    if (!row) return fail(Errc::not_found, "plan", "the store has no plan yet: make one with colophon plan --store FILE");
    source.document_ = std::make_unique<value::PlanDocument>(COLOPHON_TRY(value::parse_plan_document(COLOPHON_TRY(parse_json(row->document)))));
    source.arrays_ = std::make_unique<value::ProblemArrays>(source.document_->problem);
    const auto& in = source.arrays_->instance();
    const auto& [problem, plan] = *source.document_;
    source.shown_ = value::CellSet(in.cells());
    for (std::size_t i = 0; i < in.items; ++i)
      for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) source.shown_.set(k, plan.shown[i * in.channels + in.channel_of(k)] != 0);
    source.certificate_ = plan.certificate;
    for (const auto& id : problem.works) {
      const auto work = store->work(id);
      source.works_.push_back(work ? work->title : id.to_string());
      source.externals_.push_back(work ? work->external_id : "");
    }
    for (const auto& channel : COLOPHON_TRY(store->channels()))
      if (std::ranges::contains(problem.channels, channel.id)) source.channels_.push_back(channel.name);
    return source;
  }
  source.raw_ = std::make_unique<jobs::RawInstance>(COLOPHON_TRY(jobs::RawInstance::open(options.arguments()[argument])));
  COLOPHON_TRY(value::check_instance(source.raw_->instance(), *source.executor_));
  if (!options.has("--plan")) return bad("--plan", "name the folder that `colophon plan solve` wrote");
  const std::filesystem::path out = options.value("--plan");
  const auto text = COLOPHON_TRY(jobs::read_file(out / "certificate.json", "--plan", limits::kJsonBytesMax));
  source.certificate_ = COLOPHON_TRY(value::parse_certificate(COLOPHON_TRY(parse_json(text)), source.raw_->instance()));
  source.shown_ = COLOPHON_TRY(jobs::read_plan(source.raw_->instance(), out / (value::is_assignment(source.raw_->instance()) ? "assignment.u8" : "plan.u32")));
  return source;
}

std::string PlanSource::item_name(std::size_t item) const { return item < works_.size() ? works_[item] : "item " + std::to_string(item); }
std::string PlanSource::channel_name(std::size_t channel) const { return channel < channels_.size() ? channels_[channel] : "channel " + std::to_string(channel); }

std::string PlanSource::row_name(std::size_t row) const {
  const auto& in = instance();
  if (row < in.channels) return "budget of " + channel_name(row);
  if (row < in.channels + in.groups()) return "floor " + std::to_string(row - in.channels);
  const std::size_t cap = row - in.channels - in.groups();
  return "cap of category " + std::to_string(cap / in.channels) + " on " + channel_name(cap % in.channels);
}

Result<std::size_t> PlanSource::find_item(std::string_view word) const {
  if (document_) {
    const auto& works = document_->problem.works;
    for (std::size_t i = 0; i < works.size(); ++i)
      if (works[i].to_string() == word || (!word.empty() && externals_[i] == word)) return i;
  }
  const auto number = number_of(word);
  if (!number || *number >= instance().items) return bad("ITEM", "'" + std::string(word) + "' is none of the " + std::to_string(instance().items) + " items (numbers from 0; in a store also ids)");
  return *number;
}

Result<std::size_t> PlanSource::find_row(std::string_view word, std::string_view field) const {
  const auto& in = instance();
  const auto colon = word.find(':');
  const auto kind = word.substr(0, colon), which = colon == word.npos ? std::string_view() : word.substr(colon + 1);
  const auto number = number_of(which);
  const std::size_t count = kind == "budget" ? in.channels : kind == "floor" ? in.groups() : kind == "cap" ? in.cap.size() : 0;
  if (!number || *number >= count) return bad(field, "'" + std::string(word) + "' is no limit: budget:0 to budget:" + std::to_string(in.channels - 1) + ", floor:N or cap:N");
  return kind == "budget" ? *number : kind == "floor" ? in.channels + *number : in.channels + in.groups() + *number;
}

Result<std::vector<value::LimitChange>> limit_changes(const Options& options, const PlanSource& source) {
  std::vector<value::LimitChange> changes;
  for (const auto& word : options.values("--limit")) {
    const auto equals = word.find('=');
    if (equals == word.npos) return bad("--limit", "'" + word + "' lacks a value: budget:3=120%");
    const auto row = COLOPHON_TRY(source.find_row(std::string_view(word).substr(0, equals), "--limit"));
    auto text = word.substr(equals + 1);
    const auto now = limit_of(source.instance(), row);
    const bool relative = text.starts_with('+') || text.starts_with('-'), percent = text.ends_with('%');
    if (percent) text.pop_back();
    if (text.starts_with('+')) text.erase(0, 1);
    const auto number = parse_int64(text, "--limit");
    if (!number) return bad("--limit", "'" + word + "' has no value that is a number, +10, -10, 120% or +20%");
    int128 limit = percent ? static_cast<int128>(now) * (relative ? 100 + *number : *number) / 100 : relative ? static_cast<int128>(now) + *number : *number;
    if (limit < 0 || limit > (int128{1} << 61)) return bad("--limit", "'" + word + "' makes a limit that is below 0 or too large");
    changes.push_back({row, static_cast<std::int64_t>(limit)});
  }
  return changes;
}

std::string amount_text(double number) {
  const double size = std::abs(number);
  return fixed(number, size >= 1'000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 3 : 6);
}

}  // namespace colophon::cli
