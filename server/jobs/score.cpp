#include "jobs/score.hpp"

#include "store/try.hpp"

namespace colophon::jobs {

Result<store::WorkQuality> score_work(store::Store& store, const model::QualityModel& model, const Id& work) {
  const auto content = COLOPHON_TRY(store.content(work));
  const auto picture = COLOPHON_TRY(model::measure_picture(content, model));
  store::WorkQuality quality;
  quality.mean_milli = picture.quality.mean_milli;
  quality.variance_milli = picture.quality.variance_milli;
  quality.probability_ppm = picture.quality.probability_ppm;
  quality.model = model.id();
  quality.scored_at = store.now();
  COLOPHON_TRY(store.set_quality(work, quality, picture.features_json));
  return quality;
}

Result<Scored> score_all(store::Store& store, const model::QualityModel& model, const Progress& progress) {
  const store::WorkFilter unscored{{}, true};
  const auto total = static_cast<std::int64_t>(COLOPHON_TRY(store.count_works(unscored)));
  Scored answer;
  std::string cursor;
  do {
    // A page at a time: works that are scored leave the list, the cursor stays behind them.
    const auto page = COLOPHON_TRY(store.works(unscored, cursor, 100));
    for (const auto& work : page.rows) {
      const auto at = static_cast<std::int64_t>(answer.scored + answer.failed);
      COLOPHON_TRY(report(progress, at, total, "scoring " + work.title));
      if (const auto quality = score_work(store, model, work.id)) {
        ++answer.scored;
      } else {
        ++answer.failed;
        answer.failures.push_back(work.id.to_string() + ": " + quality.error().detail);
      }
    }
    cursor = page.next;
  } while (!cursor.empty());
  COLOPHON_TRY(report(progress, total, total, "scored"));
  return answer;
}

}  // namespace colophon::jobs
