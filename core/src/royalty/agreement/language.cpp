#include "royalty/agreement/language.hpp"

namespace colophon::royalty {

std::string Language::operator()(const Sentence& sentence, std::initializer_list<std::string_view> parts) const {
  const std::string_view pattern = chinese_ ? sentence.zh : sentence.en;
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}') {
      const auto place = static_cast<std::size_t>(pattern[i + 1] - '0');
      if (place < parts.size()) text += *(parts.begin() + static_cast<std::ptrdiff_t>(place));
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

std::string Language::share(const Share& share) const {
  if (share.numerator == share.denominator) return "100%";
  if (10'000 % share.denominator != 0) return share.to_string();
  const std::uint32_t hundredths = share.numerator * (10'000 / share.denominator);
  std::string text = std::to_string(hundredths / 100);
  if (hundredths % 100 != 0) {
    std::string places = std::to_string(100 + hundredths % 100).substr(1);
    if (places.back() == '0') places.pop_back();
    text += "." + places;
  }
  return text + "%";
}

}  // namespace colophon::royalty
