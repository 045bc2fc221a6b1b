// The tables of Unicode against another implementation of Unicode 14.0: tests/fixtures/unicode/digests.py made the digests.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "colophon/hash/sha256.hpp"
#include "colophon/text/unicode.hpp"

using namespace colophon;
using namespace colophon::text;

namespace {

template <class Each>
void every(Each&& each) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c < 0xD800 || c >= 0xE000) each(c);
  }
}

constexpr char32_t kPieces[] = {
    0x41, 0x61, 0x20, 0x27, 0x2E, 0xAD, 0x2B0, 0x300, 0x301, 0x307, 0x308, 0x323, 0x327, 0x345, 0x391, 0x399, 0x3A3, 0x3C3, 0x3D2, 0x3D3,
    0x130, 0x1E9B, 0x1E0B, 0x1FB7, 0x212B, 0x2126, 0xAC00, 0xAC01, 0x1100, 0x1161, 0x11A8, 0x11A7, 0x0F73, 0x0958, 0xFB2C, 0x2ADC, 0xFDFA,
    0x1D160, 0x1D15F, 0x1109A, 0x110BA, 0x1133E, 0x11347, 0xE0100, 0xE0041, 0x2F800};

std::vector<std::u32string> texts() {
  std::vector<std::u32string> all;
  std::uint32_t state = 1;
  for (int length = 0; length < 60'000; ++length) {
    std::u32string& text = all.emplace_back();
    for (int i = 0; i <= length % 9; ++i) {
      state = state * 1664525 + 1013904223;
      const std::uint32_t pick = state >> 8;
      text += state >> 31 ? kPieces[pick % std::size(kPieces)] : static_cast<char32_t>(0x20 + pick % 0x5000);
    }
  }
  return all;
}

using Function = std::u32string (*)(std::u32string_view);

}  // namespace

TEST_CASE("Categories and white space of all code points are those of Unicode 14.0") {
  Sha256 sha;
  every([&](char32_t c) {
    sha.update_u8(static_cast<std::uint8_t>(is_control(c) | is_mark(c) << 1 | is_punctuation(c) << 2 | is_white_space(c) << 3));
  });
  CHECK(to_hex(sha.finish()) == "70922e6bb0c66a70f7ec268628454c78acf33201300cdc99d31d089008e06a4f");
}

TEST_CASE("Normalisation and lower case of all code points and of 60,000 texts are those of Unicode 14.0") {
  struct Row { const char* name; Function function; const char *points, *texts; };
  const Row rows[] = {
      {"nfd", nfd, "b505598a484ab04ad1f0d3e9d772f4a536b012c63ec82132e4a7fba25a8d94f2", "a26144aa1c68124ae847771f8ba39e6ddff3499c51f1fc9c4c4027d91f03cf88"},
      {"nfkc", nfkc, "06e7277bca1b5f061a23d4e0caee648a132aee7e3fe7ae21a6f460298c980a11", "84689d644e17869209c6034b04f9d74be3ee8797f0b020beed7434136c656fc9"},
      {"lowered", lowered, "df5f2dce2f27c6135470af16d1fb16abb665a21ddc29386b62030008b01a2429", "31a35048ce763778aa0af698e6558481c1ce4d40cbb592540c27cbb8153b3dc7"},
  };
  const auto all = texts();
  for (const Row& row : rows) {
    INFO(row.name);
    Sha256 points, strings;
    every([&](char32_t c) { points.update(encode_utf8(row.function(std::u32string_view(&c, 1)))).update("\n"); });
    for (const std::u32string& text : all) strings.update(encode_utf8(row.function(text))).update("\n");
    CHECK(to_hex(points.finish()) == row.points);
    CHECK(to_hex(strings.finish()) == row.texts);
  }
}

TEST_CASE("A sigma at the end of a word is a final one, whatever stands around the word") {
  const auto lower = [](std::string_view text) { return encode_utf8(lowered(decode_utf8(text, "").value())); };
  CHECK(lower("ΟΔΟΣ") == "οδος");
  CHECK(lower("ΟΔΟΣ ΣΊΣΥΦΟΣ Σ") == "οδος σίσυφος σ");
  CHECK(lower("Σ'Σ") == "σ'ς");   // An apostrophe is passed over.
  CHECK(lower("ΑΣ.Β") == "ασ.β");   // So is a full stop, as in abbreviations.
}

TEST_CASE("Text that is not UTF-8 is refused, with the field's name; long runs of marks take no long time") {
  for (const std::string_view bad : {"\xc3", "\xc3\x28", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80", "\xff"}) {
    const auto text = decode_utf8(bad, "name");
    REQUIRE(!text);
    CHECK(text.error().code == Errc::invalid_encoding);
    CHECK(text.error().field == "name");
  }
  std::u32string marks = U"a";
  for (int i = 0; i < 1'000'000; ++i) marks += i % 2 == 0 ? U'\u0301' : U'\u0323';
  const std::u32string composed = nfkc(marks);
  CHECK(composed.size() == marks.size() - 1);   // "ạ" takes the first dot below, nothing the acutes behind the other dots.
  CHECK(composed[0] == 0x1EA1);
}
