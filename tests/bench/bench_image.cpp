// What the coach does with a photo of 12 megapixels: decode, features, repairs, the model's input.
//
// The picture is made of the sample catalogue's photographs, side by side and mirrored, so that it has the statistics of
// photographs. Peer of the features: the same formulas in doubles, a pass for each feature, over the same view of the picture; its
// values must agree with ours, or the program fails.
#include <cmath>
#include <cstdlib>
#include <vector>

#include "bench/bench.hpp"
#include "colophon/image/features.hpp"
#include "colophon/image/quality.hpp"
#include "shared.hpp"
#if __has_include(<stb/stb_image_write.h>)
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop
#define COLOPHON_BENCH_DECODE
#endif

using namespace colophon;
using bench::least_cpu_seconds;
using bench::print_line;

namespace {

constexpr std::uint32_t kWidth = 4'000, kHeight = 3'000;
constexpr int kRuns = 7;

Bytes file_bytes(const std::filesystem::path& path) {
  const std::string text = tests::read_file(path);
  return {text.begin(), text.end()};
}

// Tiles of 1,000 x 750, each one photograph, mirrored at its edges where it is smaller.
image::Image twelve_megapixels() {
  std::vector<image::Image> photos;
  for (const char* name : {"astronaut.png", "black-canyon.jpg", "chelsea.png", "coffee.png", "nagasaki-boats.jpg", "rocket.jpg"}) {
    auto photo = image::decode(file_bytes(tests::source_dir() / "examples" / "catalogue" / "images" / name));
    if (!photo) { std::fprintf(stderr, "%s: %s\n", name, photo.error().detail.c_str()); std::exit(1); }
    photos.push_back(std::move(*photo));
  }
  const auto mirrored = [](std::uint32_t at, std::uint32_t size) { at %= 2 * size; return at < size ? at : 2 * size - 1 - at; };
  image::Image picture{kWidth, kHeight, {}};
  picture.rgb.reserve(std::size_t{3} * kWidth * kHeight);
  for (std::uint32_t y = 0; y < kHeight; ++y) {
    for (std::uint32_t x = 0; x < kWidth; ++x) {
      const image::Image& photo = photos[(y / 750 * 4 + x / 1'000) % photos.size()];
      const auto* p = photo.rgb.data() + std::size_t{3} * (mirrored(y % 750, photo.height) * photo.width + mirrored(x % 1'000, photo.width));
      picture.rgb.insert(picture.rgb.end(), p, p + 3);
    }
  }
  return picture;
}

// The peer.
struct Plane {
  std::size_t width, height;
  std::vector<double> values;
  double at(std::size_t x, std::size_t y) const { return values[y * width + x]; }
};

Plane averaged(const image::Image& picture, int channel, std::size_t step) {
  Plane plane{picture.width / step, picture.height / step, {}};
  plane.values.reserve(plane.width * plane.height);
  for (std::size_t y = 0; y < plane.height; ++y) {
    for (std::size_t x = 0; x < plane.width; ++x) {
      double sum = 0;
      for (std::size_t j = 0; j < step; ++j) {
        for (std::size_t i = 0; i < step; ++i) sum += picture.rgb[3 * ((y * step + j) * picture.width + x * step + i) + static_cast<std::size_t>(channel)];
      }
      plane.values.push_back(sum / static_cast<double>(step * step));
    }
  }
  return plane;
}

struct Moments { double mean, deviation; };
template <class Function>
Moments moments(const Plane& plane, std::size_t border, Function&& value) {
  double sum = 0, squares = 0, n = 0;
  for (std::size_t y = border; y + border < plane.height; ++y) {
    for (std::size_t x = border; x + border < plane.width; ++x) {
      const double v = value(x, y);
      sum += v;
      squares += v * v;
      ++n;
    }
  }
  return {sum / n, std::sqrt(std::max(0.0, squares / n - sum / n * (sum / n)))};
}

std::array<double, image::kFeatureCount> peer_features(const image::Image& picture) {
  const std::size_t side = std::max(picture.width, picture.height), step = (side + 1'023) / 1'024;
  const Plane r = averaged(picture, 0, step), g = averaged(picture, 1, step), b = averaged(picture, 2, step);
  Plane luma{r.width, r.height, std::vector<double>(r.values.size())};
  for (std::size_t i = 0; i < luma.values.size(); ++i) luma.values[i] = 0.299 * r.values[i] + 0.587 * g.values[i] + 0.114 * b.values[i];
  const auto y = [&](std::size_t i, std::size_t j) { return luma.at(i, j); };
  const Moments laplacian = moments(luma, 1, [&](auto i, auto j) { return y(i, j - 1) + y(i, j + 1) + y(i - 1, j) + y(i + 1, j) - 4 * y(i, j); });
  const Moments light = moments(luma, 0, y);
  const Moments rg = moments(luma, 0, [&](auto i, auto j) { return r.at(i, j) - g.at(i, j); });
  const Moments yb = moments(luma, 0, [&](auto i, auto j) { return (r.at(i, j) + g.at(i, j)) / 2 - b.at(i, j); });
  const Moments noise = moments(luma, 1, [&](auto i, auto j) {
    return std::abs(y(i - 1, j - 1) + y(i + 1, j - 1) + y(i - 1, j + 1) + y(i + 1, j + 1) -
                    2 * (y(i, j - 1) + y(i, j + 1) + y(i - 1, j) + y(i + 1, j)) + 4 * y(i, j));
  });
  const auto edge = [&](auto i, auto j) { return std::abs(y(i + 1, j) - y(i - 1, j)) + std::abs(y(i, j + 1) - y(i, j - 1)); };
  const double energy = moments(luma, 1, edge).mean;
  const double cx = moments(luma, 1, [&](auto i, auto j) { return edge(i, j) * (static_cast<double>(i) + 0.5); }).mean / energy;
  const double cy = moments(luma, 1, [&](auto i, auto j) { return edge(i, j) * (static_cast<double>(j) + 0.5); }).mean / energy;
  const double w = static_cast<double>(luma.width), h = static_cast<double>(luma.height);
  const double dx = std::min(std::abs(cx - w / 3), std::abs(cx - 2 * w / 3)), dy = std::min(std::abs(cy - h / 3), std::abs(cy - 2 * h / 3));
  return {laplacian.deviation,
          light.mean,
          light.deviation,
          std::hypot(rg.deviation, yb.deviation) + 0.3 * std::hypot(rg.mean, yb.mean),
          noise.mean * std::sqrt(M_PI / 2) / 6,
          std::hypot(dx, dy) / std::hypot(w, h)};
}

bool agree(const std::array<image::Measured, image::kFeatureCount>& ours, const std::array<double, image::kFeatureCount>& theirs) {
  for (std::size_t i = 0; i < image::kFeatureCount; ++i) {
    const double value = static_cast<double>(ours[i].value_milli) / 1'000;
    // Ours rounds luma to 8 bits, which alone is up to about a tenth of a step of noise; composition is a part of 1, in thousandths.
    const double rounding = ours[i].feature == image::Feature::composition ? 0.001 : 0.1;
    if (std::abs(value - theirs[i]) <= 0.02 * theirs[i] + rounding) continue;
    std::fprintf(stderr, "%s: ours %g, the peer's %g\n", std::string(image::feature_name(ours[i].feature)).c_str(), value, theirs[i]);
    return false;
  }
  return true;
}

#ifdef COLOPHON_BENCH_DECODE
void append(void* context, void* data, int size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), bytes, bytes + size);
}
void bench_decode(const image::Image& picture) {
  Bytes jpeg;
  stbi_write_jpg_to_func(append, &jpeg, static_cast<int>(kWidth), static_cast<int>(kHeight), 3, picture.rgb.data(), 88);
  const double seconds = least_cpu_seconds(3, [&] { if (!image::decode(jpeg)) std::exit(1); });
  print_line("decode a 12-megapixel JPEG", 1e3 * seconds, "ms");
}
#endif

}  // namespace

int main() {
  const image::Image picture = twelve_megapixels();
  std::array<image::Measured, image::kFeatureCount> ours{};
  std::array<double, image::kFeatureCount> theirs{};
  const double seconds = least_cpu_seconds(kRuns, [&] { ours = image::features(picture); });
  const double peer_seconds = least_cpu_seconds(3, [&] { theirs = peer_features(picture); });
  if (!agree(ours, theirs)) return 1;
  print_line("six features of a 12-megapixel picture", 1e3 * seconds, "ms", "a pass a feature, in doubles,", 1e3 * peer_seconds);

  std::size_t bytes = 0;
  const auto repair_ms = [&](image::Repair repair) {
    return 1e3 * least_cpu_seconds(3, [&] { bytes += image::repaired(picture, repair).rgb.size(); });
  };
  print_line("repair levels, 12 megapixels", repair_ms(image::Repair::levels), "ms");
  print_line("repair sharpen, 12 megapixels", repair_ms(image::Repair::sharpen), "ms");
  print_line("quality input, 36 crops", 1e3 * least_cpu_seconds(kRuns, [&] { bytes += image::quality_input(picture)->size(); }), "ms");
#ifdef COLOPHON_BENCH_DECODE
  bench_decode(picture);
#endif
  return bytes == 0;
}
