#include "colophon/value/value.hpp"

#include <cmath>

namespace colophon::value {
namespace {

Result<void> check(const Catalogue& catalogue) {
  const std::size_t works = catalogue.quality.size();
  const auto size_error = [](const char* field, const char* detail) { return fail(Errc::invalid_argument, field, detail); };
  if (catalogue.scored.size() != works) return size_error("scored", "There must be one mark a work.");
  if (catalogue.channels != 0 && works > SIZE_MAX / catalogue.channels) return size_error("channels", "There are too many channels.");
  const std::size_t cells = works * catalogue.channels;
  if (catalogue.coverage.size() != cells) return size_error("coverage", "There must be one value a work and channel.");
  if (catalogue.revenue.size() != cells) return size_error("revenue", "There must be one value a work and channel.");
  for (std::size_t i = 0; i < works; ++i) {
    if (catalogue.scored[i] > 1) return fail(Errc::invalid_argument, "scored[" + std::to_string(i) + "]", "A mark is 0 or 1.");
    // A quality that is not scored is not looked at: it may be anything.
    if (catalogue.scored[i] == 0) continue;
    if (!std::isfinite(catalogue.quality[i]) || catalogue.quality[i] < 0) {
      return fail(Errc::invalid_argument, "quality[" + std::to_string(i) + "]", "A quality is a finite number that is not negative.");
    }
  }
  for (std::size_t k = 0; k < cells; ++k) {
    if (catalogue.coverage[k] > 1) return fail(Errc::invalid_argument, "coverage[" + std::to_string(k) + "]", "Coverage is 0 or 1.");
    if (!std::isfinite(catalogue.revenue[k])) {
      return fail(Errc::invalid_argument, "revenue[" + std::to_string(k) + "]", "An expected revenue is a finite number.");
    }
  }
  return {};
}

}  // namespace

Result<Value> value(const Catalogue& catalogue) {
  if (auto checked = check(catalogue); !checked) return std::unexpected(std::move(checked.error()));
  const std::size_t works = catalogue.quality.size();
  Value result;
  result.by_work.resize(works);
  for (const std::uint8_t scored : catalogue.scored) result.works_scored += scored;
  result.works_not_scored = works - result.works_scored;
  for (std::size_t i = 0; i < works; ++i) {
    if (catalogue.scored[i] == 0) continue;
    double sum = 0;
    for (std::size_t c = 0; c < catalogue.channels; ++c) {
      const std::size_t cell = i * catalogue.channels + c;
      const double term = catalogue.coverage[cell] != 0 ? catalogue.quality[i] * catalogue.revenue[cell] : 0;
      if (term > 0) sum += term;
    }
    result.by_work[i] = sum / static_cast<double>(result.works_scored);
    result.total += result.by_work[i];
  }
  if (!std::isfinite(result.total)) return fail(Errc::overflow, "revenue", "The value of the catalogue is too large for a number.");
  return result;
}

}  // namespace colophon::value
