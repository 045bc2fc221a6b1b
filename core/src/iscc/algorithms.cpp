#include "iscc/algorithms.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace colophon::iscc {
namespace {

// A heap's sort: a third of the code of std::sort, which counts in WebAssembly.
void sort_small(auto& values, auto less) {
  std::ranges::make_heap(values, less);
  std::ranges::sort_heap(values, less);
}

// A byte for each bit of a byte, the highest bit first in memory order of this table's use below.
struct Spread {
  std::uint64_t of[256];
};
constexpr Spread make_spread() {
  Spread spread{};
  for (int value = 0; value < 256; ++value) {
    for (int bit = 0; bit < 8; ++bit) {
      if ((value >> (7 - bit) & 1) != 0) spread.of[value] |= std::uint64_t{1} << (8 * bit);
    }
  }
  return spread;
}
constexpr Spread kSpread = make_spread();

void cosine_transform(double* v, std::size_t n, const double* cosines) {
  if (n == 1) return;
  const std::size_t half = n / 2;
  double alpha[16], beta[16];
  for (std::size_t i = 0; i < half; ++i) {
    alpha[i] = v[i] + v[n - 1 - i];
    beta[i] = (v[i] - v[n - 1 - i]) / cosines[i];
  }
  cosine_transform(alpha, half, cosines + half);
  cosine_transform(beta, half, cosines + half);
  for (std::size_t i = 0; i + 1 < half; ++i) {
    v[2 * i] = alpha[i];
    v[2 * i + 1] = beta[i] + beta[i + 1];
  }
  v[n - 2] = alpha[half - 1];
  v[n - 1] = beta[half - 1];
}

// The bits of 64 coefficients that exceed their median, the mean of the middle two.
void add_slice(const double (&matrix)[32][32], std::size_t left, std::size_t top, std::uint8_t* out) {
  double values[64], sorted[64];
  for (std::size_t i = 0; i < 64; ++i) values[i] = sorted[i] = matrix[top + i / 8][left + i % 8];
  sort_small(sorted, std::less());
  const double median = (sorted[31] + sorted[32]) / 2;
  for (std::size_t i = 0; i < 64; ++i) out[i / 8] = static_cast<std::uint8_t>(out[i / 8] << 1 | (values[i] > median ? 1 : 0));
}

std::array<std::uint8_t, 4> big_endian(std::int32_t value) {
  const auto v = static_cast<std::uint32_t>(value);
  return {static_cast<std::uint8_t>(v >> 24), static_cast<std::uint8_t>(v >> 16), static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v)};
}

// The simhash of the `index`-th of `count` parts, the first of which take what does not divide evenly.
void add_part(std::span<const std::int32_t> features, std::size_t index, std::size_t count, Digest& digest, std::size_t& at) {
  const std::size_t each = features.size() / count, longer = features.size() % count;
  const std::size_t begin = index * each + std::min(index, longer), size = each + (index < longer ? 1 : 0);
  if (size > 0) {
    Simhash part(4);
    for (const std::int32_t feature : features.subspan(begin, size)) part.add(big_endian(feature).data());
    std::ranges::copy(part.finish(), digest.begin() + static_cast<std::ptrdiff_t>(at));
  }
  at += 4;
}

}  // namespace

void Simhash::add(const std::uint8_t* digest) {
  if (unflushed_ == 255) flush();
  for (std::size_t i = 0; i < partial_.size(); ++i) partial_[i] += kSpread.of[digest[i]];
  ++unflushed_;
  ++digests_;
}

void Simhash::flush() {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += partial_[i / 8] >> (8 * (i % 8)) & 0xFF;
  std::ranges::fill(partial_, 0);
  unflushed_ = 0;
}

Bytes Simhash::finish() {
  flush();
  Bytes hash(partial_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    hash[i / 8] = static_cast<std::uint8_t>(hash[i / 8] << 1 | (std::uint64_t{2} * counts_[i] >= digests_ ? 1 : 0));
  }
  return hash;
}

void cosine_transform(std::span<double> values) {
  // The cosines of a shorter transform stand behind those of the longer ones.
  std::size_t skipped = 0;
  for (std::size_t n = 32; n > values.size(); n /= 2) skipped += n / 2;
  cosine_transform(values.data(), values.size(), kDctCosines + skipped);
}

Digest image_digest(std::span<const std::uint8_t, 1024> pixels) {
  double matrix[32][32], column[32];
  for (std::size_t y = 0; y < 32; ++y) {
    for (std::size_t x = 0; x < 32; ++x) matrix[y][x] = pixels[32 * y + x];
    cosine_transform(matrix[y], 32, kDctCosines);
  }
  // Only the first nine columns and rows are looked at.
  for (std::size_t x = 0; x < 9; ++x) {
    for (std::size_t y = 0; y < 32; ++y) column[y] = matrix[y][x];
    cosine_transform(column, 32, kDctCosines);
    for (std::size_t y = 0; y < 32; ++y) matrix[y][x] = column[y];
  }
  Digest digest{};
  add_slice(matrix, 0, 0, digest.data());
  add_slice(matrix, 1, 0, digest.data() + 8);
  add_slice(matrix, 0, 1, digest.data() + 16);
  add_slice(matrix, 1, 1, digest.data() + 24);
  return digest;
}

Digest video_digest(std::span<const FrameSignature> frames) {
  std::vector<const FrameSignature*> sorted;
  sorted.reserve(frames.size());
  for (const FrameSignature& frame : frames) sorted.push_back(&frame);
  // Any order will do that brings equal ones together.
  const auto compare = [](const FrameSignature* a, const FrameSignature* b) { return std::memcmp(a->data(), b->data(), sizeof *a); };
  const auto less = [&](const FrameSignature* a, const FrameSignature* b) { return compare(a, b) < 0; };
  const auto same = [&](const FrameSignature* a, const FrameSignature* b) { return compare(a, b) == 0; };
  sort_small(sorted, less);
  std::array<std::int64_t, 380> sums{};   // No film has 2^31 frames.
  const auto repeated = std::ranges::unique(sorted, same);
  for (const FrameSignature* frame : std::span(sorted.begin(), repeated.begin())) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += (*frame)[i];
  }
  Digest digest{};
  for (std::size_t i = 0; i < 256; ++i) {
    digest[i / 8] = static_cast<std::uint8_t>(digest[i / 8] << 1 | (sums[kWinnerPairs[i][1]] > sums[kWinnerPairs[i][0]] ? 1 : 0));
  }
  return digest;
}

Digest audio_digest(std::span<const std::int32_t> features) {
  Digest digest{};
  std::size_t at = 0;
  if (features.empty()) return digest;
  add_part(features, 0, 1, digest, at);
  for (std::size_t i = 0; i < 4; ++i) add_part(features, i, 4, digest, at);
  std::vector<std::int32_t> sorted(features.begin(), features.end());
  sort_small(sorted, std::less());
  for (std::size_t i = 0; i < 3; ++i) add_part(sorted, i, 3, digest, at);
  return digest;
}

bool ChunkScan::find_end(ByteView chunk) noexcept {
  constexpr std::uint32_t kMaskBefore = (1u << 11) - 1, kMaskAfter = (1u << 9) - 1;
  std::size_t i = std::max(at, std::min(kChunkMin, chunk.size()));
  std::uint32_t hash = pattern;
  const auto run = [&](std::size_t end, std::uint32_t mask) {
    for (; i < end; ++i) {
      hash = (hash >> 1) + kGear[chunk[i]];
      if ((hash & mask) == 0) return true;
    }
    return false;
  };
  const bool found = run(std::min(kChunkCentre, chunk.size()), kMaskBefore) || run(std::min(kChunkMax, chunk.size()), kMaskAfter);
  at = found ? i + 1 : i;
  pattern = hash;
  return found || at == kChunkMax;
}

}  // namespace colophon::iscc
