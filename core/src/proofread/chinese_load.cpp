// Reads the bytes of a dictionary of Chinese.
#include <cstring>

#include "chinese.hpp"
#include "load.hpp"

namespace colophon::proofread {
namespace {

constexpr std::size_t kHeadBytes = 20;
constexpr std::uint32_t kVersion = 1;
constexpr std::int8_t kFamilyWeight = -2;

std::unexpected<Error> bad(std::string detail) { return fail(Errc::invalid_argument, "dictionary", std::move(detail)); }

std::uint32_t little(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
  return value;
}

/// Of the characters below U+10000; others, and what is no UTF-8, become U+FFFD.
std::u16string wide(std::string_view utf8) {
  std::u16string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    unsigned code = size == 1 ? lead : size == 2 ? lead & 0x1f : lead & 0x0f;
    for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k) code = code << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3f);
    out += size == 4 || code > 0xffff ? u'\ufffd' : static_cast<char16_t>(code);
    i += size;
  }
  return out;
}

std::vector<std::string_view> fields(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t tab = 0; (tab = line.find('\t')) != std::string_view::npos; line.remove_prefix(tab + 1)) out.push_back(line.substr(0, tab));
  out.push_back(line);
  return out;
}

Result<void> read_line(std::string_view line, zh::ChineseLexicon& lexicon, zh::ChineseRules& rules, std::size_t& forms) {
  const std::vector<std::string_view> parts = fields(line);
  const std::string_view what = parts[0];
  if (what == "d" && parts.size() == 3) return rules.add_list(parts[1], wide(parts[2]));
  if (what == "r" && parts.size() == 4) return rules.add_rule(parts[1], wide(parts[2]), wide(parts[3]));
  if (what == "g" && parts.size() == 3 && parts[1].size() == 1) {
    const std::u16string group = wide(parts[2]);
    if (group.size() > zh::ChineseLexicon::kGroupUnitsMax) return bad("a group of it has too many characters");
    lexicon.add_similar(group, parts[1] == "f" ? kFamilyWeight : static_cast<std::int8_t>(parts[1][0] - '0'));
  } else if (what == "w" && parts.size() == 5) {
    zh::WrongForm form{.wrong = wide(parts[3]), .right = wide(parts[4]), .rule = std::string(parts[1]), .forced = parts[2].contains('!'), .simplified_only = parts[2].contains('-')};
    if (form.wrong.size() < 2 || form.wrong.size() != form.right.size() || form.wrong.size() > zh::ChineseLexicon::kWordUnitsMax || ++forms > zh::ChineseLexicon::kWrongFormsMax)
      return bad("a wrong form of it is longer or shorter than the right one");
    lexicon.add_wrong_form(std::move(form));
  } else if (what == "s" && parts.size() == 2) {
    lexicon.add_simplified(wide(parts[1]));
  } else if (what == "t" && parts.size() == 2) {
    lexicon.add_traditional(wide(parts[1]));
  } else {
    return bad("it has a line that this version does not know");
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Proofreader>> load_chinese(std::span<const std::byte> bytes) {
  if (bytes.size() > kAssetBytesMax) return fail(Errc::limit_exceeded, "dictionary", "is larger than a dictionary may be");
  if (bytes.size() < kHeadBytes) return bad("ends within its header");
  if (std::memcmp(bytes.data(), kChineseMagic.data(), kChineseMagic.size()) != 0 || little(bytes, 4) != kVersion) return fail(Errc::unknown_format, "dictionary", "is of a version that this build does not read");
  const std::size_t count = little(bytes, 8), units = little(bytes, 12), text_bytes = little(bytes, 16);
  if (count > zh::ChineseLexicon::kWordsMax || units > kAssetBytesMax || kHeadBytes + 4 * count + 2 * units + text_bytes != bytes.size()) return bad("has not the length that its header says");
  const auto column = [&](std::size_t index) { return bytes.subspan(kHeadBytes + index * count, count); };
  Result<zh::ChineseLexicon> lexicon =
      zh::ChineseLexicon::parse({.shared = column(0), .added = column(1), .costs = column(2), .tags = column(3), .units = bytes.subspan(kHeadBytes + 4 * count, 2 * units)});
  if (!lexicon) return std::unexpected(lexicon.error());
  zh::ChineseRules rules;
  std::string text(text_bytes, '\0');
  if (text_bytes > 0) std::memcpy(text.data(), bytes.data() + bytes.size() - text_bytes, text_bytes);
  std::size_t forms = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0)
      if (const Result<void> read = read_line(rest.substr(0, end), *lexicon, rules, forms); !read) return std::unexpected(read.error());
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  lexicon->settle();
  return std::make_unique<Chinese>(*std::move(lexicon), std::move(rules));
}

}  // namespace colophon::proofread
