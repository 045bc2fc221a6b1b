// The bytes of a dictionary: docs/formats/chinese-dictionary.md.
#include <algorithm>
#include <cstring>

#include "colophon/text/chinese.hpp"

namespace colophon::text {
namespace {

constexpr std::uint8_t kMagic[8] = {'C', 'L', 'P', 'Z', 'H', 'W', 0, 1};
constexpr std::size_t kHeaderBytes = 32, kCommonBytes = (0xA000 - 0x4E00) / 8;

std::uint32_t u32_at(ByteView bytes, std::size_t at) noexcept {
  return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 | static_cast<std::uint32_t>(bytes[at + 2]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

/// Columns one after the other; the sizes were compared with the header before.
class Columns {
 public:
  explicit Columns(ByteView bytes) : rest_(bytes) {}

  ByteView bytes(std::size_t count) {
    const ByteView taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  /// Low bytes, then high bytes.
  template <class Unit>
  std::vector<Unit> planes(std::size_t count) {
    const ByteView low = bytes(count), high = bytes(count);
    std::vector<Unit> numbers(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<Unit>(low[i] | high[i] << 8);
    return numbers;
  }

 private:
  ByteView rest_;
};

struct Header {
  std::uint64_t nodes, costs, characters, pairs;
  std::uint64_t size() const {
    return kHeaderBytes + 7 * nodes - 2 + 4 * costs + 2 * characters + 2 * (4 + 16 + 4 * characters) + 4 * pairs + kCommonBytes;
  }
};

Header header_of(ByteView bytes) { return {u32_at(bytes, 8), u32_at(bytes, 12), u32_at(bytes, 16), u32_at(bytes, 20)}; }

std::unexpected<Error> contradicts(const char* what) {
  return fail(Errc::does_not_hold, "dictionary", std::string("The dictionary contradicts itself (") + what + "): make or fetch it again.");
}

}  // namespace

Result<ChineseDictionary> ChineseDictionary::parse(ByteView bytes) {
  if (bytes.size() < kHeaderBytes || std::memcmp(bytes.data(), kMagic, sizeof kMagic) != 0) {
    return fail(Errc::unknown_format, "dictionary", "This is no Chinese dictionary of version 1: make_chinese.py makes one.");
  }
  const Header header = header_of(bytes);
  if (bytes.size() > kDictionaryBytesMax || header.nodes > kDictionaryNodesMax) {
    return fail(Errc::limit_exceeded, "dictionary", "A dictionary may have 16 MiB and two million nodes.");
  }
  if (header.nodes == 0 || header.costs > 0xFFFF || header.characters > 0xFFFF || header.pairs > 0xFFFF || bytes.size() != header.size()) return contradicts("its size");
  ChineseDictionary dictionary;
  if (!dictionary.read_columns(bytes)) return contradicts("its numbers");
  if (!dictionary.is_tree()) return contradicts("its words");
  for (std::uint32_t node = dictionary.first_child_[0]; node < dictionary.first_child_[1]; ++node) dictionary.root_[dictionary.labels_[node]] = node;
  return dictionary;
}

bool ChineseDictionary::read_columns(ByteView bytes) {
  const Header header = header_of(bytes);
  const auto nodes = static_cast<std::size_t>(header.nodes), characters = static_cast<std::size_t>(header.characters);
  total_cost_ = u32_at(bytes, 24);
  Columns columns(bytes.subspan(kHeaderBytes));
  const auto counts = columns.planes<std::uint16_t>(nodes);
  first_child_.resize(nodes + 1);
  std::uint64_t next = 1;
  for (std::size_t i = 0; i < nodes; ++i) {
    first_child_[i] = static_cast<std::uint32_t>(next);
    next += counts[i];
    if (next > nodes) return false;
  }
  first_child_[nodes] = static_cast<std::uint32_t>(next);
  if (next != nodes) return false;
  // A node's own label stands at its number; the root has none.
  labels_.reserve(nodes);
  labels_.push_back(0);
  const ByteView low = columns.bytes(nodes - 1), high = columns.bytes(nodes - 1);
  for (std::size_t i = 0; i + 1 < nodes; ++i) labels_.push_back(static_cast<char16_t>(low[i] | high[i] << 8));
  values_ = columns.planes<std::uint16_t>(nodes);
  const ByteView kinds = columns.bytes(nodes);
  kinds_.assign(kinds.begin(), kinds.end());
  const ByteView costs = columns.bytes(4 * static_cast<std::size_t>(header.costs));
  for (std::size_t i = 0; i < header.costs; ++i) costs_.push_back(u32_at(costs, 4 * i));
  if (std::ranges::any_of(values_, [&](std::uint16_t value) { return value > costs_.size(); })) return false;
  if (std::ranges::any_of(kinds_, [](std::uint8_t kind) { return kind > static_cast<std::uint8_t>(WordClass::time); })) return false;
  // So that no sum over a text overflows, and nothing is for nothing.
  if (total_cost_ == 0 || total_cost_ >> 28 != 0 || std::ranges::any_of(costs_, [](std::uint32_t cost) { return cost == 0 || cost >> 28 != 0; })) return false;

  const auto names = columns.planes<char16_t>(characters);
  emission_of_.assign(0x10000, 0);
  for (std::size_t i = 0; i < characters; ++i) emission_of_[names[i]] = static_cast<std::uint16_t>(i + 1);
  const auto model = columns.planes<std::uint16_t>(4 + 16 + 4 * characters);
  std::copy_n(model.begin(), kStates, start_);
  for (std::size_t from = 0; from < kStates; ++from) std::copy_n(model.begin() + static_cast<std::ptrdiff_t>(4 + 4 * from), kStates, transition_[from]);
  emission_.resize(4 * characters);
  for (std::size_t state = 0; state < kStates; ++state) {
    for (std::size_t i = 0; i < characters; ++i) emission_[4 * i + state] = model[20 + state * characters + i];
  }
  const auto own = columns.planes<char16_t>(static_cast<std::size_t>(header.pairs)), other = columns.planes<char16_t>(static_cast<std::size_t>(header.pairs));
  simplified_.resize(0x10000);
  for (std::size_t i = 0; i < 0x10000; ++i) simplified_[i] = static_cast<char16_t>(i);
  for (std::size_t i = 0; i < own.size(); ++i) simplified_[own[i]] = other[i];
  const ByteView common = columns.bytes(kCommonBytes);
  common_.assign(common.begin(), common.end());
  root_.assign(0x10000, kNone);
  return true;
}

// Breadth first: whose children stand behind it cannot be its own ancestor, and siblings in order can be searched by halves.
bool ChineseDictionary::is_tree() const {
  const std::size_t nodes = labels_.size();
  std::size_t level_end = 1, depth = 0;
  for (std::size_t node = 0; node < nodes; ++node) {
    if (node == level_end) {
      level_end = first_child_[node];
      if (++depth > kDictionaryWordUnitsMax) return false;
    }
    if (first_child_[node] <= node) return false;
    for (std::size_t i = first_child_[node] + std::size_t{1}; i < first_child_[node + 1]; ++i) {
      if (labels_[i - 1] >= labels_[i]) return false;
    }
  }
  return true;
}

}  // namespace colophon::text
