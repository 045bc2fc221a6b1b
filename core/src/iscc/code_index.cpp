#include "colophon/iscc/code_index.hpp"

#include <algorithm>
#include <bit>

namespace colophon::iscc {
namespace {

// As many codes are looked through in some 20 microseconds.
constexpr std::size_t kRecentMax = 32'768;
constexpr unsigned kKeyBitsMin = 8;

std::uint32_t distance_of(std::uint64_t a, std::uint64_t b) { return static_cast<std::uint32_t>(std::popcount(a ^ b)); }

// How many words of so many bits have at most so many ones.
std::uint64_t ball_size(unsigned bits, std::uint32_t radius) {
  std::uint64_t size = 1, term = 1;
  for (std::uint32_t i = 1; i <= std::min<std::uint32_t>(radius, bits); ++i) {
    term = term * (bits - i + 1) / i;
    size += term;
  }
  return size;
}

// The words themselves, those with fewer ones first (the next word with as many ones: Gosper, HAKMEM item 175).
std::vector<std::uint32_t> ball(unsigned bits, std::uint32_t radius) {
  std::vector<std::uint32_t> words{0};
  words.reserve(ball_size(bits, radius));
  for (std::uint32_t ones = 1; ones <= std::min<std::uint32_t>(radius, bits); ++ones) {
    for (std::uint64_t word = (std::uint64_t{1} << ones) - 1; word < std::uint64_t{1} << bits;) {
      words.push_back(static_cast<std::uint32_t>(word));
      const std::uint64_t lowest = word & -word, ripple = word + lowest;
      word = ripple | ((word ^ ripple) >> 2) / lowest;
    }
  }
  return words;
}

}  // namespace

/// The best matches so far, the worst of them on top of a heap; what cannot enter any more is not even compared.
class CodeIndex::Nearest {
 public:
  Nearest(std::uint32_t distance_max, std::size_t limit) : distance_max_(distance_max), limit_(limit) {}
  void offer(std::uint32_t number, std::uint32_t distance) {
    if (distance > distance_max_) return;
    const Match match{number, distance};
    if (found_.size() == limit_) {
      if (!closer(match, found_.front())) return;
      std::ranges::pop_heap(found_, closer);
      found_.back() = match;
    } else {
      found_.push_back(match);
    }
    std::ranges::push_heap(found_, closer);
  }
  std::vector<Match> take() {
    std::ranges::sort_heap(found_, closer);
    return std::move(found_);
  }

 private:
  static bool closer(const Match& a, const Match& b) { return a.distance != b.distance ? a.distance < b.distance : a.number < b.number; }
  std::uint32_t distance_max_;
  std::size_t limit_;
  std::vector<Match> found_;
};

CodeIndex::Segment CodeIndex::make_segment(std::uint32_t first, std::vector<std::uint64_t> codes) {
  Segment segment;
  segment.first = first;
  segment.codes = std::move(codes);
  const std::size_t count = segment.codes.size();
  // A bucket holds four codes or more on average, so that the tables' ends cost little beside their codes.
  segment.key_bits = std::clamp<unsigned>(static_cast<unsigned>(std::bit_width(count / 4)) - (count >= 8 ? 1 : 0), kKeyBitsMin, kPartBits);
  const std::uint32_t mask = (1u << segment.key_bits) - 1;
  for (std::size_t part = 0; part < kParts; ++part) {
    const auto key = [&](std::uint64_t code) { return static_cast<std::uint32_t>(code >> (kPartBits * part)) & mask; };
    auto& begins = segment.begins[part];
    auto& places = segment.places[part];
    begins.assign(std::size_t{mask} + 2, 0);
    for (const std::uint64_t code : segment.codes) ++begins[key(code) + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    places.resize(count);
    for (std::size_t i = 0; i < count; ++i) places[begins[key(segment.codes[i])]++] = static_cast<std::uint32_t>(i);
    // Filling has moved each beginning to its end, which is the next one's beginning.
    std::copy_backward(begins.begin(), begins.end() - 1, begins.end());
    begins[0] = 0;
  }
  return segment;
}

void CodeIndex::add(std::span<const std::uint64_t> codes) {
  recent_.insert(recent_.end(), codes.begin(), codes.end());
  size_ += codes.size();
  if (recent_.size() < kRecentMax) return;
  // Segments that would not be less than half of the one before join it: every code is moved a few times, not once for every addition.
  std::vector<std::uint64_t> joined = std::move(recent_);
  recent_ = {};
  while (!segments_.empty() && segments_.back().codes.size() <= 2 * joined.size()) {
    std::vector<std::uint64_t> before = std::move(segments_.back().codes);
    segments_.pop_back();
    before.insert(before.end(), joined.begin(), joined.end());
    joined = std::move(before);
  }
  joined.shrink_to_fit();
  const auto first = static_cast<std::uint32_t>(size_ - joined.size());
  segments_.push_back(make_segment(first, std::move(joined)));
}

std::uint64_t CodeIndex::code(std::uint32_t number) const {
  for (const Segment& segment : segments_) {
    if (number - segment.first < segment.codes.size()) return segment.codes[number - segment.first];
  }
  return recent_[number - (size_ - recent_.size())];
}

void CodeIndex::scan(std::span<const std::uint64_t> codes, std::uint32_t first, std::uint64_t code, Nearest& nearest) {
  for (std::size_t i = 0; i < codes.size(); ++i) nearest.offer(first + static_cast<std::uint32_t>(i), distance_of(codes[i], code));
}

void CodeIndex::search_segment(const Segment& segment, std::uint64_t code, std::uint32_t distance_max, Nearest& nearest) {
  // Were each of the three parts to differ in more bits than this, all together would differ in more than asked for.
  const std::uint32_t radius = distance_max / kParts;
  const std::uint64_t probes = kParts * ball_size(segment.key_bits, radius);
  const double candidates = static_cast<double>(probes) * static_cast<double>(segment.codes.size()) / static_cast<double>(1u << segment.key_bits);
  // In units of a code that is looked at in passing; a probe and a candidate each wait for memory.
  constexpr double kProbeCost = 30, kCandidateCost = 15;
  if (kProbeCost * static_cast<double>(probes) + kCandidateCost * candidates > static_cast<double>(segment.codes.size())) {
    return scan(segment.codes, segment.first, code, nearest);
  }
  const std::uint32_t mask = (1u << segment.key_bits) - 1;
  const auto key = [&](std::uint64_t of, std::size_t part) { return static_cast<std::uint32_t>(of >> (kPartBits * part)) & mask; };
  const auto near_in_part = [&](std::uint64_t other, std::size_t part) {
    return std::popcount(key(code, part) ^ key(other, part)) <= static_cast<int>(radius);
  };
  const std::vector<std::uint32_t> words = ball(segment.key_bits, radius);
  std::vector<std::uint32_t> found;
  for (std::size_t part = 0; part < kParts; ++part) {
    const auto& begins = segment.begins[part];
    const auto& places = segment.places[part];
    const std::uint32_t own = key(code, part);
    // Memory is asked for a few steps before it is read: all of this is waiting.
    constexpr std::size_t kAhead = 16;
    found.clear();
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i + 2 * kAhead < words.size()) __builtin_prefetch(&begins[own ^ words[i + 2 * kAhead]]);
      if (i + kAhead < words.size()) __builtin_prefetch(&places[begins[own ^ words[i + kAhead]]]);
      const std::uint32_t bucket = own ^ words[i];
      found.insert(found.end(), places.begin() + begins[bucket], places.begin() + begins[bucket + 1]);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (i + kAhead < found.size()) __builtin_prefetch(&segment.codes[found[i + kAhead]]);
      const std::uint64_t other = segment.codes[found[i]];
      const std::uint32_t distance = distance_of(code, other);
      if (distance > distance_max) continue;
      // One that an earlier part has found already is not found again.
      bool again = false;
      for (std::size_t before = 0; before < part; ++before) again = again || near_in_part(other, before);
      if (!again) nearest.offer(segment.first + found[i], distance);
    }
  }
}

std::vector<CodeIndex::Match> CodeIndex::search(std::uint64_t code, std::uint32_t distance_max, std::size_t limit) const {
  if (limit == 0) return {};
  Nearest nearest(std::min<std::uint32_t>(distance_max, 64), limit);
  for (const Segment& segment : segments_) search_segment(segment, code, std::min<std::uint32_t>(distance_max, 64), nearest);
  scan(recent_, static_cast<std::uint32_t>(size_ - recent_.size()), code, nearest);
  return nearest.take();
}

std::size_t CodeIndex::memory_bytes() const {
  std::size_t bytes = recent_.capacity() * sizeof(std::uint64_t);
  for (const Segment& segment : segments_) {
    bytes += segment.codes.capacity() * sizeof(std::uint64_t);
    for (std::size_t part = 0; part < kParts; ++part) bytes += (segment.begins[part].capacity() + segment.places[part].capacity()) * sizeof(std::uint32_t);
  }
  return bytes;
}

}  // namespace colophon::iscc
