#include "colophon/layout/hyphenation.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "colophon/base/limits.hpp"
#include "colophon/text/unicode.hpp"

namespace colophon::layout {
namespace {

constexpr std::string_view kMagic = "CLPHYPH1";
constexpr std::uint8_t kHasChildren = 0x80, kLastSibling = 0x40, kPointsMask = 0x0f;
constexpr char16_t kSoftHyphen = 0x00ad;

bool is_apostrophe(char16_t unit) noexcept { return unit == u'\'' || unit == 0x2019 || unit == 0x02bc; }
bool is_mark_unit(char16_t unit) noexcept { return unit >= 0x300 && text::is_mark(unit); }
bool is_low_surrogate(char16_t unit) noexcept { return unit >= 0xdc00 && unit <= 0xdfff; }

Error broken(std::string detail) { return {Errc::invalid_argument, "patterns", "The hyphenation file contradicts itself: " + std::move(detail)}; }

}  // namespace

char16_t lowered_unit(char16_t c) noexcept {
  if (c < 0x80) return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c;
  if (c < 0x100) return c >= 0xc0 && c <= 0xde && c != 0xd7 ? static_cast<char16_t>(c + 32) : c;
  if (c < 0x180) {
    if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17f) return c;
    if (c == 0x178) return 0xff;
    const bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
    return ((c & 1) != 0) == odd_is_capital ? static_cast<char16_t>(c + 1) : c;
  }
  if (c >= 0x218 && c <= 0x21b) return static_cast<char16_t>(c | 1);
  if (c >= 0x391 && c <= 0x3ab && c != 0x3a2) return static_cast<char16_t>(c + 32);
  if (c == 0x386) return 0x3ac;
  if (c >= 0x388 && c <= 0x38a) return static_cast<char16_t>(c + 37);
  if (c == 0x38c) return 0x3cc;
  if (c == 0x38e || c == 0x38f) return static_cast<char16_t>(c + 63);
  if (c >= 0x400 && c <= 0x40f) return static_cast<char16_t>(c + 80);
  if (c >= 0x410 && c <= 0x42f) return static_cast<char16_t>(c + 32);
  if ((c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) || (c >= 0x4d0 && c <= 0x52f)) return static_cast<char16_t>(c | 1);
  if (c >= 0x531 && c <= 0x556) return static_cast<char16_t>(c + 48);
  if (c >= 0x1e00 && c <= 0x1eff && (c < 0x1e96 || c > 0x1e9f)) return static_cast<char16_t>(c | 1);
  return c;
}

bool is_alphabetic(char16_t c) noexcept {
  if (c < 0x80) return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
  if (c < 0x250) return (c >= 0xc0 && c != 0xd7 && c != 0xf7) || c == 0xaa || c == 0xb5 || c == 0xba;
  if (c < 0x2c2) return true;
  if (c >= 0x300 && c < 0x370) return true;
  if (c >= 0x370 && c < 0x590) return c != 0x37e && c != 0x387 && (c < 0x55a || c > 0x55f) && c < 0x589;
  return c >= 0x1e00 && c < 0x2000;
}

std::uint32_t Hyphenation::letter(char16_t unit) const noexcept {
  if (unit < kDirect) return direct_[unit];
  const char16_t low = lowered_unit(unit);
  const auto found = std::lower_bound(others_.begin(), others_.end(), low, [](const auto& entry, char16_t c) { return entry.first < c; });
  return found != others_.end() && found->first == low ? found->second : 0;
}

/// Takes bytes in order and remembers that there were too few.
struct Hyphenation::Reader {
  std::span<const std::byte> bytes;
  std::size_t at = 0;
  bool short_of = false;

  std::uint32_t number(int size) {
    if (bytes.size() - at < static_cast<std::size_t>(size)) {
      short_of = true;
      at = bytes.size();
      return 0;
    }
    std::uint32_t value = 0;
    for (int i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(bytes[at++]) << (8 * i);
    return value;
  }
};

/// The trie as the file has it (depth first), and how it becomes a double array.
struct Hyphenation::Builder {
  struct Node {
    std::uint8_t letter = 0;
    bool last = true;
    std::uint32_t first_child = 0, next_sibling = 0, points = 0, count = 0;
  };
  std::vector<Node> nodes{Node{}};
  std::vector<Point> points;

  std::optional<Error> read(Reader& in, std::uint32_t node_count, std::uint32_t letters) {
    struct Open {
      std::uint32_t parent, last_child;
    };
    nodes.reserve(node_count + 1);
    std::vector<Open> open{{0, 0}};
    while (nodes.size() <= node_count) {
      if (open.empty()) return broken("nodes after the last.");
      Node node;
      node.letter = static_cast<std::uint8_t>(in.number(1));
      const std::uint32_t flags = in.number(1);
      node.last = (flags & kLastSibling) != 0;
      node.count = flags & kPointsMask;
      node.points = static_cast<std::uint32_t>(points.size());
      if (node.letter > letters) return broken("a letter that its alphabet does not have.");
      for (std::uint32_t i = 0; i < node.count; ++i) {
        const std::uint32_t point = in.number(1);
        if ((point >> 4) > open.size()) return broken("a value outside its pattern.");
        points.push_back({static_cast<std::uint8_t>(point >> 4), static_cast<std::uint8_t>(point & 15)});
      }
      if (in.short_of) return broken("it ends early.");
      const auto index = static_cast<std::uint32_t>(nodes.size());
      Open& siblings = open.back();
      if (siblings.last_child == 0) {
        nodes[siblings.parent].first_child = index;
      } else {
        if (nodes[siblings.last_child].letter >= node.letter) return broken("letters out of order.");
        nodes[siblings.last_child].next_sibling = index;
      }
      siblings.last_child = index;
      const bool last = node.last;
      nodes.push_back(node);
      if (flags & kHasChildren) {
        if (open.size() >= limits::kHyphenationPatternMax) return broken("a pattern that is too long.");
        open.push_back({index, 0});
      } else if (last) {
        // With the last of them, all parents that are last themselves are done.
        bool parent_is_last = true;
        while (parent_is_last && !open.empty()) {
          parent_is_last = nodes[open.back().parent].last;
          open.pop_back();
        }
      }
    }
    if (node_count > 0 && !open.empty()) return broken("it ends in the middle of its patterns.");
    return std::nullopt;
  }

  /// Each state's children into the first places that are free for all of them.
  std::vector<Cell> cells(std::uint32_t letters) const {
    std::vector<Cell> cells(1);
    cells[0].parent = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> states{{0, 0}};  // Node and its cell.
    std::uint32_t first_free = 1;
    for (std::size_t next = 0; next < states.size(); ++next) {
      const auto [node, cell] = states[next];
      const std::uint32_t first = nodes[node].first_child;
      if (first == 0) continue;
      while (first_free < cells.size() && cells[first_free].parent != kFree) ++first_free;
      const auto fits = [&](std::uint32_t base) {
        for (std::uint32_t child = first; child != 0; child = nodes[child].next_sibling) {
          const std::uint32_t at = base + nodes[child].letter;
          if (at < cells.size() && cells[at].parent != kFree) return false;
        }
        return true;
      };
      // A base is at least 1, so that 0 says "no children".
      std::uint32_t base = first_free > nodes[first].letter ? first_free - nodes[first].letter : 1;
      while (!fits(base)) ++base;
      if (cells.size() < base + letters + 1) cells.resize(base + letters + 1);
      cells[cell].base = base;
      for (std::uint32_t child = first; child != 0; child = nodes[child].next_sibling) {
        Cell& made = cells[base + nodes[child].letter];
        made = {cell, 0, nodes[child].points, nodes[child].count};
        states.emplace_back(child, base + nodes[child].letter);
      }
    }
    return cells;
  }
};

Result<Hyphenation> Hyphenation::load(std::span<const std::byte> bytes) {
  if (bytes.size() > limits::kHyphenationBytesMax) return fail(Errc::limit_exceeded, "patterns", "A hyphenation file has at most 4 MiB.");
  if (bytes.size() < kMagic.size() || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return fail(Errc::unknown_format, "patterns", "This is not a hyphenation file of version 1: docs/formats/hyphenation.md says what one is.");
  }
  Reader in{bytes, kMagic.size()};
  Hyphenation made;
  made.left_min_ = static_cast<int>(in.number(1));
  made.right_min_ = static_cast<int>(in.number(1));
  const std::uint32_t letters = in.number(2), node_count = in.number(4), exception_count = in.number(4);
  if (letters > 254) return std::unexpected(broken("an alphabet of more than 254 letters."));
  if (made.left_min_ < 1 || made.right_min_ < 1) return std::unexpected(broken("a hyphen at the edge of a word."));
  if (node_count > limits::kHyphenationNodesMax) return fail(Errc::limit_exceeded, "patterns", "A hyphenation file has at most 500,000 nodes.");
  char16_t before = 0;
  for (std::uint32_t i = 1; i <= letters; ++i) {
    const auto unit = static_cast<char16_t>(in.number(2));
    if (unit <= before) return std::unexpected(broken("an alphabet out of order."));
    before = unit;
    // Number 1 is the edge of a word, whatever stands for it in the file.
    if (i == 1) continue;
    if (unit != lowered_unit(unit)) return std::unexpected(broken("a capital in its alphabet."));
    if (unit < kDirect) {
      made.direct_[unit] = static_cast<std::uint8_t>(i);
    } else {
      made.others_.emplace_back(unit, static_cast<std::uint8_t>(i));
    }
  }
  for (char16_t unit = 0; unit < kDirect; ++unit) {
    const char16_t low = lowered_unit(unit);
    if (low != unit && low < kDirect) made.direct_[unit] = made.direct_[low];
  }
  Builder builder;
  if (auto error = builder.read(in, node_count, letters)) return std::unexpected(std::move(*error));
  made.cells_ = builder.cells(letters);
  made.points_ = std::move(builder.points);
  for (std::uint32_t i = 0; i < exception_count; ++i) {
    Exception exception;
    const std::uint32_t length = in.number(1), places = in.number(1);
    for (std::uint32_t n = 0; n < length; ++n) exception.word.push_back(static_cast<char16_t>(in.number(2)));
    for (std::uint32_t n = 0; n < places; ++n) exception.places.push_back(static_cast<std::uint8_t>(in.number(1)));
    if (in.short_of) break;
    const auto outside = [&](std::uint8_t place) { return place == 0 || place >= length; };
    if (std::ranges::any_of(exception.places, outside) || !std::ranges::is_sorted(exception.places)) return std::unexpected(broken("an exception with a place outside its word."));
    if (!made.exceptions_.empty() && made.exceptions_.back().word >= exception.word) return std::unexpected(broken("exceptions out of order."));
    made.exceptions_.push_back(std::move(exception));
  }
  if (in.short_of || in.at != bytes.size()) return std::unexpected(broken("its size is not what it says."));
  return made;
}

Hyphenation Hyphenation::with_minimums(int left, int right) const {
  Hyphenation other = *this;
  other.left_min_ = std::max(1, left);
  other.right_min_ = std::max(1, right);
  return other;
}

void Hyphenation::divide(std::u16string_view word, std::vector<std::uint32_t>& places) const {
  const std::size_t size = word.size();
  if (size > limits::kHyphenatedWordUnitsMax || size < static_cast<std::size_t>(left_min_ + right_min_)) return;
  if (word.find(kSoftHyphen) != word.npos) return;
  if (!exceptions_.empty()) {
    std::array<char16_t, limits::kHyphenatedWordUnitsMax> low;
    std::ranges::transform(word, low.begin(), lowered_unit);
    const std::u16string_view key(low.data(), size);
    const auto found = std::lower_bound(exceptions_.begin(), exceptions_.end(), key, [](const Exception& e, std::u16string_view w) { return e.word < w; });
    if (found != exceptions_.end() && found->word == key) {
      for (const std::uint8_t place : found->places) {
        if (place >= left_min_ && place + static_cast<std::size_t>(right_min_) <= size) places.push_back(place);
      }
      return;
    }
  }
  // The word with its edges: letter 1 before and after.
  std::array<std::uint8_t, limits::kHyphenatedWordUnitsMax + 2> letters;
  std::array<std::uint8_t, limits::kHyphenatedWordUnitsMax + 3 + limits::kHyphenationPatternMax> values{};
  letters[0] = letters[size + 1] = 1;
  for (std::size_t i = 0; i < size; ++i) letters[i + 1] = static_cast<std::uint8_t>(letter(word[i]));
  const Cell* const cells = cells_.data();
  const auto cell_count = static_cast<std::uint32_t>(cells_.size());
  for (std::size_t begin = 0; begin < size + 1; ++begin) {
    std::uint32_t state = 0;
    for (std::size_t at = begin; at < size + 2; ++at) {
      const std::uint32_t next = cells[state].base + letters[at];
      if (letters[at] == 0 || next >= cell_count || cells[next].parent != state || cells[state].base == 0) break;
      state = next;
      const Point* point = points_.data() + cells[state].points;
      for (std::uint32_t n = cells[state].count; n > 0; --n, ++point) {
        std::uint8_t& value = values[begin + point->at];
        value = std::max(value, point->value);
      }
    }
  }
  for (std::size_t i = static_cast<std::size_t>(left_min_); i + static_cast<std::size_t>(right_min_) <= size; ++i) {
    if ((values[i + 1] & 1) != 0 && !is_mark_unit(word[i]) && !is_low_surrogate(word[i])) places.push_back(static_cast<std::uint32_t>(i));
  }
}

std::vector<std::uint32_t> Hyphenation::divide_text(std::u16string_view text, std::size_t units_min) const {
  std::vector<std::uint32_t> places;
  const auto in_word = [&](std::size_t i) {
    if (is_alphabetic(text[i]) || text[i] == kSoftHyphen || letter(text[i]) > 1) return true;
    return is_apostrophe(text[i]) && i > 0 && i + 1 < text.size() && is_alphabetic(text[i - 1]) && is_alphabetic(text[i + 1]);
  };
  for (std::size_t i = 0; i < text.size();) {
    if (!in_word(i)) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && in_word(i)) ++i;
    if (i - begin < units_min) continue;
    const std::size_t first = places.size();
    divide(text.substr(begin, i - begin), places);
    for (std::size_t n = first; n < places.size(); ++n) places[n] += static_cast<std::uint32_t>(begin);
  }
  return places;
}

}  // namespace colophon::layout
