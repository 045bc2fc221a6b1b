// The similarity index against looking at every code.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>

#include "colophon/iscc/code_index.hpp"

using namespace colophon;
using iscc::CodeIndex;

namespace {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  std::uint64_t with_flips(std::uint64_t code, int flips) {
    for (int i = 0; i < flips; ++i) code ^= std::uint64_t{1} << (next() & 63);
    return code;
  }

 private:
  std::uint64_t state_;
};

std::vector<CodeIndex::Match> looked_through(const std::vector<std::uint64_t>& codes, std::uint64_t code, std::uint32_t distance_max, std::size_t limit) {
  std::vector<CodeIndex::Match> all;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto distance = static_cast<std::uint32_t>(std::popcount(codes[i] ^ code));
    if (distance <= distance_max) all.push_back({static_cast<std::uint32_t>(i), distance});
  }
  std::ranges::stable_sort(all, {}, &CodeIndex::Match::distance);
  all.resize(std::min(all.size(), limit));
  return all;
}

}  // namespace

TEST_CASE("The index finds exactly what looking at every code finds, at every size and distance") {
  for (const std::uint64_t seed : {1u, 2u}) {
    Random random(seed);
    CodeIndex index;
    std::vector<std::uint64_t> codes;
    // Families of near codes, and many that are the same (silence, white pages).
    const auto more = [&] {
      const std::uint64_t pick = random.next() % 4;
      if (pick == 0 || codes.empty()) return random.next();
      if (pick == 1) return random.with_flips(0, static_cast<int>(random.next() % 3));
      return random.with_flips(codes[random.next() % codes.size()], static_cast<int>(random.next() % 24));
    };
    for (const std::size_t size : {0u, 1u, 1'000u, 32'767u, 32'768u, 100'001u}) {
      while (codes.size() < size) {
        std::vector<std::uint64_t> batch;
        for (std::size_t i = 0; i < std::min<std::size_t>(size - codes.size(), 1 + random.next() % 20'000); ++i) batch.push_back(more());
        index.add(batch);
        codes.insert(codes.end(), batch.begin(), batch.end());
      }
      REQUIRE(index.size() == codes.size());
      for (int i = 0; i < 5; ++i) {
        const std::uint64_t query = more();
        for (const std::uint32_t distance : {0u, 1u, 2u, 3u, 5u, 8u, 11u, 16u, 32u, 64u}) {
          for (const std::size_t limit : {1u, 1'000'000u}) {
            if (distance > 16 && limit > 1) continue;
            INFO("seed " << seed << ", " << size << " codes, distance " << distance << ", limit " << limit);
            REQUIRE(index.search(query, distance, limit) == looked_through(codes, query, distance, limit));
          }
        }
      }
      for (std::size_t i = 0; i < codes.size(); i += 997) REQUIRE(index.code(static_cast<std::uint32_t>(i)) == codes[i]);
    }
  }
}

TEST_CASE("A million codes take at most 24 bytes each, however they came") {
  Random random(3);
  std::vector<std::uint64_t> codes(1'000'000);
  for (auto& code : codes) code = random.next();
  CodeIndex whole, pieces;
  whole.add(codes);
  for (std::size_t at = 0; at < codes.size(); at += 1'000) pieces.add(std::span(codes).subspan(at, 1'000));
  CHECK(whole.memory_bytes() <= 24 * codes.size());
  CHECK(pieces.memory_bytes() <= 24 * codes.size());
  for (int i = 0; i < 50; ++i) {
    const std::uint64_t query = random.with_flips(codes[random.next() % codes.size()], 8);
    CHECK(whole.search(query, 8, 100) == pieces.search(query, 8, 100));
    CHECK(!whole.search(query, 8, 1).empty());
  }
}
