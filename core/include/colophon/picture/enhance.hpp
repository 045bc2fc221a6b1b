#pragma once
// What a picture needs, measured. Rules and integers, nothing learned: the same advice natively and in WebAssembly.
#include "colophon/picture/adjust.hpp"

namespace colophon::picture {

/// Exposure and contrast from percentiles of luma, white balance from the mean light and the mean edges of each channel, denoise from the noise of the
/// calmest parts, sharpen from the Laplacian at the scale of image::features(). Only what is out of the usual is moved, and only back
/// to it: a good picture comes back nearly unchanged. Saturation stays 0. docs/explanation/pictures.md has the rules and the figures.
Adjustments enhance(const image::Image& image);

}  // namespace colophon::picture
