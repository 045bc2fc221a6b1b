#pragma once
// Exact search among 64-bit codes by Hamming distance: multi-index hashing (Norouzi, Punjani, Fleet, "Fast exact search in Hamming space
// with multi-index hashing", TPAMI 2014) with three parts, of which one differs in at most a third of the bits that differ in all.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace colophon::iscc {

/// Codes get the numbers 0, 1, 2, ... in the order in which they are added. Many may search at once while nobody adds.
/// Memory: at most 24 bytes a code from a million codes on, while codes are added for a moment more.
class CodeIndex {
 public:
  struct Match {
    std::uint32_t number;
    std::uint32_t distance;              ///< 0 to 64.
    auto operator<=>(const Match&) const = default;
  };

  /// At most 2^32 - 1 codes. A few at a time cost little; now and then, as they become many, tables are made anew.
  void add(std::span<const std::uint64_t> codes);
  void add(std::uint64_t code) { add({&code, 1}); }
  std::size_t size() const { return size_; }
  std::uint64_t code(std::uint32_t number) const;

  /// Of all codes within that distance the `limit` nearest; equally near ones by their number. Exact for every distance.
  std::vector<Match> search(std::uint64_t code, std::uint32_t distance_max, std::size_t limit) const;

  std::size_t memory_bytes() const;

 private:
  static constexpr std::size_t kParts = 3, kPartBits = 21;
  /// Codes that change no more, with their numbers ordered by each part.
  struct Segment {
    std::uint32_t first = 0;             ///< The number of its first code.
    unsigned key_bits = 0;               ///< Of each part that the tables distinguish.
    std::vector<std::uint64_t> codes;
    std::vector<std::uint32_t> begins[kParts], places[kParts];
  };
  class Nearest;
  static Segment make_segment(std::uint32_t first, std::vector<std::uint64_t> codes);
  static void search_segment(const Segment& segment, std::uint64_t code, std::uint32_t distance_max, Nearest& nearest);
  static void scan(std::span<const std::uint64_t> codes, std::uint32_t first, std::uint64_t code, Nearest& nearest);

  std::vector<Segment> segments_;        ///< In the order of their numbers, each less than half as large as the one before.
  std::vector<std::uint64_t> recent_;    ///< What is in no segment yet: looked through one by one.
  std::size_t size_ = 0;
};

}  // namespace colophon::iscc
