#include <vector>

#include "mutate.hpp"

namespace colophon::fuzz {
namespace {

struct Span { std::size_t at = 0, size = 0; };

/// What stands between a '>' and the next '<', and whole elements without elements in them: "<a>text</a>".
void collect(std::string_view text, std::vector<Span>& texts, std::vector<Span>& leaves) {
  for (std::size_t close = text.find('>'); close != text.npos; close = text.find('>', close + 1)) {
    const auto open = text.find('<', close + 1);
    if (open == text.npos) return;
    texts.push_back({close + 1, open - close - 1});
    const auto begin = text.rfind('<', close), end = text.find('>', open);
    if (begin == text.npos || end == text.npos || text.substr(open, 2) != "</") continue;
    leaves.push_back({begin, end + 1 - begin});
  }
}

}  // namespace

std::string mutate_xml(std::string_view input, std::string_view other, Random& random) {
  std::vector<Span> texts, leaves, other_leaves, ignored;
  collect(input, texts, leaves);
  collect(other, ignored, other_leaves);
  std::string text(input);
  if (texts.empty() || leaves.empty() || other_leaves.empty()) return mutate_bytes(input, other, random);
  const Span leaf = leaves[random.below(leaves.size())];
  switch (random.below(5)) {
    case 0: return text.erase(leaf.at, leaf.size);
    case 1: return text.insert(leaf.at, text.substr(leaf.at, leaf.size));
    case 2: {
      const Span from = other_leaves[random.below(other_leaves.size())];
      return text.replace(leaf.at, leaf.size, other.substr(from.at, from.size));
    }
    default: {
      const Span span = texts[random.below(texts.size())];
      return text.replace(span.at, span.size, mutate_bytes(text.substr(span.at, span.size), "", random));
    }
  }
}

}  // namespace colophon::fuzz
