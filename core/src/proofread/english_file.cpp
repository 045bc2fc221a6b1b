// The dictionary of English as a file: its words, then its rules.
#include <cstring>

#include "english.hpp"
#include "load.hpp"

namespace colophon::proofread {
namespace {

constexpr std::size_t kHeaderBytes = 20;

std::uint32_t u32(std::span<const std::byte> bytes, std::size_t at) noexcept {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8 | static_cast<std::uint32_t>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

}  // namespace

Result<std::unique_ptr<Proofreader>> load_english(std::span<const std::byte> dictionary) {
  if (dictionary.size() < kHeaderBytes) return fail(Errc::invalid_argument, "dictionary", "ends within its header");
  if (u32(dictionary, 4) != 1) return fail(Errc::unknown_format, "dictionary", "is of a version that this build does not read");
  const std::size_t words_bytes = u32(dictionary, 12), rules_bytes = u32(dictionary, 16), body = dictionary.size() - kHeaderBytes;
  if (words_bytes > body || rules_bytes != body - words_bytes) return fail(Errc::invalid_argument, "dictionary", "has not the length that its header says");
  auto lexicon = EnglishLexicon::parse(dictionary.subspan(kHeaderBytes, words_bytes), u32(dictionary, 8));
  if (!lexicon) return std::unexpected(lexicon.error());
  const std::span<const std::byte> rules_part = dictionary.subspan(kHeaderBytes + words_bytes);
  auto rules = EnglishRules::parse({reinterpret_cast<const char*>(rules_part.data()), rules_part.size()});
  if (!rules) return std::unexpected(rules.error());
  return std::make_unique<English>(std::move(*lexicon), std::move(*rules));
}

}  // namespace colophon::proofread
