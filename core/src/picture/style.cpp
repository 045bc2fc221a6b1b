#include "colophon/picture/style.hpp"

#include <algorithm>
#include <cstdlib>

#include "colophon/image/features.hpp"
#include "colophon/image/preview.hpp"
#include "picture/hue.hpp"

namespace colophon::picture {
namespace {

constexpr std::uint32_t kMeasuredSide = 256, kCellSide = 8;
constexpr int kEdgeGradient = 32, kFlatLevels = 12;
constexpr std::uint32_t kHueBins = 96, kHueArcBins = kHueBins / 6;

/// The picture scaled down, as the measures see it.
struct Small {
  std::uint32_t width, height;
  std::vector<std::uint8_t> rgba, luma;

  explicit Small(const image::Image& image) {
    const image::PreviewSize size = image::preview_size(image, kMeasuredSide);
    width = size.width;
    height = size.height;
    rgba.resize(std::size_t{4} * width * height);
    image::write_preview(image, size, rgba);
    for (std::size_t i = 0; i < rgba.size(); i += 4) luma.push_back(static_cast<std::uint8_t>((77 * rgba[i] + 150 * rgba[i + 1] + 29 * rgba[i + 2] + 128) >> 8));
  }
  std::size_t pixels() const { return luma.size(); }
  int at(std::uint32_t x, std::uint32_t y) const { return luma[std::size_t{y} * width + x]; }
};

/// Rounded half away from zero, so that turning the sign of all turns the sign of the result.
std::int64_t ratio_milli(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return 0;
  const std::int64_t size = ((part < 0 ? -part : part) * 1'000 + whole / 2) / whole;
  return part < 0 ? -size : size;
}

class Measuring {
 public:
  Measuring(const image::Image& image, Style& style) : small_(image), style_(style) {
    for (const image::Measured& measured : image::features(image)) {
      if (measured.feature == image::Feature::colourfulness) set(Measure::colourfulness, measured.value_milli);
      if (measured.feature == image::Feature::exposure) set(Measure::brightness, measured.value_milli);
      if (measured.feature == image::Feature::contrast) set(Measure::contrast, measured.value_milli);
    }
    colours();
    edges();
    cells();
    symmetry();
    set(Measure::aspect, static_cast<std::int64_t>(std::uint64_t{image.width} * 1'000 / image.height));
  }

 private:
  void set(Measure measure, std::int64_t milli) { style_.milli[static_cast<std::size_t>(measure)] = milli; }
  std::int64_t pixels() const { return static_cast<std::int64_t>(small_.pixels()); }

  void colours() {
    std::int64_t warm = 0, chroma = 0, saturation = 0;
    std::array<std::int64_t, kHueBins> hues{};
    std::vector<std::uint32_t> bins(4'096);
    constexpr std::uint32_t kOrange = kHueSteps / 12;
    for (std::size_t i = 0; i < small_.rgba.size(); i += 4) {
      const std::uint8_t* p = small_.rgba.data() + i;
      const Hsv hsv = hsv_of(p);
      // The distance from orange is 0 to half of the circle: a quarter is neither warm nor cool.
      warm += static_cast<std::int64_t>(hsv.chroma) * (static_cast<std::int64_t>(kHueSteps / 4) - hue_distance(hsv.hue, kOrange));
      chroma += hsv.chroma;
      saturation += hsv.saturation;
      hues[hsv.hue * kHueBins / kHueSteps] += hsv.chroma;
      ++bins[static_cast<std::size_t>((p[0] >> 4) << 8 | (p[1] >> 4) << 4 | p[2] >> 4)];
    }
    set(Measure::warmth, ratio_milli(warm, chroma * (kHueSteps / 4)));
    set(Measure::saturation, ratio_milli(saturation, pixels() * 255));
    std::int64_t most = 0;
    for (std::uint32_t from = 0; from < kHueBins; ++from) {
      std::int64_t arc = 0;
      for (std::uint32_t i = 0; i < kHueArcBins; ++i) arc += hues[(from + i) % kHueBins];
      most = std::max(most, arc);
    }
    set(Measure::hue_focus, ratio_milli(most, chroma));
    set(Measure::colours, std::ranges::count_if(bins, [&](std::uint32_t count) { return count > 0 && std::size_t{count} * 500 >= small_.pixels(); }));
  }

  void edges() {
    std::int64_t on_edges = 0, across = 0, down = 0, slanted = 0;
    for (std::uint32_t y = 0; y < small_.height; ++y) {
      const std::uint32_t above = y > 0 ? y - 1 : 0, below = std::min(y + 1, small_.height - 1);
      for (std::uint32_t x = 0; x < small_.width; ++x) {
        const std::uint32_t before = x > 0 ? x - 1 : 0, after = std::min(x + 1, small_.width - 1);
        const int dx = std::abs(small_.at(after, y) - small_.at(before, y)), dy = std::abs(small_.at(x, below) - small_.at(x, above));
        on_edges += dx + dy >= kEdgeGradient;
        // The tangent of 67.5 degrees is 29 / 12 to a thousandth. A line lies across its gradient.
        if (12 * dy >= 29 * dx) across += dx + dy;
        else if (12 * dx >= 29 * dy) down += dx + dy;
        else slanted += dx + dy;
      }
    }
    set(Measure::edges, ratio_milli(on_edges, pixels()));
    const std::int64_t all = across + down + slanted;
    set(Measure::horizontal, ratio_milli(across, all));
    set(Measure::vertical, ratio_milli(down, all));
    set(Measure::diagonal, ratio_milli(slanted, all));
  }

  void cells() {
    std::int64_t flat = 0;
    for (std::uint32_t top = 0; top < small_.height; top += kCellSide) {
      for (std::uint32_t left = 0; left < small_.width; left += kCellSide) {
        const std::uint32_t bottom = std::min(top + kCellSide, small_.height), right = std::min(left + kCellSide, small_.width);
        int low = 255, high = 0;
        for (std::uint32_t y = top; y < bottom; ++y) {
          for (std::uint32_t x = left; x < right; ++x) {
            low = std::min(low, small_.at(x, y));
            high = std::max(high, small_.at(x, y));
          }
        }
        if (high - low <= kFlatLevels) flat += static_cast<std::int64_t>(bottom - top) * (right - left);
      }
    }
    set(Measure::flat, ratio_milli(flat, pixels()));
  }

  void symmetry() {
    // Correlation of each pixel with its mirror image: mean and variance of both are the picture's own.
    std::int64_t sum = 0, squares = 0, products = 0;
    for (std::uint32_t y = 0; y < small_.height; ++y) {
      for (std::uint32_t x = 0; x < small_.width; ++x) {
        const int here = small_.at(x, y), there = small_.at(small_.width - 1 - x, y);
        sum += here;
        squares += here * here;
        products += here * there;
      }
    }
    const std::int64_t n = pixels(), spread = n * squares - sum * sum;
    set(Measure::symmetry, spread == 0 ? 1'000 : ratio_milli(n * products - sum * sum, spread));
  }

  Small small_;
  Style& style_;
};

}  // namespace

std::string_view measure_name(Measure measure) {
  constexpr std::string_view kNames[kMeasureCount] = {"warmth", "colourfulness", "saturation", "brightness", "contrast", "hue_focus", "colours",
                                                      "edges", "flat", "symmetry", "horizontal", "vertical", "diagonal", "aspect"};
  return kNames[static_cast<std::size_t>(measure)];
}

Style style(const image::Image& image) {
  Style found;
  Measuring(image, found);
  const auto of = [&](Measure measure) { return found.milli[static_cast<std::size_t>(measure)]; };
  const auto tag = [&](bool holds, std::string_view name) { if (holds) found.tags.push_back(name); };
  const bool grey = of(Measure::colourfulness) < 4'000, lines = of(Measure::edges) >= 20;
  tag(grey, "greyscale");
  tag(!grey && of(Measure::hue_focus) >= 900, "monochrome");
  tag(!grey && of(Measure::hue_focus) <= 450, "many-hues");
  tag(!grey && of(Measure::warmth) >= 350, "warm");
  tag(!grey && of(Measure::warmth) <= -350, "cool");
  tag(!grey && of(Measure::colourfulness) >= 60'000, "vivid");
  tag(!grey && of(Measure::colourfulness) <= 22'000, "muted");
  tag(of(Measure::brightness) >= 175'000, "high-key");
  tag(of(Measure::brightness) <= 70'000, "low-key");
  tag(of(Measure::contrast) >= 72'000, "high-contrast");
  tag(of(Measure::contrast) <= 32'000, "low-contrast");
  tag(of(Measure::flat) >= 550 && of(Measure::edges) <= 150, "minimal");
  tag(of(Measure::edges) >= 400, "busy");
  tag(of(Measure::symmetry) >= 800, "symmetric");
  tag(lines && of(Measure::horizontal) >= 480, "horizontal-lines");
  tag(lines && of(Measure::vertical) >= 480, "vertical-lines");
  tag(lines && of(Measure::diagonal) >= 560, "diagonal-lines");
  tag(of(Measure::aspect) >= 2'000, "panorama");
  tag(of(Measure::aspect) >= 1'050 && of(Measure::aspect) < 2'000, "landscape-format");
  tag(of(Measure::aspect) <= 952, "portrait-format");
  tag(of(Measure::aspect) > 952 && of(Measure::aspect) < 1'050, "square-format");
  return found;
}

}  // namespace colophon::picture
