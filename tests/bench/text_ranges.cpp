// Prints the 10th, 50th and 90th percentile of each feature of a text over the chapters in a folder, a plain text file each: where the usual ranges of
// core/src/text/coach.cpp come from. Use: text_ranges LANGUAGE FOLDER [DICTIONARY]. The variation of chapter lengths is that of ten chapters in a row.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <vector>

#include "colophon/text/reading.hpp"
#include "colophon/text/unicode.hpp"

namespace text = colophon::text;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::u16string utf16(const std::string& utf8) {
  const std::u32string text = text::decode_utf8(utf8, "text").value();
  std::u16string units;
  for (const char32_t c : text) {
    if (c < 0x10000) units += static_cast<char16_t>(c);
    else units += {static_cast<char16_t>(0xD7C0 + (c >> 10)), static_cast<char16_t>(0xDC00 + (c & 0x3FF))};
  }
  return units;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "text_ranges LANGUAGE FOLDER [DICTIONARY]\n");
    return 1;
  }
  std::optional<text::ChineseDictionary> dictionary;
  if (argc > 3) {
    const std::string bytes = read_file(argv[3]);
    dictionary = text::ChineseDictionary::parse({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}).value();
  }
  const text::ReadingTools tools{dictionary ? &*dictionary : nullptr, nullptr};
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[2])) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::u16string> chapters;
  for (const auto& path : paths) chapters.push_back(utf16(read_file(path)));

  std::map<std::string, std::vector<std::int64_t>> values;
  const auto read = [&](std::size_t first, std::size_t count, bool lengths) {
    const std::vector<std::u16string_view> views(chapters.begin() + static_cast<std::ptrdiff_t>(first), chapters.begin() + static_cast<std::ptrdiff_t>(first + count));
    const text::Reading reading = text::read_book(views, argv[1], tools).value();
    for (const text::TextFeature& feature : reading.features) {
      if ((feature.name == "chapter_variation") == lengths) values[std::string(feature.name)].push_back(feature.value_milli);
    }
  };
  for (std::size_t i = 0; i < chapters.size(); ++i) read(i, 1, false);
  for (std::size_t i = 0; i + 10 <= chapters.size(); i += 5) read(i, 10, true);
  std::printf("%zu chapters\n%-22s %10s %10s %10s\n", chapters.size(), "feature", "p10", "p50", "p90");
  for (auto& [name, each] : values) {
    std::ranges::sort(each);
    // Nearest rank, as in feature_ranges.cpp.
    const auto percentile = [&](std::size_t percent) { return static_cast<long long>(each[(each.size() * percent + 99) / 100 - 1]); };
    std::printf("%-22s %10lld %10lld %10lld\n", name.c_str(), percentile(10), percentile(50), percentile(90));
  }
}
