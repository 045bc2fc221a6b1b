// ISCC: the vectors of the standard and of its reference implementation (../shared), and what they do not cover: bad input, pieces, links
// between the functions.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <string>

#include "colophon/iscc/call.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/text.hpp"
#include "colophon/iscc/units.hpp"
#include "colophon/text/unicode.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

std::string made(std::size_t bytes, std::uint32_t seed = 1) {
  std::string text(bytes, '\0');
  for (char& c : text) c = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
  return text;
}

JsonArray list(std::initializer_list<Json> items) { return JsonArray(items); }

}  // namespace

TEST_CASE("The standard's own vectors: 50 of 50") {
  const auto file = shared("conformance/iscc/official.json");
  if (!file) SKIP("needs ../shared/conformance/iscc");
  const auto vectors = parse_json(read_file(*file), JsonNumbers::any);
  REQUIRE(vectors);
  int passed = 0;
  for (const auto& [function, tests] : *vectors->object()) {
    if (function.starts_with('_')) continue;
    for (const auto& [name, test] : *tests.object()) {
      INFO(function << " " << name);
      const auto got = iscc::call(function, *test.find("inputs"));
      REQUIRE(got);
      CHECK(canonical_json(*got) == canonical_json(*test.find("outputs")));
      ++passed;
    }
  }
  CHECK(passed == 50);
}

TEST_CASE("Data-Code and Instance-Code do not depend on how the data was cut") {
  for (const std::size_t bytes : {0u, 1u, 255u, 256u, 257u, 5'000u, 8'191u, 8'192u, 8'193u, 100'000u}) {
    for (const std::string& data : {made(bytes), std::string(bytes, '\0')}) {
      iscc::DataHasher whole;
      whole.update(as_bytes(data));
      std::size_t sum = 0;
      for (const std::size_t length : iscc::chunk_lengths(as_bytes(data))) sum += length;
      CHECK(sum == bytes);
      for (const std::size_t piece : {1u, 7u, 255u, 256u, 1'000u, 8'192u, 9'000u, 50'000u}) {
        INFO(bytes << " bytes in pieces of " << piece);
        iscc::DataHasher hasher;
        iscc::SumHasher sums;
        for (std::size_t at = 0; at < bytes; at += piece) {
          const auto next = as_bytes(std::string_view(data).substr(at, piece));
          hasher.update(next);
          sums.update(next);
          if (at / piece % 64 == 3) (void)hasher.digest();   // Being asked in between changes nothing.
        }
        REQUIRE(hasher.digest() == whole.digest());
        REQUIRE(sums.finish().instance == iscc::instance_code(blake3(data)).value());
        REQUIRE(sums.finish().bytes == bytes);
      }
    }
  }
}

TEST_CASE("A sum is the composite of its units, wide where that is asked for") {
  iscc::SumHasher hasher;
  hasher.update(as_bytes("hello world"));
  const auto sum = hasher.finish(), wide = hasher.finish(true);
  CHECK(sum.iscc == iscc::iscc_code(std::array{sum.data, sum.instance}).value());
  CHECK(iscc::decompose(sum.iscc).value() == std::vector<std::string>{sum.data.substr(5), sum.instance.substr(5)});
  CHECK(iscc::type_id(sum.iscc).value() == "ISCC-SUM-V0-DI");
  CHECK(iscc::type_id(wide.iscc).value() == "ISCC-WIDE-V0-DI");
  CHECK(iscc::decompose(wide.iscc).value() == std::vector<std::string>{wide.data.substr(5), wide.instance.substr(5)});
  CHECK(iscc::normalize(wide.iscc).value() == wide.iscc);
}

TEST_CASE("Every writing of one code means the same") {
  // The example of the standard: two units, lower case, dashes, and multibase in five bases.
  const std::string canonical = "ISCC:KUAG2PRCRS5LNVZVJKAFAVOJXLZZM";
  for (const char* text : {"GAAW2PRCRS5LNVZV-IAAUVACQKXE3V44W", "KUAG2PRCRS5LNVZVJKAFAVOJXLZZM", "iscc:kuag2prcrs5lnvzvjkafavojxlzzm", " ISCC:KUAG2-PRCRS5LNVZVJKAFAVOJXLZZM "}) {
    INFO(text);
    CHECK(iscc::normalize(text).value() == canonical);
  }
  CHECK(iscc::validate(canonical));
  CHECK(!iscc::validate("iscc:kuag2prcrs5lnvzvjkafavojxlzzm"));
  CHECK(iscc::explain(canonical).value() == "ISCC-SUM-V0-DI-6d3e228cbab6d7354a805055c9baf396");
}

TEST_CASE("Bad codes are refused with a reason, and none is read beyond its end") {
  for (const char* bad : {"", " ", "ISCC:", "ISCC:A", "ISCC:AAA", "http:AAAYPXW445FTYNJ3", "ISCC:AAAYPXW445FTYNJ3:X", "ISCC:AAAYPXW445FTYN", "ISCC:AAAYPXW445FTYN10",
                          "ISCC:777777777777777777", "ISCC:KACYPXW445FTYNJ3", "f", "fcc", "fcc01", "zz0O", "u****", "ISCC:KACYPXW445FTYNJ3CYSXHAFJMA2HUWULUNRFE3BLHRSCXYH2M5AEGQYA"}) {
    INFO(bad);
    CHECK(!iscc::normalize(bad));
  }
  CHECK(!iscc::decompose(std::string(5'000, 'A')));
  CHECK(!iscc::normalize("z" + std::string(4'000, '2')));
  CHECK(iscc::distance("ISCC:AAAYPXW445FTYNJ3", "ISCC:EAARMJLTQCUWAND2").error().code == Errc::invalid_argument);
  CHECK(iscc::iscc_code(std::array<std::string, 2>{"GAAW2PRCRS5LNVZV", "GAAW2PRCRS5LNVZV"}).error().field == "codes");
  CHECK(iscc::iscc_code(std::array<std::string, 3>{"EAARMJLTQCUWAND2", "not a code", "IAAUVACQKXE3V44W"}).error().field == "codes[1]");
}

TEST_CASE("Bad input of the units is an error that names the field") {
  struct Row { const char* function; JsonArray arguments; Errc code; const char* field; };
  const Row rows[] = {
      {"gen_text_code", list({"text", 63}), Errc::invalid_argument, "bits"},
      {"gen_text_code", list({"text", 512}), Errc::invalid_argument, "bits"},
      {"gen_text_code", list({"text", -64}), Errc::invalid_argument, "bits"},
      {"gen_text_code", list({std::string("\xff\xfe"), 64}), Errc::invalid_encoding, "text"},
      {"gen_text_code", list({7, 64}), Errc::invalid_argument, "in"},
      {"gen_meta_code", list({""}), Errc::invalid_argument, "name"},
      {"gen_meta_code", list({"a", "", "http://example.org"}), Errc::invalid_argument, "meta"},
      {"gen_meta_code", list({"a", "", "data:;base64,%%%"}), Errc::invalid_encoding, "meta"},
      {"gen_meta_code", list({"a", "", "data:," + std::string(128'001, 'x')}), Errc::limit_exceeded, "meta"},
      {"gen_meta_code", list({"a", "", JsonArray{}}), Errc::invalid_argument, "meta"},
      {"gen_image_code", list({list({1, 2, 3})}), Errc::invalid_argument, "pixels"},
      {"gen_image_code", list({list({256})}), Errc::invalid_argument, "pixels"},
      {"gen_audio_code", list({list({std::int64_t{1} << 31})}), Errc::invalid_argument, "cv"},
      {"gen_video_code", list({JsonArray{}}), Errc::invalid_argument, "frames"},
      {"gen_video_code", list({list({list({1, 2})})}), Errc::invalid_argument, "frames"},
      {"gen_mixed_code", list({list({"EUA6GIKXN42IQV3S"})}), Errc::invalid_argument, "codes"},
      {"gen_mixed_code", list({list({"EUA6GIKXN42IQV3S", "GAAW2PRCRS5LNVZV"})}), Errc::invalid_argument, "codes[1]"},
      {"gen_data_code", list({"stream:0"}), Errc::invalid_encoding, "stream"},
      {"gen_data_code", list({}), Errc::missing_field, "kind"},
      {"no_such_function", list({}), Errc::not_found, "function"},
      {"text_trim", list({"a", 1, 2}), Errc::invalid_argument, ""},
  };
  for (const Row& row : rows) {
    INFO(row.function << " " << canonical_json(Json(row.arguments)).substr(0, 200));
    const auto got = iscc::call(row.function, Json(row.arguments));
    REQUIRE(!got);
    CHECK(got.error().code == row.code);
    CHECK(got.error().field == row.field);
  }
  CHECK(iscc::call("gen_text_code", Json(JsonObject{{"text", "a"}, {"bit", 64}})).error().code == Errc::unknown_field);
  CHECK(iscc::text_code(std::string((8u << 20) + 1, 'a')).error().code == Errc::limit_exceeded);
}

TEST_CASE("A text is what a reader sees, whatever it is written in") {
  using iscc::Markup;
  const auto text = [](std::string_view raw, Markup markup) {
    const auto decoded = text::decode_utf8(iscc::plain_text(raw, markup).value(), "");
    return text::encode_utf8(iscc::text_remove_newlines(*decoded));
  };
  struct Row { Markup markup; const char *raw, *seen; };
  const Row rows[] = {
      {Markup::plain, "\xEF\xBB\xBF<b>as it stands</b> &amp;", "<b>as it stands</b> &amp;"},
      {Markup::html, "<!doctype html><title>x</title><p class='a>b'>One <b>two</b></p><p>three", "One two three"},
      {Markup::html, "a<script>var x = '<p>no</p>';</SCRIPT >b<style>p{}</style>c<!-- d > -->e", "abce"},
      {Markup::html, "&lt;&eacute;&#233;&#xE9;&#128;&hellip;&nbsp;&unknown; &amp;lt; &", "<ééé€… &unknown; &lt; &"},
      {Markup::html, "1 < 2 and <3 </ p> x<br/>y<img src=a alt=b>z", "1 < 2 and <3 x yz"},
      {Markup::html, "&#0;&#xD800;&#x110000;&#99999999999;&Alpha;&omega;&sigmaf;&clubs;", "\uFFFD\uFFFD\uFFFD\uFFFDΑως♣"},
      {Markup::html, "<p title=\"never closed", ""},
      {Markup::html, "cut <scr", "cut"},
      {Markup::markdown, "# A *title* #\n\nWords with **weight**, `code <b>` and [a link](https://example.org \"t\").", "A title Words with weight, code <b> and a link."},
      {Markup::markdown, "Title\n=====\n\n> quoted\n> - item\n1. first\n- [x] done\n***\n", "Title quoted item first done"},
      {Markup::markdown, "```c++\nif (a < b && c) *p;\n```\n![a cat](cat.png) <https://example.org> snake_case _it_ \\*kept\\*",
       "if (a < b && c) *p; a cat https://example.org snake_case it *kept*"},
      {Markup::markdown, "| a | b |\n|---|---|\n| c | d |\n\n[1]: https://example.org\nSee [this][1] <b>bold</b> &amp; done", "a b c d See this bold & done"},
  };
  for (const Row& row : rows) {
    INFO(row.raw);
    CHECK(text(row.raw, row.markup) == row.seen);
  }
  // The same words have the same code.
  CHECK(iscc::text_code(iscc::plain_text("<h1>Hello</h1> <p>wide &amp; <i>wonderful</i> world</p>", Markup::html).value()).value().iscc ==
        iscc::text_code(iscc::plain_text("# Hello\n\nwide & *wonderful* world", Markup::markdown).value()).value().iscc);
}

TEST_CASE("Hostile documents cost time in proportion to their size") {
  using iscc::Markup;
  const auto repeated = [](std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += piece;
    return text;
  };
  std::string nested = repeated("<div>", 500'000) + "deep";
  CHECK(iscc::plain_text(nested, Markup::html).value().ends_with("deep"));
  for (const char* piece : {"<", "<a ", "<script>", "<!--", "&", "&#", "<p a='", "</", "`", "``` `", "](", "[", "![](", "<a:", "*_~", "> ", "- ", "\\", "<x@", "~~~\n"}) {
    INFO(piece);
    CHECK(iscc::plain_text(repeated(piece, 1'000'000), Markup::html));
    CHECK(iscc::plain_text(repeated(piece, 1'000'000), Markup::markdown));
  }
  CHECK(iscc::plain_text("\xc3(", Markup::html).error().code == Errc::invalid_encoding);
  CHECK(iscc::plain_text(std::string((8u << 20) + 1, 'a'), Markup::plain).error().code == Errc::limit_exceeded);
}
