#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "colophon/sales/matching.hpp"
#include "colophon/sales/normal.hpp"

using namespace colophon;
using namespace colophon::sales;

namespace {
std::string normal(std::string_view text) { return to_text(normal_text(text)); }
Id id(std::string_view name) { return uuid_from_name("test", name); }

/// The score as the header says it, without an index.
std::set<std::u32string> trigrams(std::u32string text) {
  std::set<std::u32string> all;
  if (text.empty()) return all;
  text = U"  " + text + U" ";
  for (std::size_t i = 0; i + 3 <= text.size(); ++i) all.insert(text.substr(i, 3));
  return all;
}
int shared(const std::set<std::u32string>& a, const std::set<std::u32string>& b) {
  return static_cast<int>(std::ranges::count_if(a, [&](const auto& one) { return b.contains(one); }));
}
int dice(const std::set<std::u32string>& a, const std::set<std::u32string>& b) { return a.empty() || b.empty() ? 0 : 2000 * shared(a, b) / static_cast<int>(a.size() + b.size()); }
int score(std::string_view title, std::string_view artist, const TitledWork& work) {
  const int alike = std::max(dice(trigrams(normal_text(title)), trigrams(normal_text(work.title))),
                             dice(trigrams(normal_text(without_additions(title))), trigrams(normal_text(without_additions(work.title)))) * 930 / 1000);
  if (alike < 400) return 0;
  const auto ours = trigrams(normal_text(artist)), theirs = trigrams(normal_text(work.artist));
  if (ours.empty() || theirs.empty()) return alike * 800 / 1000;
  const int contained = shared(ours, theirs) * 850 / static_cast<int>(std::min(ours.size(), theirs.size()));
  return (alike * 600 + std::max(dice(ours, theirs), contained) * 400) / 1000;
}
}  // namespace

TEST_CASE("Matching: spellings of one title come together", "[sales]") {
  CHECK(normal("  Don\xE2\x80\x99t Stop (Remix)!  ") == "dont stop remix");
  CHECK(normal("L\xC3\xABt M\xC3\xAB G\xC3\xABt | Th\xC3\xAE\xC5\x9B \"R\xC3\xAEght") == "let me get this right");   // A title of the DSR samples.
  CHECK(normal("Le\xCC\x81o") == "leo");                                     // A combining accent.
  CHECK(normal("Rock & Roll") == "rock and roll");
  CHECK(normal("AC/DC") == "ac dc");
  CHECK(normal("\xC3\x86gir \xC5\x92uvre Stra\xC3\x9F""e") == "aegir oeuvre strasse");
  CHECK(normal("\xE1\xBB\xAE Ti\xE1\xBA\xBFng Vi\xE1\xBB\x87t") == "u tieng viet");
  CHECK(normal("\xCE\x86\xCF\x83\xCE\xBC\xCE\xB1") == normal("\xCE\xB1\xCF\x83\xCE\xBC\xCE\xB1"));   // Greek, with and without its accent
  CHECK(normal("\xD0\x81\xD0\x9B\xD0\x9A\xD0\x90") == normal("\xD0\xB5\xD0\xBB\xD0\xBA\xD0\xB0"));   // Russian yo
  CHECK(normal("\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x91") == "ab1");            // Full-width forms.
  CHECK(normal("\xE6\x9C\x88\xE5\x85\x89\xEF\xBC\x9B\xE6\xB5\xB7") == "\xE6\x9C\x88\xE5\x85\x89 \xE6\xB5\xB7");
  CHECK(normal("\xFF\xFE").empty());
  CHECK(normal("?!").empty());
  CHECK(without_additions("Home (Live)") == "Home");
  CHECK(without_additions("Home - Remastered 2011") == "Home");
  CHECK(without_additions("Home feat. Somebody") == "Home");
  CHECK(without_additions("(I Can't Get No) Satisfaction") == "(I Can't Get No) Satisfaction");
  CHECK(without_additions("Twenty-One") == "Twenty-One");
}

TEST_CASE("Matching: a key is the strongest identifier of a line", "[sales]") {
  Line line;
  CHECK(match_key(line).empty());
  line.upc = "0036000291452";
  CHECK(match_key(line) == "upc:0036000291452");            // A whole release.
  line.title = "A Song (Live)";
  line.artist = "B";
  CHECK(match_key(line) == "title:a song live|b|0036000291452");
  line.source = "shop";
  line.proprietary = "77";
  CHECK(match_key(line) == "id:shop:77");
  line.iswc = "T0345246801";
  CHECK(match_key(line) == "iswc:T0345246801");
  line.isrc = "USRC17607839";
  CHECK(match_key(line) == "isrc:USRC17607839");
  line.side = Side::composition;
  CHECK(match_key(line) == "iswc:T0345246801");
  Line odd;
  odd.title = "?!";
  CHECK(match_key(odd) == "title:?!|");
}

TEST_CASE("Matching: alike titles are suggested, best first, and nothing else", "[sales]") {
  const std::vector<TitledWork> works{{id("1"), "Sexual Healing", "Marvin Gaye"},
                                      {id("2"), "This Bitter Earth / On The Nature Of Daylight", "Dinah Washington, Max Richter"},
                                      {id("3"), "All I Want Is You", "Justin Bieber"},
                                      {id("4"), "All I Want Is You", "U2"},
                                      {id("5"), "Home", ""},
                                      {id("6"), "\xE6\x9C\x88\xE5\x85\x89", "\xE6\x9D\x8E\xE7\x99\xBD"},
                                      {id("7"), "", "Nobody"}};
  const SimilarityIndex index(works);
  SimilarityIndex::Scratch scratch;
  const auto find = [&](std::string_view title, std::string_view artist) { return index.find(title, artist, 5, 500, scratch); };

  CHECK(find("SEXUAL HEALING", "MARVIN GAYE") == std::vector<Suggestion>{{id("1"), 1000}});
  const auto typo = find("Sexual Heling (Remastered 2007)", "Gaye, Marvin");
  REQUIRE(typo.size() == 1);
  CHECK((typo[0].work == id("1") && typo[0].score_milli > 700 && typo[0].score_milli < 950));
  const auto contained = find("On The Nature Of Daylight", "Max Richter");
  REQUIRE(contained.size() == 1);
  CHECK(contained[0].work == id("2"));
  const auto both = find("All I Want Is You Audio Only", "Justin Bieber");
  REQUIRE(both.size() == 1);                                // U2's has too little of the name.
  CHECK(both[0].work == id("3"));
  const auto nameless = find("All I Want Is You", "");
  REQUIRE(nameless.size() == 2);
  CHECK((nameless[0].score_milli == 800 && nameless[1].score_milli == 800 && nameless[0].work < nameless[1].work));
  CHECK(find("Home", "Anybody") == std::vector<Suggestion>{{id("5"), 800}});
  CHECK(find("\xE6\x9C\x88\xE5\x85\x89", "\xE6\x9D\x8E\xE7\x99\xBD") == std::vector<Suggestion>{{id("6"), 1000}});
  CHECK(find("Something Else Entirely", "Marvin Gaye").empty());   // The name alone suggests nothing.
  CHECK(find("", "Nobody").empty());
  CHECK(SimilarityIndex({}).find("Home", "", 5, 500, scratch).empty());
}

TEST_CASE("Matching: what the index finds is what comparing with every work finds", "[sales]") {
  // Titles of few words of few letters, so that many are alike.
  std::uint64_t state = 7;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  const auto word = [&] {
    std::string text;
    for (std::uint64_t i = 2 + random(4); i-- > 0;) text += static_cast<char>('a' + random(5));
    return text;
  };
  std::vector<TitledWork> works;
  for (int i = 0; i < 300; ++i) works.push_back({id(std::to_string(i)), word() + " " + word() + (random(3) == 0 ? " (" + word() + ")" : ""), random(4) == 0 ? "" : word()});
  const SimilarityIndex index(works);
  SimilarityIndex::Scratch scratch;
  for (int q = 0; q < 200; ++q) {
    const auto title = word() + " " + word() + (random(3) == 0 ? " - " + word() : ""), artist = random(4) == 0 ? "" : word();
    std::vector<Suggestion> all;
    for (const auto& work : works)
      if (const int alike = score(title, artist, work); alike >= 500) all.push_back({work.work, alike});
    std::ranges::sort(all, [](const auto& a, const auto& b) { return a.score_milli != b.score_milli ? a.score_milli > b.score_milli : a.work < b.work; });
    CHECK(index.find(title, artist, 1'000, 500, scratch) == all);
  }
}
