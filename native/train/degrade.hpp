#pragma once
// Synthetic damage of a stated severity: the labels of the shipped model are made of it. Deterministic in its arguments.
#include <array>
#include <cstdint>
#include <string_view>

#include "colophon/base/error.hpp"
#include "colophon/image/image.hpp"
#include "train/random.hpp"

namespace colophon::train {

enum class Degradation : std::uint8_t { blur, noise, jpeg };
inline constexpr std::array kDegradations{Degradation::blur, Degradation::noise, Degradation::jpeg};
std::string_view degradation_name(Degradation degradation);

/// At severity 1. Each falls in proportion to the severity, to nothing at 0.
inline constexpr double kBlurSigmaMax = 4.0;      ///< Pixels.
inline constexpr double kNoiseSigmaMax = 40.0;    ///< Levels of 0 to 255, independent in each channel.
inline constexpr int kJpegQualityBest = 100;      ///< stb_image_write's quality at severity 0,
inline constexpr int kJpegQualityWorst = 5;       ///< and at severity 1.

/// The class of a severity in [0, 1]: min(9, floor(10 (1 - s))). Class c stands for the score c + 1.
int severity_class(double severity);

/// `image` with the damage done at its own pixels, edges continued. `random` feeds the noise only. Errors: those of image::decode for a JPEG.
Result<image::Image> degraded(const image::Image& image, Degradation degradation, double severity, Random random);

/// The JPEG file that stb_image_write makes (above 90 without chroma subsampling, else 4:2:0).
Bytes jpeg_file(const image::Image& image, int quality);

}  // namespace colophon::train
