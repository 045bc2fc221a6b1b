#include "train/degrade.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace colophon::train {
namespace {

using image::Image;

/// Half of a Gaussian's weights, centre first, in 1/65536 that add up to 1 over the whole kernel.
std::vector<std::int32_t> gaussian_kernel(double sigma) {
  const int radius = static_cast<int>(std::ceil(3 * sigma));
  std::vector<double> weight(static_cast<std::size_t>(radius) + 1);
  double sum = 0;
  for (int i = 0; i <= radius; ++i) {
    weight[i] = std::exp(-0.5 * i * i / (sigma * sigma));
    sum += i == 0 ? weight[i] : 2 * weight[i];
  }
  std::vector<std::int32_t> kernel(weight.size());
  std::int32_t rest = 65536;
  for (std::size_t i = 1; i < weight.size(); ++i) {
    kernel[i] = static_cast<std::int32_t>(weight[i] / sum * 65536 + 0.5);
    rest -= 2 * kernel[i];
  }
  kernel[0] = rest;
  return kernel;
}

/// One pass along rows or columns, in integers; the edge pixel is continued outwards.
void blur_pass(const std::vector<std::uint8_t>& from, std::vector<std::uint8_t>& to, int lines, int length, std::size_t line_step,
               std::size_t pixel_step, const std::vector<std::int32_t>& kernel) {
  const int radius = static_cast<int>(kernel.size()) - 1;
  for (int line = 0; line < lines; ++line) {
    const std::size_t begin = static_cast<std::size_t>(line) * line_step;
    for (int at = 0; at < length; ++at) {
      for (int channel = 0; channel < 3; ++channel) {
        const std::uint8_t* source = from.data() + begin + static_cast<std::size_t>(channel);
        std::int32_t sum = kernel[0] * source[static_cast<std::size_t>(at) * pixel_step] + 32768;
        for (int i = 1; i <= radius; ++i) {
          const auto left = static_cast<std::size_t>(std::max(at - i, 0));
          const auto right = static_cast<std::size_t>(std::min(at + i, length - 1));
          sum += kernel[static_cast<std::size_t>(i)] * (source[left * pixel_step] + source[right * pixel_step]);
        }
        to[begin + static_cast<std::size_t>(channel) + static_cast<std::size_t>(at) * pixel_step] = static_cast<std::uint8_t>(sum >> 16);
      }
    }
  }
}

Image blurred(const Image& image, double sigma) {
  const auto kernel = gaussian_kernel(sigma);
  if (kernel.size() == 1) return image;
  Image result = image;
  const auto width = static_cast<int>(image.width), height = static_cast<int>(image.height);
  const std::size_t row = std::size_t{3} * image.width;
  std::vector<std::uint8_t> between(image.rgb.size());
  blur_pass(image.rgb, between, height, width, row, 3, kernel);
  blur_pass(between, result.rgb, width, height, 3, row, kernel);
  return result;
}

Image noisy(const Image& image, double sigma, Random random) {
  Image result = image;
  for (auto& value : result.rgb) {
    const float changed = static_cast<float>(value) + static_cast<float>(sigma) * random.normal();
    value = static_cast<std::uint8_t>(std::clamp(changed + 0.5f, 0.0f, 255.0f));
  }
  return result;
}

}  // namespace

std::string_view degradation_name(Degradation degradation) {
  constexpr std::array<std::string_view, 3> names{"blur", "noise", "jpeg"};
  return names[static_cast<std::size_t>(degradation)];
}

int severity_class(double severity) { return std::min(9, static_cast<int>(std::floor(10 * (1 - severity)))); }

Result<Image> degraded(const Image& image, Degradation degradation, double severity, Random random) {
  switch (degradation) {
    case Degradation::blur: return severity > 0 ? blurred(image, kBlurSigmaMax * severity) : image;
    case Degradation::noise: return noisy(image, kNoiseSigmaMax * severity, random);
    case Degradation::jpeg: {
      const double quality = kJpegQualityBest - (kJpegQualityBest - kJpegQualityWorst) * severity;
      return image::decode(jpeg_file(image, static_cast<int>(quality + 0.5)));
    }
  }
  return fail(Errc::invalid_argument, "degradation", "not one of blur, noise and jpeg");
}

}  // namespace colophon::train
