#include "colophon/hash/sha256.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "hash/sha256_x86.hpp"

namespace colophon {
namespace {

// FIPS 180-4 section 4.2.2.
constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using Word = std::uint32_t;

inline Word load_big_endian(const std::uint8_t* bytes) noexcept {
  return Word{bytes[0]} << 24 | Word{bytes[1]} << 16 | Word{bytes[2]} << 8 | Word{bytes[3]};
}

// The eight working variables stay in registers: instead of moving them a round along, the caller renames them.
inline void round(Word a, Word b, Word c, Word& d, Word e, Word f, Word g, Word& h, Word input) noexcept {
  const Word sum_e = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
  const Word sum_a = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
  const Word temporary = h + sum_e + (g ^ (e & (f ^ g))) + input;
  d += temporary;
  h = temporary + sum_a + ((a & b) | (c & (a | b)));
}

// The message schedule holds 16 words and overwrites the word that is used last.
inline Word extend(Word (&w)[16], int i) noexcept {
  const Word before = w[(i + 1) & 15], after = w[(i + 14) & 15];
  const Word sigma_0 = std::rotr(before, 7) ^ std::rotr(before, 18) ^ before >> 3;
  const Word sigma_1 = std::rotr(after, 17) ^ std::rotr(after, 19) ^ after >> 10;
  return w[i & 15] += sigma_0 + w[(i + 9) & 15] + sigma_1;
}

// Eight rounds, after which every variable has its own name again.
template <bool kFirst>
inline void eight_rounds(Word (&v)[8], Word (&w)[16], int at) noexcept {
  const auto input = [&](int i) { return kRound[static_cast<std::size_t>(i)] + (kFirst ? w[i & 15] : extend(w, i)); };
  round(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], input(at));
  round(v[7], v[0], v[1], v[2], v[3], v[4], v[5], v[6], input(at + 1));
  round(v[6], v[7], v[0], v[1], v[2], v[3], v[4], v[5], input(at + 2));
  round(v[5], v[6], v[7], v[0], v[1], v[2], v[3], v[4], input(at + 3));
  round(v[4], v[5], v[6], v[7], v[0], v[1], v[2], v[3], input(at + 4));
  round(v[3], v[4], v[5], v[6], v[7], v[0], v[1], v[2], input(at + 5));
  round(v[2], v[3], v[4], v[5], v[6], v[7], v[0], v[1], input(at + 6));
  round(v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[0], input(at + 7));
}

void compress(std::array<Word, 8>& state, const std::uint8_t* block) noexcept {
#if defined(__x86_64__)
  if (has_sha_instructions()) return compress_with_sha_instructions(state, block, kRound.data());
#endif
  Word w[16], v[8];
  for (int i = 0; i < 16; ++i) w[i] = load_big_endian(block + 4 * i);
  for (int i = 0; i < 8; ++i) v[i] = state[static_cast<std::size_t>(i)];
  eight_rounds<true>(v, w, 0);
  eight_rounds<true>(v, w, 8);
  eight_rounds<false>(v, w, 16);
  eight_rounds<false>(v, w, 24);
  eight_rounds<false>(v, w, 32);
  eight_rounds<false>(v, w, 40);
  eight_rounds<false>(v, w, 48);
  eight_rounds<false>(v, w, 56);
  for (int i = 0; i < 8; ++i) state[static_cast<std::size_t>(i)] += v[i];
}

}  // namespace

Sha256::Sha256()
    : state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19} {}

Sha256& Sha256::update(ByteView bytes) {
  std::size_t used = bytes_ % 64;
  bytes_ += bytes.size();
  if (used != 0) {
    const std::size_t taken = std::min(64 - used, bytes.size());
    if (taken != 0) std::memcpy(block_.data() + used, bytes.data(), taken);
    bytes = bytes.subspan(taken);
    used += taken;
    if (used < 64) return *this;
    compress(state_, block_.data());
  }
  for (; bytes.size() >= 64; bytes = bytes.subspan(64)) compress(state_, bytes.data());
  if (!bytes.empty()) std::memcpy(block_.data(), bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::update_u8(std::uint8_t value) { return update(ByteView{&value, 1}); }

Sha256& Sha256::update_u64(std::uint64_t value) {
  std::array<std::uint8_t, 8> bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
  return update(bytes);
}

Hash Sha256::finish() {
  const std::uint64_t bits = bytes_ * 8;
  std::size_t used = bytes_ % 64;
  block_[used++] = 0x80;
  if (used > 56) {
    std::fill(block_.begin() + static_cast<std::ptrdiff_t>(used), block_.end(), std::uint8_t{0});
    compress(state_, block_.data());
    used = 0;
  }
  std::fill(block_.begin() + static_cast<std::ptrdiff_t>(used), block_.begin() + 56, std::uint8_t{0});
  for (std::size_t i = 0; i < 8; ++i) block_[56 + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
  compress(state_, block_.data());

  Hash hash;
  for (std::size_t i = 0; i < 32; ++i) hash[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
  return hash;
}

Hash sha256(ByteView bytes) { return Sha256().update(bytes).finish(); }

Hash hmac_sha256(ByteView key, ByteView message) {
  std::array<std::uint8_t, 64> padded{};
  if (key.size() > padded.size()) {
    const Hash short_key = sha256(key);
    std::copy(short_key.begin(), short_key.end(), padded.begin());
  } else {
    std::copy(key.begin(), key.end(), padded.begin());
  }
  std::array<std::uint8_t, 64> inner, outer;
  for (std::size_t i = 0; i < padded.size(); ++i) {
    inner[i] = padded[i] ^ 0x36;
    outer[i] = padded[i] ^ 0x5c;
  }
  const Hash inner_hash = Sha256().update(inner).update(message).finish();
  return Sha256().update(outer).update(inner_hash).finish();
}

Hash commitment(std::string_view domain, const Hash& salt, std::string_view canonical_payload) {
  const Hash payload_hash = sha256(canonical_payload);
  return Sha256().update(domain).update(salt).update(payload_hash).finish();
}

}  // namespace colophon
