#include "sales/words.hpp"

#include <algorithm>

namespace colophon::sales {
namespace {

constexpr std::size_t kWordsBytesMax = 32, kSourceBytesMax = 64;

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Runs of characters that `keep` refuses become one `gap`, none at the ends.
template <class Keep>
std::string joined(std::string_view text, char gap, std::size_t bytes_max, Keep keep) {
  std::string out;
  bool pending = false;
  for (const char c : text) {
    const char letter = lower(c);
    if (!keep(letter)) {
      pending = !out.empty();
      continue;
    }
    if (out.size() + 1 + pending > bytes_max) break;
    if (pending) out += gap;
    pending = false;
    out += letter;
  }
  return out;
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

std::string words_of(std::string_view text) { return joined(text, '-', kWordsBytesMax, is_plain); }

bool are_words(std::string_view text) {
  if (text.empty() || text.size() > kWordsBytesMax || text.front() == '-' || text.back() == '-' || text.contains("--")) return false;
  return std::ranges::all_of(text, [](char c) { return is_plain(c) || c == '-'; });
}

std::string source_of(std::string_view text) {
  return joined(text, ' ', kSourceBytesMax, [](char c) { return is_plain(c) || c == '-' || c == '_' || c == '.'; });
}

std::string_view cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

}  // namespace colophon::sales
