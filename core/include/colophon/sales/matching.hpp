#pragma once
// Which work a line belongs to: by identifiers, by what a person has said before, and otherwise as suggestions with a score. A title alone never
// matches anything by itself.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/sales/line.hpp"

namespace colophon::sales {

/// What lines are the same thing by: the strongest identifier that they have. Lines of one key are matched together, and what a person
/// confirms is remembered by the key.
///   "isrc:USRC17607839"   "iswc:T0345246801" (before the ISRC where the side is the composition)   "id:spotify:3n3Ppam7vgaVa1iaRUc9Lp"
///   "upc:0036000291452" where there is no title (a whole release)   "title:normal title|normal artist|upc"
/// Empty where the line has nothing to know it by.
std::string match_key(const Line& line);

/// A work as titles are compared with it.
struct TitledWork {
  Id work;
  std::string title;
  std::string artist;                 ///< Names of who made it; may be empty.
};

struct Suggestion {
  Id work;
  int score_milli = 0;                ///< 0 to 1000
  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

/// Finds works with titles like a given one.
///
/// Two texts are alike by the Dice coefficient of their trigrams (the normal text with two spaces before and one after): twice what they share over
/// what they have. A title is compared whole and, for 93% of the result, without its additions; a name also by what it contains of the
/// other (85%). The score is 60% title and 40% name, or 80% of the title where one of them has no name. All of it in integers.
class SimilarityIndex {
 public:
  explicit SimilarityIndex(std::span<const TitledWork> works);

  /// Memory of one caller, kept between its calls.
  struct Scratch {
    std::vector<std::uint8_t> shared;
    std::vector<std::uint32_t> touched;
    std::vector<std::pair<std::uint32_t, int>> titles;
  };
  /// At most `count_max`, best first, equal ones by id; only those with at least `score_min_milli`, which is 400 or more.
  std::vector<Suggestion> find(std::string_view title, std::string_view artist, std::size_t count_max, int score_min_milli, Scratch& scratch) const;
  std::size_t size() const { return works_.size(); }

 private:
  using Trigrams = std::vector<std::uint64_t>;   ///< Ascending, distinct; three code points of 21 bits.
  struct Indexed { Id work; std::uint32_t name_begin = 0, name_size = 0; };
  struct Title { std::uint32_t work; bool whole, bare; };   ///< A work has one title that is both, or one of each.
  struct Posting { std::uint64_t trigram; std::uint32_t begin, end; };

  void count_shared(std::span<const std::uint64_t> query, Scratch& scratch) const;
  void add_titles(std::size_t query_size, bool whole, bool bare, Scratch& scratch) const;

  std::vector<Indexed> works_;
  std::vector<std::uint64_t> names_;             ///< Trigrams of all names, one after the other.
  std::vector<Title> titles_;
  std::vector<std::uint8_t> sizes_;              ///< By title: how many trigrams it has.
  std::vector<Posting> postings_;                ///< By trigram: where its titles are in posted_.
  std::vector<std::uint32_t> posted_;
};

}  // namespace colophon::sales
