#pragma once
// BLAKE3 (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, "BLAKE3: one function, fast everywhere", 2020), unkeyed, 32 bytes of output.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "colophon/base/encoding.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon {

/// Data of any length in pieces of any size: the hash does not depend on where the pieces end. Memory: under 3 kB.
/// On x86-64 the widest of SSE4.1, AVX2 and AVX-512 is chosen at run time, in WebAssembly the 128-bit instructions; all give the same bits.
class Blake3 {
 public:
  Blake3();
  Blake3& update(ByteView bytes);
  Blake3& update(std::string_view text) { return update(as_bytes(text)); }
  /// The hash of all that was given so far; more may follow.
  Hash finish() const;
  std::uint64_t bytes() const { return chunks_ * 1024 + chunk_bytes_; }

 private:
  using Words = std::array<std::uint32_t, 8>;
  static constexpr std::size_t kDepthMax = 54;   ///< 2^64 bytes are 2^54 chunks.

  void fill_chunk(ByteView& bytes);
  void push(const Words& value, std::uint64_t chunks_before);
  void merge(std::uint64_t chunks_before);

  std::uint64_t chunks_ = 0;          ///< Whole chunks that are in the stack.
  std::size_t chunk_bytes_ = 0;       ///< Of the chunk that is being filled.
  Words chunk_value_;                 ///< Its chaining value after the blocks that were compressed.
  std::array<std::uint8_t, 64> block_;
  std::array<Words, kDepthMax + 1> stack_;
  std::size_t depth_ = 0;
};

Hash blake3(ByteView bytes);
inline Hash blake3(std::string_view text) { return blake3(as_bytes(text)); }

}  // namespace colophon
