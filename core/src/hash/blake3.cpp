#include "colophon/hash/blake3.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "hash/blake3_many.hpp"

namespace colophon {

using namespace blake3_detail;

namespace {

constexpr std::size_t kBlock = 64, kChunk = 1024;
// A subtree that is hashed in one go: large enough that most of its parents fill the lanes too.
constexpr std::size_t kSubtreeChunks = 256;

using Word = std::uint32_t;
using Words = std::array<Word, 8>;

Word load(const std::uint8_t* bytes) noexcept {
  return Word{bytes[0]} | Word{bytes[1]} << 8 | Word{bytes[2]} << 16 | Word{bytes[3]} << 24;
}

inline void mix(Word& a, Word& b, Word& c, Word& d, Word x, Word y) noexcept {
  a += b + x;
  d = std::rotr(d ^ a, 16);
  c += d;
  b = std::rotr(b ^ c, 12);
  a += b + y;
  d = std::rotr(d ^ a, 8);
  c += d;
  b = std::rotr(b ^ c, 7);
}

// Section 2.2 of the paper; the first eight words of the result are the chaining value.
Words compress(const Words& value, const std::uint8_t* block, std::size_t bytes, std::uint64_t counter, std::uint32_t flags) noexcept {
  Word m[16];
  for (std::size_t i = 0; i < 16; ++i) m[i] = load(block + 4 * i);
  Word v[16] = {value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7], kIv[0], kIv[1], kIv[2], kIv[3],
                static_cast<Word>(counter), static_cast<Word>(counter >> 32), static_cast<Word>(bytes), flags};
  for (const auto& w : kSchedule.word) {
    mix(v[0], v[4], v[8], v[12], m[w[0]], m[w[1]]);
    mix(v[1], v[5], v[9], v[13], m[w[2]], m[w[3]]);
    mix(v[2], v[6], v[10], v[14], m[w[4]], m[w[5]]);
    mix(v[3], v[7], v[11], v[15], m[w[6]], m[w[7]]);
    mix(v[0], v[5], v[10], v[15], m[w[8]], m[w[9]]);
    mix(v[1], v[6], v[11], v[12], m[w[10]], m[w[11]]);
    mix(v[2], v[7], v[8], v[13], m[w[12]], m[w[13]]);
    mix(v[3], v[4], v[9], v[14], m[w[14]], m[w[15]]);
  }
  Words result;
  for (std::size_t i = 0; i < 8; ++i) result[i] = v[i] ^ v[i + 8];
  return result;
}

constexpr Words kStart = {kIv[0], kIv[1], kIv[2], kIv[3], kIv[4], kIv[5], kIv[6], kIv[7]};

void store(const Words& value, std::uint8_t* bytes) noexcept {
  for (std::size_t i = 0; i < 32; ++i) bytes[i] = static_cast<std::uint8_t>(value[i / 4] >> (8 * (i % 4)));
}

// A parent hashes the chaining values of its two children.
Words parent(const Words& left, const Words& right, std::uint32_t flags) noexcept {
  std::uint8_t block[kBlock];
  store(left, block);
  store(right, block + 32);
  return compress(kStart, block, kBlock, 0, kParent | flags);
}

// The inputs one after the other to the widest kernel that they fill; what is left over one by one.
void hash_many(Many many, std::size_t count, Words* out) noexcept {
  for (const Kernel* kernel = kernels(); kernel->hash != nullptr; ++kernel) {
    for (; count >= kernel->lanes; count -= kernel->lanes, out += kernel->lanes) {
      kernel->hash(many, out->data());
      many.input += kernel->lanes * many.stride;
      many.counter += kernel->lanes * many.counter_step;
    }
  }
  for (; count > 0; --count, ++out, many.input += many.stride, many.counter += many.counter_step) {
    Words value = kStart;
    for (std::size_t block = 0; block < many.blocks; ++block) {
      const std::uint32_t flags = many.flags | (block == 0 ? many.flags_first : 0) | (block + 1 == many.blocks ? many.flags_last : 0);
      value = compress(value, many.input + kBlock * block, kBlock, many.counter, flags);
    }
    *out = value;
  }
}

// The chaining values of a subtree's two halves: they stay apart until it is known whether the whole is the root.
std::array<Words, 2> hash_subtree(const std::uint8_t* input, std::size_t chunks, std::uint64_t counter) noexcept {
  Words values[kSubtreeChunks];
  hash_many({input, kChunk, kChunk / kBlock, counter, 1, 0, kChunkStart, kChunkEnd}, chunks, values);
  for (; chunks > 2; chunks /= 2) {
    static_assert(std::endian::native == std::endian::little, "the values serve as the bytes of their parents' blocks");
    std::uint8_t blocks[kSubtreeChunks * 32];
    std::memcpy(blocks, values, chunks * 32);
    hash_many({blocks, kBlock, 1, 0, 0, kParent, 0, 0}, chunks / 2, values);
  }
  return {values[0], values[1]};
}

}  // namespace

Blake3::Blake3() : chunk_value_(kStart) {}

void Blake3::merge(std::uint64_t chunks_before) {
  // As many complete subtrees as the number has ones; the rest is merged only now that more is known to follow.
  for (const auto wanted = static_cast<std::size_t>(std::popcount(chunks_before)); depth_ > wanted; --depth_) {
    stack_[depth_ - 2] = parent(stack_[depth_ - 2], stack_[depth_ - 1], 0);
  }
}

void Blake3::push(const Words& value, std::uint64_t chunks_before) {
  merge(chunks_before);
  stack_[depth_++] = value;
}

// Takes bytes into the chunk under way, up to its end. Its last block waits: only then is it known which flags it gets.
void Blake3::fill_chunk(ByteView& bytes) {
  while (!bytes.empty() && chunk_bytes_ < kChunk) {
    std::size_t used = chunk_bytes_ % kBlock;
    if (used == 0 && chunk_bytes_ > 0) {
      chunk_value_ = compress(chunk_value_, block_.data(), kBlock, chunks_, chunk_bytes_ == kBlock ? kChunkStart : 0);
    }
    const std::size_t taken = std::min(kBlock - used, bytes.size());
    std::memcpy(block_.data() + used, bytes.data(), taken);
    chunk_bytes_ += taken;
    bytes = bytes.subspan(taken);
  }
}

Blake3& Blake3::update(ByteView bytes) {
  if (bytes.empty()) return *this;
  if (chunk_bytes_ > 0) {
    fill_chunk(bytes);
    if (bytes.empty()) return *this;
    push(compress(chunk_value_, block_.data(), kBlock, chunks_, kChunkEnd), chunks_);
    ++chunks_;
    chunk_bytes_ = 0;
    chunk_value_ = kStart;
  }
  while (bytes.size() > kChunk) {
    // The largest complete subtree that begins here.
    std::size_t chunks = std::min(std::bit_floor(bytes.size() / kChunk), kSubtreeChunks);
    while ((chunks_ & (chunks - 1)) != 0) chunks /= 2;
    if (chunks == 1) {
      Words value;
      hash_many({bytes.data(), kChunk, kChunk / kBlock, chunks_, 1, 0, kChunkStart, kChunkEnd}, 1, &value);
      push(value, chunks_);
    } else {
      const auto halves = hash_subtree(bytes.data(), chunks, chunks_);
      push(halves[0], chunks_);
      push(halves[1], chunks_ + chunks / 2);
    }
    chunks_ += chunks;
    bytes = bytes.subspan(chunks * kChunk);
  }
  if (!bytes.empty()) {
    fill_chunk(bytes);
    merge(chunks_);
  }
  return *this;
}

Hash Blake3::finish() const {
  Words value;
  std::size_t left = depth_;
  if (chunk_bytes_ > 0 || depth_ == 0) {
    std::uint8_t block[kBlock] = {};
    const std::size_t used = chunk_bytes_ == 0 ? 0 : (chunk_bytes_ - 1) % kBlock + 1;
    std::memcpy(block, block_.data(), used);
    const std::uint32_t flags = (chunk_bytes_ <= kBlock ? kChunkStart : 0) | kChunkEnd | (left == 0 ? kRoot : 0);
    value = compress(chunk_value_, block, used, chunks_, flags);
  } else {
    left -= 2;
    value = parent(stack_[left], stack_[left + 1], left == 0 ? kRoot : 0);
  }
  for (; left > 0; --left) value = parent(stack_[left - 1], value, left == 1 ? kRoot : 0);
  Hash hash;
  store(value, hash.data());
  return hash;
}

Hash blake3(ByteView bytes) { return Blake3().update(bytes).finish(); }

}  // namespace colophon
