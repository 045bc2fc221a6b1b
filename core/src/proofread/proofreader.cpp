#include "colophon/proofread/proofreader.hpp"

#include <algorithm>

#include "load.hpp"

namespace colophon::proofread {

std::string_view kind_name(Kind kind) noexcept {
  switch (kind) {
    case Kind::spelling: return "spelling";
    case Kind::confusion: return "confusion";
    case Kind::grammar: return "grammar";
    case Kind::repetition: return "repetition";
    case Kind::punctuation: return "punctuation";
    case Kind::spacing: return "spacing";
    case Kind::style: break;
  }
  return "style";
}

Result<std::unique_ptr<Proofreader>> Proofreader::load(std::span<const std::byte> dictionary) {
  if (dictionary.size() > kAssetBytesMax) return fail(Errc::limit_exceeded, "dictionary", "is larger than a dictionary may be");
  const std::string_view head(reinterpret_cast<const char*>(dictionary.data()), std::min(dictionary.size(), kEnglishMagic.size()));
  if (head == kEnglishMagic) return load_english(dictionary);
  if (head == kChineseMagic) return load_chinese(dictionary);
  return fail(Errc::unknown_format, "dictionary", "is no dictionary of the proofreader: it begins neither with CLPE nor with CLPZ");
}

}  // namespace colophon::proofread
