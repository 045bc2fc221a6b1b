#pragma once
// What the public pages say in each language, and text made safe for where it stands. Private to server/http.
#include <string>
#include <string_view>

namespace colophon::http {

struct PublicWords {
  std::string_view lang, og_locale;
  std::string_view by, licence, declared, registered, published, fingerprint, proof, check, whole_text, more, feed, works, nobody;
  std::string_view (*kind)(std::string_view kind);
  std::string_view (*ai)(std::string_view ai);
};
/// The one of both languages that comes first in an Accept-Language header; English where it says neither.
const PublicWords& public_words(std::string_view accept_language);

/// For text and quoted attributes of HTML and XML; characters that XML cannot hold become U+FFFD.
std::string escaped(std::string_view text);
/// JSON that may stand in a script element.
std::string in_script(std::string_view json);
/// The first characters of a UTF-8 text in one line, with an ellipsis where there is more.
std::string excerpt(std::string_view text, std::size_t bytes_max);

}  // namespace colophon::http
