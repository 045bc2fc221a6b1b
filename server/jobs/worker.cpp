#include "jobs/worker.hpp"

#include <chrono>
#include <exception>

#include "jobs/identify.hpp"
#include "jobs/import_sales.hpp"
#include "jobs/plan.hpp"
#include "jobs/preview.hpp"
#include "jobs/score.hpp"
#include "jobs/settle.hpp"
#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

std::string error_json(const Error& error) {
  return canonical_json(JsonObject{{"code", errc_name(error.code)}, {"detail", error.detail}, {"field", error.field}});
}

}  // namespace

Worker::Worker(store::Store& store, WorkerOptions options) : store_(store), options_(std::move(options)) {
  std::array<std::uint8_t, 8> bytes{};
  store.random(bytes);
  name_ = to_hex(bytes);
}

Worker::~Worker() { stop(); }

void Worker::start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { loop(); });
}

void Worker::stop() {
  stopping_ = true;
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Worker::loop() {
  while (!stopping_) {
    const auto ran = run_one();
    if (ran && *ran) continue;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(options_.poll_ms), [&] { return stopping_.load(); });
  }
}

Result<bool> Worker::run_one() {
  const auto jobs = COLOPHON_TRY(store_.claim_jobs(name_, 1, options_.lease_ms));
  if (jobs.empty()) return false;
  run(jobs.front());
  return true;
}

void Worker::run(const store::Job& job) {
  Result<std::string> result;
  try {
    result = perform(job);
  } catch (const std::exception& exception) {
    result = fail(Errc::internal, "", exception.what());
  }
  // A job whose lease was lost is another worker's now: what this one found out is dropped, and the store refuses it.
  if (result) {
    (void)store_.finish_job(job.id, name_, store::JobState::done, *result, "");
  } else if (result.error().code == Errc::cancelled) {
    (void)store_.finish_job(job.id, name_, store::JobState::cancelled, "", error_json(result.error()));
  } else {
    (void)store_.finish_job(job.id, name_, store::JobState::failed, "", error_json(result.error()));
  }
}

Result<const model::QualityModel*> Worker::model() {
  std::lock_guard lock(mutex_);
  if (!model_) model_ = COLOPHON_TRY(model::QualityModel::load(options_.models_dir));
  return &*model_;
}

Result<std::string> Worker::perform(const store::Job& job) {
  const Progress progress = [&](std::int64_t done, std::int64_t total, std::string_view message) {
    return store_.job_progress(job.id, name_, done, total, message, options_.lease_ms);
  };
  const Json arguments = COLOPHON_TRY(parse_json(job.arguments));
  JsonFields fields(arguments, "");
  if (job.kind == "score") {
    const auto work = std::string(fields.string("work"));
    COLOPHON_TRY(fields.finish());
    COLOPHON_TRY(progress(0, 1, "scoring"));
    const auto quality = COLOPHON_TRY(score_work(store_, *COLOPHON_TRY(model()), COLOPHON_TRY(Id::parse(work, "work"))));
    COLOPHON_TRY(progress(1, 1, "scored"));
    return canonical_json(JsonObject{{"work", work}, {"quality_milli", quality.mean_milli}, {"variance_milli", quality.variance_milli}});
  }
  if (job.kind == "identify") {
    const auto work = std::string(fields.string("work"));
    COLOPHON_TRY(fields.finish());
    const Id id = COLOPHON_TRY(Id::parse(work, "work"));
    const store::Work row = COLOPHON_TRY(store_.work(id));
    const Bytes content = COLOPHON_TRY(store_.content(id));
    const auto found = COLOPHON_TRY(identify_content({reinterpret_cast<const char*>(content.data()), content.size()}, row.media_type, {.name = row.title, .description = "", .wide = false}));
    auto identity = COLOPHON_TRY(store::read_identity(found.iscc));
    identity.checked = true;
    COLOPHON_TRY(store_.atomically([&]() -> Result<void> {
      COLOPHON_TRY(store_.put_identity(id, identity));
      COLOPHON_TRY(registry::hold_near_works(store_, id));
      return {};
    }));
    return canonical_json(JsonObject{{"iscc", found.iscc}, {"work", work}});
  }
  if (job.kind == "plan") {
    const auto made_by = std::string(fields.string("made_by"));
    const bool rank = fields.boolean_or("rank_by_quality", COLOPHON_TRY(store_.flag("rank_by_quality")));
    COLOPHON_TRY(fields.finish());
    const auto plan = COLOPHON_TRY(make_plan(store_, rank, made_by, progress));
    return canonical_json(JsonObject{{"plan", plan.id.to_string()}, {"value", plan.value}, {"bound", plan.bound}});
  }
  if (job.kind == "preview") {
    const auto period = std::string(fields.string("period"));
    const auto rule = std::string(fields.string_or("rule", ""));
    const Json* book = fields.any("agreements");
    COLOPHON_TRY(fields.finish());
    SettleOptions options;
    if (book != nullptr) options.book = COLOPHON_TRY(royalty::parse_rule_book(*book));
    if (!rule.empty()) options.rule = COLOPHON_TRY(royalty::parse_rule(rule));
    return canonical_json(COLOPHON_TRY(preview(store_, COLOPHON_TRY(Period::parse(period)), options, progress)));
  }
  if (job.kind == "forecast") {
    COLOPHON_TRY(fields.finish());
    const auto forecast = COLOPHON_TRY(make_forecast(store_, progress));
    return canonical_json(JsonObject{{"period", forecast.period.to_string()}, {"through", forecast.through.to_string()}});
  }
  if (job.kind == "settle") {
    const auto made_by = std::string(fields.string("made_by"));
    const auto period = std::string(fields.string("period"));
    const auto rule = std::string(fields.string_or("rule", ""));
    COLOPHON_TRY(fields.finish());
    SettleOptions options;
    if (!rule.empty()) options.rule = COLOPHON_TRY(royalty::parse_rule(rule));
    const auto row = COLOPHON_TRY(draft_settlement(store_, COLOPHON_TRY(Period::parse(period)), options, made_by, progress));
    return canonical_json(JsonObject{{"settlement", row.id.to_string()}, {"root", to_hex(row.root)}, {"statements", static_cast<std::int64_t>(row.statements)}});
  }
  if (job.kind == "suggest") {
    COLOPHON_TRY(fields.finish());
    const auto done = COLOPHON_TRY(suggest_works(store_, progress));
    return canonical_json(JsonObject{{"rematched", static_cast<std::int64_t>(done.rematched)}, {"keys", static_cast<std::int64_t>(done.keys)}, {"with_suggestions", static_cast<std::int64_t>(done.with_suggestions)}});
  }
  return fail(Errc::invalid_argument, "kind", "no worker knows the job '" + job.kind + "'");
}

}  // namespace colophon::jobs
