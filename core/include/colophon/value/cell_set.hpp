#pragma once
// One bit a cell of an instance: shown or not.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace colophon::value {

class CellSet {
 public:
  CellSet() = default;
  explicit CellSet(std::size_t cells) : cells_(cells), words_((cells + 63) / 64) {}
  std::size_t size() const { return cells_; }
  bool test(std::size_t cell) const { return (words_[cell / 64] >> (cell % 64) & 1) != 0; }
  void set(std::size_t cell, bool on) {
    const std::uint64_t bit = std::uint64_t{1} << (cell % 64);
    words_[cell / 64] = on ? words_[cell / 64] | bit : words_[cell / 64] & ~bit;
  }
  std::span<std::uint64_t> words() { return words_; }
  std::span<const std::uint64_t> words() const { return words_; }
  friend bool operator==(const CellSet&, const CellSet&) = default;

 private:
  std::size_t cells_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace colophon::value
