#pragma once
// Scoring: content -> sandboxed decoding -> quality model -> the store.
#include "jobs/progress.hpp"
#include "model/quality_model.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// Scores one photo and stores its quality and features. Errors: unknown_work, not_found (no content), those of the picture.
Result<store::WorkQuality> score_work(store::Store& store, const model::QualityModel& model, const Id& work);

struct Scored { std::uint64_t scored = 0, failed = 0; std::vector<std::string> failures; };
/// Scores every photo that has content and no quality. A picture that cannot be scored is counted and named, and the rest goes on.
Result<Scored> score_all(store::Store& store, const model::QualityModel& model, const Progress& progress = {});

}  // namespace colophon::jobs
