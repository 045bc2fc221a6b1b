// Prints the 10th, 50th and 90th percentile of each picture feature over the photographs in the folders that are named: where the usual
// ranges of core/src/image/features.cpp come from. Use: feature_ranges examples/catalogue/images ../shared/data/bsds500/train
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "colophon/image/features.hpp"

namespace image = colophon::image;

int main(int argc, char** argv) {
  std::vector<std::int64_t> values[image::kFeatureCount];
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      const auto extension = entry.path().extension();
      if (extension != ".jpg" && extension != ".png") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::vector<std::uint8_t> file{std::istreambuf_iterator<char>(in), {}};
      const auto picture = image::decode(file);
      if (!picture) {
        std::fprintf(stderr, "%s: %s\n", entry.path().c_str(), picture.error().detail.c_str());
        return 1;
      }
      for (const auto& measured : image::features(*picture)) values[static_cast<std::size_t>(measured.feature)].push_back(measured.value_milli);
    }
  }
  if (values[0].empty()) {
    std::fprintf(stderr, "Name folders with photographs (.jpg, .png).\n");
    return 1;
  }
  std::printf("%zu photographs\n%-14s %10s %10s %10s\n", values[0].size(), "feature", "p10", "p50", "p90");
  for (std::size_t f = 0; f < image::kFeatureCount; ++f) {
    std::sort(values[f].begin(), values[f].end());
    // Nearest rank: the smallest value that at least that part of the photographs does not exceed.
    const auto percentile = [&](std::size_t percent) { return static_cast<long long>(values[f][(values[f].size() * percent + 99) / 100 - 1]); };
    std::printf("%-14s %10lld %10lld %10lld\n", std::string(image::feature_name(static_cast<image::Feature>(f))).c_str(), percentile(10),
                percentile(50), percentile(90));
  }
}
