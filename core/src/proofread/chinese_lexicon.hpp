#pragma once
// The words of Chinese with their costs and parts of speech, what is commonly written for what, and which characters are mistaken for which.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::proofread::zh {

/// Costs are twelfths of a natural logarithm: what a word of probability p costs is -12 ln p.
inline constexpr int kNat = 12;
inline constexpr int kUnknownCost = 18 * kNat;

constexpr bool is_han(char16_t c) noexcept { return (c >= u'\u3400' && c <= u'\u4dbf') || (c >= u'\u4e00' && c <= u'\u9fff') || c == u'\u3007'; }

/// A character that is mistaken for another one, and how much that counts against it, in nats: below zero where they share the part that gives the sound.
struct Similar {
  char16_t character = 0;
  std::int8_t weight = 0;
};

/// What stands where `right` is meant; both in simplified characters and of one length.
struct WrongForm {
  std::u16string wrong, right;
  std::string rule;
  bool forced = false;           ///< Stands in a text wherever no word crosses it.
  bool simplified_only = false;  ///< Usual in traditional characters.
};

class ChineseLexicon {
 public:
  static constexpr std::int32_t kNone = -1;
  static constexpr std::size_t kWordUnitsMax = 16, kWordsMax = 2'000'000, kGroupUnitsMax = 400, kWrongFormsMax = 50'000;

  /// Columns of the dictionary. Error: invalid_argument with field "dictionary".
  struct Columns {
    std::span<const std::byte> shared, added, costs, tags, units;
  };
  static Result<ChineseLexicon> parse(const Columns& columns);

  void add_similar(std::u16string_view group, std::int8_t weight);
  void add_wrong_form(WrongForm form);
  void add_simplified(std::u16string_view pairs);
  void add_traditional(std::u16string_view pairs);
  /// After the last `add`: costs of the wrong forms, and the list of what is similar.
  void settle();

  std::size_t words() const noexcept { return words_; }
  std::u16string_view word(std::int32_t at) const noexcept { return std::u16string_view(pool_).substr(starts_[at], starts_[at + 1] - starts_[at]); }
  int cost(std::int32_t at) const noexcept { return costs_[at]; }
  char tag(std::int32_t at) const noexcept { return tags_[at]; }
  bool is_wrong(std::int32_t at) const noexcept { return static_cast<std::size_t>(at) >= words_; }
  const WrongForm& wrong_form(std::int32_t at) const noexcept { return forms_[static_cast<std::size_t>(at) - words_]; }
  /// Units of the longest word that begins so.
  std::size_t longest(char16_t first) const noexcept { return longest_[first]; }
  std::span<const Similar> similar(char16_t character) const noexcept;
  char16_t simplified(char16_t c) const noexcept { return simplified_[c] == 0 ? c : simplified_[c]; }
  char16_t traditional(char16_t c) const noexcept { return traditional_[c] == 0 ? c : traditional_[c]; }

  /// Hashes of words add up over their characters, so that one character can be exchanged.
  static std::uint64_t share(char16_t c, std::size_t place) noexcept { return (c + 0x9e37u) * kPowers[place]; }
  std::int32_t find(std::u16string_view word) const noexcept;
  std::int32_t find(std::uint64_t hash, std::u16string_view word) const noexcept;

 private:
  static constexpr auto kPowers = [] {
    struct { std::uint64_t of[kWordUnitsMax + 1]; constexpr std::uint64_t operator[](std::size_t i) const { return of[i]; } } powers{};
    std::uint64_t power = 0x9e3779b97f4a7c15u;
    for (auto& each : powers.of) each = power, power = power * 0xd1342543de82ef95u + 0x632be59bd9b4e019u, power |= 1;
    return powers;
  }();
  void insert(std::int32_t at);
  void rebuild(std::size_t entries);
  int best_cost(std::u16string_view text, bool with_wrong_forms) const;

  std::u16string pool_;
  std::vector<std::uint32_t> starts_{0};
  std::vector<std::int32_t> costs_;
  std::vector<char> tags_;
  std::vector<std::uint32_t> slots_;  ///< Index + 1, or 0.
  std::vector<WrongForm> forms_;
  std::size_t words_ = 0;
  std::vector<std::uint8_t> longest_ = std::vector<std::uint8_t>(0x10000);
  std::vector<char16_t> simplified_ = std::vector<char16_t>(0x10000), traditional_ = std::vector<char16_t>(0x10000);
  struct Pair {
    char16_t from;
    Similar to;
  };
  std::vector<Pair> pairs_;
  std::vector<Similar> similar_;
  std::vector<std::uint32_t> similar_at_ = std::vector<std::uint32_t>(0x10001);
};

}  // namespace colophon::proofread::zh
