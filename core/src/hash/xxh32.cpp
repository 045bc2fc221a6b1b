#include "colophon/hash/xxh32.hpp"

#include <bit>

namespace colophon {
namespace {

constexpr std::uint32_t kPrime[5] = {0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1};

std::uint32_t load(const std::uint8_t* bytes) noexcept {
  return std::uint32_t{bytes[0]} | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[3]} << 24;
}

std::uint32_t round(std::uint32_t lane, std::uint32_t word) noexcept { return std::rotl(lane + word * kPrime[1], 13) * kPrime[0]; }

}  // namespace

std::uint32_t xxh32(ByteView bytes) noexcept {
  const std::uint8_t* at = bytes.data();
  const std::uint8_t* const end = at + bytes.size();
  std::uint32_t hash = kPrime[4];
  if (bytes.size() >= 16) {
    std::uint32_t a = kPrime[0] + kPrime[1], b = kPrime[1], c = 0, d = 0 - kPrime[0];
    for (; end - at >= 16; at += 16) {
      a = round(a, load(at));
      b = round(b, load(at + 4));
      c = round(c, load(at + 8));
      d = round(d, load(at + 12));
    }
    hash = std::rotl(a, 1) + std::rotl(b, 7) + std::rotl(c, 12) + std::rotl(d, 18);
  }
  hash += static_cast<std::uint32_t>(bytes.size());
  for (; end - at >= 4; at += 4) hash = std::rotl(hash + load(at) * kPrime[2], 17) * kPrime[3];
  for (; at < end; ++at) hash = std::rotl(hash + *at * kPrime[4], 11) * kPrime[0];
  hash = (hash ^ hash >> 15) * kPrime[1];
  hash = (hash ^ hash >> 13) * kPrime[2];
  return hash ^ hash >> 16;
}

}  // namespace colophon
