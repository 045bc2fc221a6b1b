#include "english_lexicon.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace colophon::proofread {
namespace {

std::uint32_t hash(std::string_view word) noexcept {
  std::uint32_t h = 2166136261u;  // FNV-1a
  for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
  return h ^ h >> 15;
}

std::unexpected<Error> damaged(const char* what) { return fail(Errc::invalid_argument, "dictionary", what); }

/// British endings and what American has in their place. The doubled l only before an ending: "untill" is no British word.
struct Ending {
  std::string_view british, american;
};
constexpr std::array kEndings = {
    Ending{"our", "or"},       Ending{"ours", "ors"},       Ending{"oured", "ored"},     Ending{"ouring", "oring"},   Ending{"ourful", "orful"},
    Ending{"ourable", "orable"}, Ending{"ourite", "orite"}, Ending{"ourites", "orites"}, Ending{"ourless", "orless"}, Ending{"ourably", "orably"},
    Ending{"ourhood", "orhood"}, Ending{"ourhoods", "orhoods"}, Ending{"ourer", "orer"}, Ending{"ourers", "orers"},   Ending{"ourism", "orism"},
    Ending{"ise", "ize"},      Ending{"ises", "izes"},      Ending{"ised", "ized"},      Ending{"ising", "izing"},    Ending{"iser", "izer"},
    Ending{"isers", "izers"},  Ending{"isation", "ization"}, Ending{"isations", "izations"}, Ending{"isational", "izational"}, Ending{"isable", "izable"},
    Ending{"yse", "yze"},      Ending{"yses", "yzes"},      Ending{"ysed", "yzed"},      Ending{"ysing", "yzing"},    Ending{"yser", "yzer"},
    Ending{"centre", "center"}, Ending{"centres", "centers"}, Ending{"centred", "centered"}, Ending{"theatre", "theater"}, Ending{"theatres", "theaters"},
    Ending{"metre", "meter"},  Ending{"metres", "meters"},  Ending{"litre", "liter"},    Ending{"litres", "liters"},  Ending{"fibre", "fiber"},
    Ending{"fibres", "fibers"}, Ending{"sabre", "saber"},   Ending{"calibre", "caliber"}, Ending{"lustre", "luster"}, Ending{"sceptre", "scepter"},
    Ending{"sombre", "somber"}, Ending{"spectre", "specter"}, Ending{"meagre", "meager"}, Ending{"ochre", "ocher"},   Ending{"defence", "defense"},
    Ending{"defences", "defenses"}, Ending{"offence", "offense"}, Ending{"offences", "offenses"}, Ending{"licence", "license"}, Ending{"licences", "licenses"},
    Ending{"licenced", "licensed"}, Ending{"pretence", "pretense"}, Ending{"pretences", "pretenses"}, Ending{"ogue", "og"}, Ending{"ogues", "ogs"},
        Ending{"lled", "led"},
    Ending{"lling", "ling"},   Ending{"ller", "ler"},       Ending{"llers", "lers"},     Ending{"llor", "lor"},       Ending{"llors", "lors"},
    Ending{"llous", "lous"},   Ending{"lful", "llful"},     Ending{"lment", "llment"},   Ending{"lments", "llments"}, Ending{"lfil", "lfill"},
    Ending{"lfils", "lfills"}, Ending{"ilful", "illful"},   Ending{"ilfully", "illfully"}, Ending{"worshipped", "worshiped"}, Ending{"worshipping", "worshiping"},
    Ending{"gement", "gment"}, Ending{"gements", "gments"}, Ending{"wards", "ward"},     Ending{"amme", "am"},        Ending{"ammes", "ams"},
};

}  // namespace

std::string lowered(std::string_view latin) {
  std::string lower(latin);
  for (char& c : lower) c = latin_lower(static_cast<unsigned char>(c));
  return lower;
}
std::string capitalised(std::string_view latin) {
  std::string word(latin);
  if (!word.empty()) word[0] = latin_upper(static_cast<unsigned char>(word[0]));
  return word;
}
Case case_of(std::string_view latin) noexcept {
  std::size_t upper = 0, letters = 0;
  for (const char c : latin) {
    letters += is_latin_letter(static_cast<unsigned char>(c));
    upper += is_latin_upper(static_cast<unsigned char>(c));
  }
  if (upper == 0) return Case::lower;
  if (upper == letters && letters > 1) return Case::upper;
  return upper == 1 && is_latin_upper(static_cast<unsigned char>(latin[0])) ? Case::capital : Case::mixed;
}

Result<EnglishLexicon> EnglishLexicon::parse(std::span<const std::byte> packed, std::uint32_t count) {
  // An entry has at least four bytes: two lengths and its senses.
  if (count > packed.size() / 4) return damaged("says that it has more words than it holds");
  EnglishLexicon lexicon;
  lexicon.starts_.reserve(count + 1u);
  lexicon.flags_.reserve(count);
  lexicon.shared_.reserve(count);
  lexicon.starts_.push_back(0);
  std::string word;
  std::size_t at = 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(packed[i]); };
  for (std::uint32_t n = 0; n < count; ++n) {
    if (packed.size() - at < 4) return damaged("ends within its words");
    const unsigned shared = byte(at), tail = byte(at + 1);
    at += 2;
    if (shared > word.size() || tail == 0 || shared + tail > kWordBytesMax || packed.size() - at < tail + 2u) return damaged("has a word of a wrong length");
    std::string next = word.substr(0, shared);
    for (unsigned i = 0; i < tail; ++i) next.push_back(static_cast<char>(byte(at + i)));
    at += tail;
    if (n > 0 && !std::ranges::lexicographical_compare(word, next, {}, [](char c) { return static_cast<unsigned char>(c); }, [](char c) { return static_cast<unsigned char>(c); })) {
      return damaged("has words that are not in order");
    }
    word = std::move(next);
    lexicon.pool_ += word;
    lexicon.starts_.push_back(static_cast<std::uint32_t>(lexicon.pool_.size()));
    lexicon.shared_.push_back(static_cast<std::uint8_t>(shared));
    lexicon.flags_.push_back(static_cast<std::uint16_t>(byte(at) | byte(at + 1) << 8));
    at += 2;
  }
  if (at != packed.size()) return damaged("has more after its words");
  lexicon.slots_.assign(std::bit_ceil(std::max<std::size_t>(16, 2 * std::size_t{count})), 0);
  const std::size_t mask = lexicon.slots_.size() - 1;
  for (std::uint32_t n = 0; n < count; ++n) {
    std::size_t slot = hash(lexicon.word(n)) & mask;
    while (lexicon.slots_[slot] != 0) slot = (slot + 1) & mask;
    lexicon.slots_[slot] = n + 1;
  }
  return lexicon;
}

std::int32_t EnglishLexicon::find(std::string_view word) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash(word) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (this->word(slots_[slot] - 1) == word) return static_cast<std::int32_t>(slots_[slot] - 1);
  }
  return kNone;
}

std::int32_t EnglishLexicon::stem(std::string_view word, Case written) const noexcept {
  if (word.empty() || word.size() > kWordBytesMax) return kNone;
  if (const std::int32_t exact = find(word); exact != kNone) return exact;
  const std::string lower = lowered(word);
  if (written == Case::capital || written == Case::upper) {
    if (const std::int32_t found = find(lower); found != kNone) return found;
  }
  if (written == Case::upper) {
    if (const std::int32_t found = find(capitalised(lower)); found != kNone) return found;
  }
  return written == Case::mixed ? kNone : british(lower);
}

std::int32_t EnglishLexicon::british(std::string_view lower) const noexcept {
  for (const Ending& ending : kEndings) {
    // A short ending needs a stem before it; a long one may be the word.
    if (lower.size() < ending.british.size() + (ending.british.size() < 5 ? 2 : 0) || !lower.ends_with(ending.british)) continue;
    // A doubled l stands after a word that ends with one: "travelled", never "smilled".
    const std::string_view stem = lower.substr(0, lower.size() - ending.british.size());
    if (ending.british.starts_with("ll") && find(std::string(stem) + "l") == kNone) continue;
    const std::string american = std::string(stem) + std::string(ending.american);
    if (const std::int32_t found = find(american); found != kNone) return found;
  }
  return kNone;
}

}  // namespace colophon::proofread
