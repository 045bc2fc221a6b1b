#include "sales/dsr_lines.hpp"

#include <array>

#include "colophon/sales/reported_ids.hpp"
#include "colophon/sales/territory.hpp"
#include "sales/words.hpp"

namespace colophon::sales::dsr {
namespace {

Kind kind_of(std::string_view model) {
  if (model == "SubscriptionModel") return Kind::subscription;
  if (model == "AdvertisementSupportedModel") return Kind::ad;
  if (model == "PayAsYouGoModel") return Kind::sale;
  return Kind::licence;
}

std::string use_of(std::string_view use_type, std::string_view profile) {
  if (profile == "UgcProfile") return "ugc";
  use_type = use_type.substr(0, use_type.find("::"));  // "UseAsDevice::..." names a device.
  if (use_type.ends_with("Stream")) return "stream";
  if (use_type.ends_with("Download")) return "download";
  if (use_type.starts_with("UserMakeAvailable")) return "ugc";
  if (use_type.starts_with("UseAsRing")) return "ringtone";
  if (use_type == "Webcast" || use_type == "Broadcast" || use_type == "Simulcast" || use_type == "Narrowcast" || use_type == "Cable") return "broadcast";
  // "ConditionalDownload" and the like are above; of the others the words.
  std::string words;
  for (const char c : use_type) {
    if (c >= 'A' && c <= 'Z' && !words.empty() && words.back() != ' ' && !(words.back() >= 'A' && words.back() <= 'Z')) words += ' ';
    words += c;
  }
  words = words_of(words);
  return words.empty() ? "other" : words;
}

}  // namespace

Side side_of_rights(std::string_view rights_type) {
  if (rights_type.empty() || rights_type == "UserDefined") return Side::unknown;
  return rights_type == "MakeAvailableRight" ? Side::recording : Side::composition;
}

Summary summary_of(const Record& record, std::string_view profile) {
  Texts texts;
  Summary summary;
  summary.record = record;
  summary.id = trim(texts.text(record.raw("SummaryRecordId")));
  summary.rights_controller = trim(texts.text(record.raw("RightsController")));
  summary.kind = kind_of(trim(record.raw("CommercialModel")));
  summary.side = side_of_rights(trim(record.raw("RightsType")));
  summary.use = use_of(trim(record.raw("UseType")), profile);
  summary.territory = read_territory(trim(record.raw("Territory"))).value_or(kNoTerritory);
  const auto currency = record.spec->place("Currency") >= 0 ? record.raw("Currency") : record.raw("CurrencyOfReporting");
  if (const auto read = Currency::parse(trim(currency))) summary.currency = *read;
  return summary;
}

std::string title_of(Texts& texts, const Record& record) {
  std::string title(trim(texts.text(record.raw("Title"))));
  const auto sub = trim(texts.text(record.raw("SubTitle")));
  if (!sub.empty()) title += " (" + std::string(sub) + ")";
  return title;
}

bool totals_differ(const Context& context, const Summary& summary, std::string_view cell, std::string_view said, std::string_view found) {
  if (said == found) return true;
  if (context.options.strict_totals)
    return context.report.refuse(Errc::does_not_hold, summary.record, cell, "The summary says " + std::string(said) + ", its blocks come to " + std::string(found) + ".");
  context.report.find("totals", summary.record, cell, std::string(said) + " \xE2\x89\xA0 " + std::string(found));
  return true;
}

std::optional<int128> multiply_divide(int128 a, int128 b, int128 c) {
  const bool negative = (a < 0) != (b < 0);
  const auto magnitude = [](int128 value) { return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value); };
  const uint128 x = magnitude(a), y = magnitude(b), divisor = static_cast<uint128>(c);
  // 256 bits as two halves: schoolbook multiplication of 64-bit limbs, then long division bit by bit.
  constexpr uint128 kLow = ~std::uint64_t{0};
  const uint128 low = (x & kLow) * (y & kLow), middle = (x >> 64) * (y & kLow), other = (x & kLow) * (y >> 64);
  const uint128 carry = (low >> 64) + (middle & kLow) + (other & kLow);
  uint128 high_half = (x >> 64) * (y >> 64) + (middle >> 64) + (other >> 64) + (carry >> 64), low_half = (carry << 64) | (low & kLow);
  if (high_half >= divisor) return std::nullopt;
  uint128 quotient = 0, rest = high_half;
  for (int i = 0; i < 128; ++i) {
    rest = rest << 1 | low_half >> 127;   // rest < divisor < 2^127, so nothing is shifted out.
    low_half <<= 1;
    quotient <<= 1;
    if (rest >= divisor) {
      rest -= divisor;
      quotient |= 1;
    }
  }
  if (quotient >> 126 != 0) return std::nullopt;
  const auto value = static_cast<int128>(quotient);
  return negative ? -value - (rest != 0 ? 1 : 0) : value;
}

}  // namespace colophon::sales::dsr
