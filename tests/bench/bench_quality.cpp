// How well the shipped model ranks photographs that it has never seen by the damage done to them, and what a score costs.
// The peer's figures were measured earlier, with OpenCV's BRISQUE model on 40 photographs of the same set under the same three kinds of damage at five
// levels. The levels are not these, so the comparison is of the order, not of the digit.
#include <cstdio>

#include "bench/bench.hpp"
#include "model/quality_model.hpp"
#include "shared.hpp"
#include "train/metrics.hpp"

using namespace colophon;

namespace {

constexpr std::size_t kPhotographs = 40;

struct Peer { std::optional<train::Degradation> degradation; const char* name; double correlation; };
constexpr Peer kBrisque[] = {{train::Degradation::blur, "blur", .955}, {train::Degradation::noise, "noise", .924},
                             {train::Degradation::jpeg, "jpeg", .922}, {{}, "pooled", .917}};

int complain(const Error& error) {
  std::fprintf(stderr, "bench_quality: %s: %s\n", error.field.c_str(), error.detail.c_str());
  return 1;
}

}  // namespace

int main() {
  const auto folder = tests::shared("data/bsds500/test");
  const auto model = model::QualityModel::load(tests::source_dir() / "native" / "models");
  if (!model) return complain(model.error());
  if (!folder) {
    std::puts("bench_quality: skipped, it needs ../shared/data/bsds500/test");
    return 0;
  }
  auto pictures = train::load_pictures({.images = *folder});
  if (!pictures) return complain(pictures.error());
  pictures->resize(std::min(pictures->size(), kPhotographs));
  std::vector<std::size_t> all(pictures->size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;

  const auto judged = train::judge([&](std::span<const float> crops) { return model->logits(crops); }, *pictures, all, 1);
  if (!judged) return complain(judged.error());
  std::printf("%zu photographs x 3 kinds of damage x %zu severities, rank correlation of the score with the absence of damage\n", all.size(),
              train::kJudgedSeverities.size());
  for (const auto& peer : kBrisque) {
    const double ours = train::severity_correlation(*judged, peer.degradation);
    std::printf("quality %s: %.3f SRCC; BRISQUE (earlier) %.3f SRCC; ratio %.3g\n", peer.name, ours, peer.correlation, ours / peer.correlation);
  }
  const auto crops = *image::quality_input(pictures->front().scales.front());
  bench::print_line("a picture's 36 crops, one thread", 1000 * bench::least_cpu_seconds(5, [&] { (void)model->logits(crops); }), "CPU-ms");
}
