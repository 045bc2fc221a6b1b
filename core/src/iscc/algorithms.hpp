#pragma once
// The algorithms that the units of ISO 24138:2024 are made of. Exact: every one is a function of integers, and the cosine transform, which is
// not, keeps the standard's order of operations.
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/iscc/units.hpp"

namespace colophon::iscc {

extern const std::uint32_t kGear[256];
extern const std::uint64_t kMinhashFactor[64];
extern const std::uint64_t kMinhashTerm[64];
extern const std::uint16_t kWinnerPairs[256][2];
extern const double kDctCosines[31];

/// Each bit of the result is set where at least half of the digests have it set. All digests have as many bytes as the first.
class Simhash {
 public:
  explicit Simhash(std::size_t bytes) : counts_(bytes * 8), partial_(bytes) {}
  void add(const std::uint8_t* digest);
  Bytes finish();

 private:
  void flush();
  std::uint64_t digests_ = 0;
  int unflushed_ = 0;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint64_t> partial_;   ///< A byte a count, since the last flush.
};

/// 1,024 pixels (32 x 32, row by row) to 256 bits.
Digest image_digest(std::span<const std::uint8_t, 1024> pixels);
/// In place; the length is a power of two of at most 32 (Nayuki's fast transform, recursive).
void cosine_transform(std::span<double> values);

/// The sum over all different frames; bit i says whether the second of the i-th pair of columns is greater.
Digest video_digest(std::span<const FrameSignature> frames);

/// 256 bits from chromaprint's features; all zero where there are none.
Digest audio_digest(std::span<const std::int32_t> features);

/// Where a chunk ends: after the first byte whose gear hash has its low bits zero (FastCDC, Xia et al., USENIX ATC 2016, with the masks and
/// sizes of ISO 24138). The state goes on over pieces of the same chunk.
struct ChunkScan {
  std::size_t at = 0;                   ///< Bytes of the chunk that were looked at.
  std::uint32_t pattern = 0;
  /// `chunk` begins with the chunk's first byte. True where its end was found: then `at` is its length.
  bool find_end(ByteView chunk) noexcept;
};
inline constexpr std::size_t kChunkMin = 256, kChunkCentre = 640, kChunkMax = 8192;

}  // namespace colophon::iscc
