#pragma once
// A picture at twice its size by a model that takes any size: cut into overlapping tiles, and the model's answers blended. The model runs elsewhere.
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/image/image.hpp"

namespace colophon::picture {

inline constexpr std::uint64_t kUpscalePixelsMax = 1'000'000;   ///< Of the picture that goes in.
inline constexpr std::uint32_t kTileSide = 160;
/// Neighbouring tiles share this much. A model's answer is worst at a tile's edge, where it knows nothing of what comes after: the outermost sixth of
/// the shared strip is not used, the rest fades from one tile to the next.
inline constexpr std::uint32_t kTileOverlap = 24;

struct Tile {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  std::uint32_t width = 0;               ///< kTileSide, or the picture's width where that is smaller: all tiles have one size.
  std::uint32_t height = 0;
};

/// Keeps sums of what was blended: 32 bytes a pixel of the input. The picture must outlive it.
class Upscaler {
 public:
  /// Error: limit_exceeded ("picture": more than kUpscalePixelsMax pixels).
  static Result<Upscaler> begin(const image::Image& image);

  std::span<const Tile> tiles() const { return tiles_; }
  /// 3 x height x width float32 (planes), 0 to 1: value / 255.
  std::vector<float> input(std::size_t tile) const;
  /// The model's answer for that tile, 3 x (2 height) x (2 width) values; what is outside 0 to 1 is cut. Each tile once.
  /// Errors: invalid_argument ("tile", "output": another count, or a value that is no number).
  Result<void> blend(std::size_t tile, std::span<const float> output);
  /// Error: conflict where a tile is missing.
  Result<image::Image> finish() const;

 private:
  explicit Upscaler(const image::Image& image);
  const image::Image* image_;
  std::vector<Tile> tiles_;
  std::vector<bool> blended_;
  std::vector<std::uint32_t> sums_;      ///< Per channel of the result: values of 255 * 16 times weights.
};

}  // namespace colophon::picture
