#include "iscc/html.hpp"

#include <algorithm>

#include "colophon/base/encoding.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/text/unicode.hpp"

namespace colophon::iscc {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char low(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::ranges::equal(text.substr(0, lower.size()), lower, [](char a, char b) { return low(a) == b; });
}

bool is_one_of(std::string_view list, std::string_view name) {
  for (std::size_t at = 0; (at = list.find(name, at)) != std::string_view::npos; ++at) {
    const bool begins = at == 0 || list[at - 1] == ' ', ends = at + name.size() == list.size() || list[at + name.size()] == ' ';
    if (begins && ends) return true;
  }
  return false;
}

// What these hold is never shown, and its marks are none.
constexpr std::string_view kHidden = "script style title noscript noframes noembed template iframe";
// A reader sees a break before and after these.
constexpr std::string_view kBlocks =
    "address article aside blockquote body br caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr html legend li main menu nav ol option p pre section summary table tbody td tfoot th thead tr ul";

// The character references of HTML 4, which are those that people write. Latin-1 by its order from U+00A0 on.
constexpr std::string_view kLatin1 =
    "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm "
    "raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH "
    "Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig "
    "ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml "
    "yacute thorn yuml";
// The Greek capitals from U+0391 and small letters from U+03B1; between sigma and its final form a place is free among the capitals.
constexpr std::string_view kGreek =
    "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega";
constexpr std::string_view kGreekSmall =
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega";
struct Reference {
  std::string_view name;
  char16_t c;
};
constexpr Reference kOthers[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"OElig", 0x152}, {"oelig", 0x153}, {"Scaron", 0x160}, {"scaron", 0x161},
    {"Yuml", 0x178}, {"fnof", 0x192}, {"circ", 0x2C6}, {"tilde", 0x2DC}, {"thetasym", 0x3D1}, {"upsih", 0x3D2}, {"piv", 0x3D6}, {"ensp", 0x2002},
    {"emsp", 0x2003}, {"thinsp", 0x2009}, {"zwnj", 0x200C}, {"zwj", 0x200D}, {"lrm", 0x200E}, {"rlm", 0x200F}, {"ndash", 0x2013}, {"mdash", 0x2014},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"sbquo", 0x201A}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bdquo", 0x201E}, {"dagger", 0x2020},
    {"Dagger", 0x2021}, {"bull", 0x2022}, {"hellip", 0x2026}, {"permil", 0x2030}, {"prime", 0x2032}, {"Prime", 0x2033}, {"lsaquo", 0x2039},
    {"rsaquo", 0x203A}, {"oline", 0x203E}, {"frasl", 0x2044}, {"euro", 0x20AC}, {"image", 0x2111}, {"weierp", 0x2118}, {"real", 0x211C},
    {"trade", 0x2122}, {"alefsym", 0x2135}, {"larr", 0x2190}, {"uarr", 0x2191}, {"rarr", 0x2192}, {"darr", 0x2193}, {"harr", 0x2194},
    {"crarr", 0x21B5}, {"lArr", 0x21D0}, {"uArr", 0x21D1}, {"rArr", 0x21D2}, {"dArr", 0x21D3}, {"hArr", 0x21D4}, {"forall", 0x2200},
    {"part", 0x2202}, {"exist", 0x2203}, {"empty", 0x2205}, {"nabla", 0x2207}, {"isin", 0x2208}, {"notin", 0x2209}, {"ni", 0x220B}, {"prod", 0x220F},
    {"sum", 0x2211}, {"minus", 0x2212}, {"lowast", 0x2217}, {"radic", 0x221A}, {"prop", 0x221D}, {"infin", 0x221E}, {"ang", 0x2220}, {"and", 0x2227},
    {"or", 0x2228}, {"cap", 0x2229}, {"cup", 0x222A}, {"int", 0x222B}, {"there4", 0x2234}, {"sim", 0x223C}, {"cong", 0x2245}, {"asymp", 0x2248},
    {"ne", 0x2260}, {"equiv", 0x2261}, {"le", 0x2264}, {"ge", 0x2265}, {"sub", 0x2282}, {"sup", 0x2283}, {"nsub", 0x2284}, {"sube", 0x2286},
    {"supe", 0x2287}, {"oplus", 0x2295}, {"otimes", 0x2297}, {"perp", 0x22A5}, {"sdot", 0x22C5}, {"lceil", 0x2308}, {"rceil", 0x2309},
    {"lfloor", 0x230A}, {"rfloor", 0x230B}, {"lang", 0x27E8}, {"rang", 0x27E9}, {"loz", 0x25CA}, {"spades", 0x2660}, {"clubs", 0x2663},
    {"hearts", 0x2665}, {"diams", 0x2666}};
// What a numeric reference to a C1 control means: Windows-1252 (HTML standard, section 13.2.5.80).
constexpr char16_t kWindows1252[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
                                       0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};

// The place of a name in a list of words, or -1.
int place_in(std::string_view list, std::string_view name) {
  int place = 0;
  for (std::size_t at = 0; at < list.size(); ++place) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (list.substr(at, end - at) == name) return place;
    at = end + 1;
  }
  return -1;
}

char32_t named_reference(std::string_view name) {
  if (const int place = place_in(kLatin1, name); place >= 0) return 0xA0 + static_cast<char32_t>(place);
  if (const int place = place_in(kGreek, name); place >= 0) return 0x391 + static_cast<char32_t>(place);
  if (const int place = place_in(kGreekSmall, name); place >= 0) return 0x3B1 + static_cast<char32_t>(place);
  const auto found = std::ranges::find(kOthers, name, &Reference::name);
  return found == std::end(kOthers) ? 0 : found->c;
}

char32_t numeric_reference(std::string_view digits) {
  const bool hexadecimal = !digits.empty() && low(digits[0]) == 'x';
  if (hexadecimal) digits.remove_prefix(1);
  if (digits.empty()) return 0;
  char32_t value = 0;
  for (const char raw : digits) {
    const char c = low(raw);
    const int digit = c >= '0' && c <= '9' ? c - '0' : hexadecimal && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return 0;
    value = std::min<char32_t>(value * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
  }
  if (value >= 0x80 && value < 0xA0) return kWindows1252[value - 0x80];
  return value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000) ? 0xFFFD : value;
}

class Html {
 public:
  explicit Html(std::string_view html) : rest_(html) { out_.reserve(html.size()); }

  std::string text() {
    while (!rest_.empty()) {
      const std::size_t run = std::min(rest_.find_first_of("<&"), rest_.size());
      out_ += rest_.substr(0, run);
      rest_.remove_prefix(run);
      if (rest_.empty()) break;
      if (rest_[0] == '&') reference();
      else mark();
    }
    return std::move(out_);
  }

 private:
  void reference() {
    constexpr std::size_t kLongest = 16;
    const std::size_t end = rest_.substr(0, kLongest).find(';');
    const std::string_view name = end == std::string_view::npos ? std::string_view() : rest_.substr(1, end - 1);
    const char32_t c = name.empty() ? 0 : name[0] == '#' ? numeric_reference(name.substr(1)) : named_reference(name);
    if (c == 0) {
      out_ += '&';
      rest_.remove_prefix(1);
      return;
    }
    out_ += text::encode_utf8(std::u32string_view(&c, 1));
    rest_.remove_prefix(end + 1);
  }

  void skip_past(std::string_view end) {
    const std::size_t at = rest_.find(end);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + end.size());
  }

  void mark() {
    if (rest_.starts_with("<!--")) {
      rest_.remove_prefix(4);
      return skip_past("-->");
    }
    const bool closes = rest_.starts_with("</");
    const std::size_t name_at = closes ? 2 : 1;
    const char first = rest_.size() > name_at ? rest_[name_at] : '\0';
    if (!is_letter(first)) {
      if (closes || first == '!' || first == '?') return skip_past(">");
      out_ += '<';
      rest_.remove_prefix(1);
      return;
    }
    std::string name;
    std::size_t at = name_at;
    constexpr std::size_t kNameMax = 64;
    for (; at < rest_.size() && rest_[at] != '>' && rest_[at] != '/' && static_cast<unsigned char>(rest_[at]) > ' '; ++at) {
      if (name.size() < kNameMax) name += low(rest_[at]);
    }
    // Attributes: a bracket in quotation marks ends nothing.
    char quote = '\0';
    for (; at < rest_.size() && (quote != '\0' || rest_[at] != '>'); ++at) {
      const char c = rest_[at];
      if (quote != '\0') quote = c == quote ? '\0' : quote;
      else if (c == '"' || c == '\'') quote = c;
    }
    rest_.remove_prefix(std::min(at + 1, rest_.size()));
    if (is_one_of(kBlocks, name)) out_ += '\n';
    if (!closes && is_one_of(kHidden, name)) skip_element("</" + name);
  }

  void skip_element(const std::string& end) {
    while (!rest_.empty() && !starts_with_ignoring_case(rest_, end)) {
      rest_.remove_prefix(1);
      rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
    }
    if (!rest_.empty()) skip_past(">");
  }

  std::string_view rest_;
  std::string out_;
};

}  // namespace

std::string text_of_html(std::string_view html) { return Html(html).text(); }

Result<std::string> plain_text(std::string_view utf8, Markup markup) {
  if (utf8.size() > limits::kTextBytesMax) {
    return fail(Errc::limit_exceeded, "text", "A text may have " + std::to_string(limits::kTextBytesMax >> 20) + " MiB: send it in parts.");
  }
  if (!is_utf8(utf8)) return fail(Errc::invalid_encoding, "text", "The text is not UTF-8: save it as UTF-8.");
  if (utf8.starts_with("\xEF\xBB\xBF")) utf8.remove_prefix(3);
  switch (markup) {
    case Markup::html: return text_of_html(utf8);
    case Markup::markdown: return text_of_html(html_of_markdown(utf8));
    default: return std::string(utf8);
  }
}

}  // namespace colophon::iscc
