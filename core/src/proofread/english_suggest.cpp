#include "english_suggest.hpp"

#include <algorithm>
#include <array>

namespace colophon::proofread {
namespace {

constexpr std::size_t kLengthMax = 30;

bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/// Whether two keys touch on the rows of QWERTY.
bool neighbours(char a, char b) {
  static constexpr std::string_view kRows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  int row[2] = {-1, -1}, column[2] = {0, 0};
  const char keys[2] = {a, b};
  for (int k = 0; k < 2; ++k) {
    for (int r = 0; r < 3; ++r) {
      const std::size_t at = kRows[r].find(keys[k]);
      if (at != std::string_view::npos) row[k] = r, column[k] = static_cast<int>(at);
    }
    if (row[k] < 0) return false;
  }
  return std::abs(row[0] - row[1]) <= 1 && std::abs(column[0] - column[1]) <= 1;
}
bool sound_alike(char a, char b) {
  static constexpr std::string_view kAlike[] = {"ck", "cs", "sz", "kq", "gj", "iy", "fv", "td", "mn", "bp"};
  return std::ranges::any_of(kAlike, [&](std::string_view pair) { return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a); });
}
int substitution(char a, char b) {
  if (a == b) return 0;
  if (vowel(a) && vowel(b)) return 7;
  if (sound_alike(a, b)) return 7;
  return neighbours(a, b) ? 9 : 12;
}

/// The weighed distance of two short words.
int weighed(std::string_view from, std::string_view to) {
  std::array<std::array<int, kLengthMax + 3>, kLengthMax + 1> d{};
  const std::size_t n = from.size(), m = to.size();
  const auto gap = [](std::string_view word, std::size_t i) {
    const bool doubled = (i > 0 && word[i] == word[i - 1]) || (i + 1 < word.size() && word[i] == word[i + 1]);
    return doubled ? 5 : word[i] == '\'' ? 6 : vowel(word[i]) || word[i] == 'h' ? 8 : 10;
  };
  for (std::size_t i = 1; i <= n; ++i) d[i][0] = d[i - 1][0] + gap(from, i - 1);
  for (std::size_t j = 1; j <= m; ++j) d[0][j] = d[0][j - 1] + gap(to, j - 1);
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 1; j <= m; ++j) {
      int best = std::min({d[i - 1][j - 1] + substitution(from[i - 1], to[j - 1]), d[i - 1][j] + gap(from, i - 1), d[i][j - 1] + gap(to, j - 1)});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) best = std::min(best, d[i - 2][j - 2] + (from[i - 1] == from[i - 2] ? 0 : 7));
      d[i][j] = best;
    }
  }
  return d[n][m] + (n > 0 && m > 0 && from[0] != to[0] ? 4 : 0);
}

/// Every word within `reach` edits, walked in order: the rows of a prefix serve all words that begin with it.
class Search {
 public:
  Search(std::string_view lower, const EnglishLexicon& lexicon, int reach) : lower_(lower), lexicon_(lexicon), reach_(reach) {
    for (std::size_t j = 0; j <= lower.size(); ++j) rows_[0][j] = static_cast<std::uint8_t>(std::min<std::size_t>(j, 20));
  }

  std::vector<Suggestion> run() {
    const std::vector<std::uint8_t>& shared = lexicon_.shared();
    std::size_t known = 0;
    std::vector<Suggestion> found;
    for (std::size_t i = 0; i < lexicon_.size();) {
      const std::string_view word = lexicon_.word(i);
      std::size_t depth = std::min<std::size_t>(known, shared[i]);
      const std::size_t length = std::min(word.size(), kLengthMax);
      bool alive = true;
      while (depth < length) {
        path_[depth] = latin_lower(static_cast<unsigned char>(word[depth]));
        ++depth;
        if (row(depth) > reach_) {
          alive = false;
          break;
        }
      }
      known = depth;
      if (alive) {
        if (word.size() <= kLengthMax && rows_[length][lower_.size()] <= reach_ && (lexicon_.flags(i) & sense::unsuggested) == 0) take(i, word, found);
        ++i;
      } else {
        // No word that begins with these letters is near.
        ++i;
        while (i < shared.size() && shared[i] >= depth) ++i;
      }
    }
    return found;
  }

 private:
  int row(std::size_t depth) {
    auto& now = rows_[depth];
    const auto& before = rows_[depth - 1];
    const char c = path_[depth - 1];
    now[0] = static_cast<std::uint8_t>(depth);
    int least = now[0];
    for (std::size_t j = 1; j <= lower_.size(); ++j) {
      int value = std::min({before[j - 1] + (lower_[j - 1] == c ? 0 : 1), before[j] + 1, now[j - 1] + 1});
      if (depth > 1 && j > 1 && lower_[j - 2] == c && lower_[j - 1] == path_[depth - 2]) value = std::min(value, rows_[depth - 2][j - 2] + 1);
      now[j] = static_cast<std::uint8_t>(value);
      least = std::min(least, value);
    }
    return least;
  }

  void take(std::size_t index, std::string_view word, std::vector<Suggestion>& found) const {
    const std::string near(path_.data(), word.size());
    const bool name = (lexicon_.flags(index) & sense::name) != 0;
    const int cost = weighed(lower_, near) - 3 * static_cast<int>(lexicon_.frequency(index)) + (name ? 3 : 0);
    found.push_back({std::string(word), cost});
  }

  std::string_view lower_;
  const EnglishLexicon& lexicon_;
  int reach_;
  std::array<std::array<std::uint8_t, kLengthMax + 1>, kLengthMax + 1> rows_{};
  std::array<char, kLengthMax> path_{};
};

/// "infact", "alot": two common words that lack their space.
void split(std::string_view lower, const EnglishLexicon& lexicon, std::vector<Suggestion>& found) {
  for (std::size_t i = 1; i < lower.size(); ++i) {
    const std::string_view left = lower.substr(0, i), right = lower.substr(i);
    if ((left.size() == 1 && left != "a" && left != "i") || right.size() < 2) continue;
    const std::int32_t a = lexicon.find(left), b = lexicon.find(right);
    if (a == EnglishLexicon::kNone || b == EnglishLexicon::kNone) continue;
    const auto common = static_cast<int>(lexicon.frequency(static_cast<std::size_t>(a)) + lexicon.frequency(static_cast<std::size_t>(b)));
    if (common < 3) continue;
    found.push_back({std::string(left) + " " + std::string(right), 14 - 2 * common});
  }
}

}  // namespace

std::vector<Suggestion> suggested(std::string_view lower, const EnglishLexicon& lexicon, const EnglishRules& rules) {
  std::vector<Suggestion> found;
  int place = -100;
  for (const std::string& right : rules.misspelling(lower)) found.push_back({right, place++});
  if (lower.size() >= 2 && lower.size() <= kLengthMax) {
    const auto near = Search(lower, lexicon, lower.size() < 5 ? 1 : 2).run();
    found.insert(found.end(), near.begin(), near.end());
    split(lower, lexicon, found);
  }
  std::ranges::stable_sort(found, {}, &Suggestion::cost);
  std::vector<Suggestion> best;
  for (Suggestion& one : found) {
    if (best.size() == kFixesMax) break;
    if (std::ranges::none_of(best, [&](const Suggestion& other) { return lowered(other.word) == lowered(one.word); })) best.push_back(std::move(one));
  }
  return best;
}

}  // namespace colophon::proofread
