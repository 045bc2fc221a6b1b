#pragma once
// What a misspelt word probably was.
#include <string>
#include <string_view>
#include <vector>

#include "english_rules.hpp"

namespace colophon::proofread {

struct Suggestion {
  std::string word;  ///< As the dictionary has it: in lower case unless it is a name.
  int cost = 0;      ///< Tenths of an edit, less what speaks for the word.
};

/// At most `kFixesMax`, the likeliest first. `lower` in lower case, Latin-1. Damerau's edits (1964), at most two, weighed by what is commonly mistaken: doubled letters,
/// vowels, neighbours on the keyboard, letters that sound alike.
std::vector<Suggestion> suggested(std::string_view lower, const EnglishLexicon& lexicon, const EnglishRules& rules);

}  // namespace colophon::proofread
