#include "train/random.hpp"

namespace colophon::train {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t low = 0xD2511F53ull * counter[0];
    const std::uint64_t high = 0xCD9E8D57ull * counter[2];
    counter = {static_cast<std::uint32_t>(high >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(high),
               static_cast<std::uint32_t>(low >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(low)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

Random::Random(std::uint64_t seed, Purpose purpose, std::uint32_t epoch, std::uint32_t index)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{0, static_cast<std::uint32_t>(purpose), epoch, index} {}

std::uint32_t Random::bits() {
  if (used_ == block_.size()) {
    block_ = philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

std::uint32_t Random::below(std::uint32_t below) {
  const std::uint32_t usable = ~std::uint32_t{0} - (~std::uint32_t{0} % below + 1) % below;
  std::uint32_t value = bits();
  while (value > usable) value = bits();
  return value % below;
}

float Random::uniform() { return static_cast<float>(bits() >> 8) * 0x1p-24f; }

float Random::normal() {
  std::uint32_t sum = 0;
  for (int i = 0; i < 6; ++i) {
    const std::uint32_t two = bits();
    sum += (two & 0xFFFFu) + (two >> 16);
  }
  return static_cast<float>(static_cast<std::int32_t>(sum) - 12 * 32768 + 6) * 0x1p-16f;
}

}  // namespace colophon::train
