// The tables of a comparison: the former system's in, the differences out.
#include <map>

#include "colophon/base/csv.hpp"
#include "colophon/sales/compare.hpp"
#include "words.hpp"

namespace colophon::sales {
namespace {

constexpr std::string_view kNames[kBecauseCount] = {"rounding", "tax", "fee", "recouped", "reserved", "held", "carried", "opening", "released", "guaranteed",
                                                    "returned", "reversed", "exchanged", "late", "outside", "twice", "rate", "not-here", "not-there", "unexplained"};
constexpr std::string_view kRateOf[] = {"", "net", "gross", "earned"};

/// With at least the minor unit's places.
std::string shown(ExactAmount amount, const Currency& currency) {
  std::string text = format_exact(amount);
  const auto point = text.find('.');
  std::size_t places = point == std::string::npos ? 0 : text.size() - point - 1;
  const auto wanted = static_cast<std::size_t>(currency.exponent);
  if (point == std::string::npos && wanted > 0) text += '.';
  for (; places < wanted; ++places) text += '0';
  return text;
}

std::string percent(int per_10000) {
  std::string text = std::to_string(per_10000 / 100);
  if (const int rest = per_10000 % 100; rest != 0) {
    text += '.';
    text += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  }
  return text + "%";
}

}  // namespace

std::string_view because_name(Because because) { return kNames[static_cast<int>(because)]; }

Result<std::vector<FormerAmount>> read_former(std::string name, std::string_view text, std::string_view currency) {
  constexpr CsvColumn kColumns[] = {{"party"}, {"amount"}, {"currency", false}, {"date", false}};
  enum { kParty, kAmount, kCurrency, kDate };
  Currency usual{};
  if (!currency.empty()) {
    auto parsed = Currency::parse(currency);
    if (!parsed) return std::unexpected(parsed.error());
    usual = *parsed;
  }
  auto table = CsvTable::open(std::move(name), text, kColumns);
  if (!table) return std::unexpected(table.error());
  std::vector<FormerAmount> former;
  std::map<std::string, ExactAmount, std::less<>> sums;   // What no party's sum may exceed is the sum of all.
  for (;;) {
    const auto more = table->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return former;
    FormerAmount row{std::string(trim((*table)[kParty])), usual, 0, {}, table->line()};
    if (row.party.empty()) return fail(Errc::missing_field, table->place(kParty), "say who was paid");
    if (const auto code = trim((*table)[kCurrency]); !code.empty()) {
      auto parsed = Currency::parse(code, table->place(kCurrency));
      if (!parsed) return std::unexpected(parsed.error());
      row.currency = *parsed;
    } else if (currency.empty()) {
      return fail(Errc::missing_field, table->place(kCurrency), "say in which currency, here or for the whole table");
    }
    auto amount = parse_exact(trim((*table)[kAmount]), table->place(kAmount));
    if (!amount) return std::unexpected(amount.error());
    row.amount = *amount;
    if (const auto date = trim((*table)[kDate]); !date.empty()) {
      auto parsed = Date::parse(date, table->place(kDate));
      if (!parsed) return std::unexpected(parsed.error());
      row.date = *parsed;
    }
    auto& sum = sums[std::string(row.currency.name())];
    if (__builtin_add_overflow(sum, row.amount < 0 ? -row.amount : row.amount, &sum)) return fail(Errc::overflow, table->place(kAmount), "the sum is beyond 10^26");
    former.push_back(std::move(row));
  }
}

Json comparison_json(const Comparison& comparison) {
  JsonArray differences, totals;
  for (const auto& one : comparison.differences) {
    JsonArray because;
    for (const auto& part : one.parts) because.push_back(JsonObject{{"code", because_name(part.because)}, {"amount", shown(part.amount, one.currency)}});
    JsonObject object{{"party", one.party}, {"name", one.name}, {"former_name", one.former_name}, {"currency", one.currency.name()}, {"former", shown(one.former, one.currency)},
                      {"now", shown(one.now, one.currency)}, {"difference", shown(one.former - one.now, one.currency)}, {"because", std::move(because)},
                      {"rows", static_cast<std::int64_t>(one.former_rows)}, {"first_row", static_cast<std::int64_t>(one.first_row)}, {"ways", one.ways}};
    if (one.rate_of != Difference::Of::none) {
      object.emplace_back("rate", percent(one.rate_per_10000));
      object.emplace_back("rate_of", kRateOf[static_cast<int>(one.rate_of)]);
    }
    if (!one.hint.empty()) object.emplace_back("hint", one.hint);
    differences.push_back(std::move(object));
  }
  for (const auto& total : comparison.totals) {
    JsonObject by;
    for (int i = 0; i < kBecauseCount; ++i)
      if (total.by[i] != 0) by.emplace_back(because_name(static_cast<Because>(i)), shown(total.by[i], total.currency));
    totals.push_back(JsonObject{{"currency", total.currency.name()}, {"former", shown(total.former, total.currency)}, {"now", shown(total.now, total.currency)},
                                {"difference", shown(total.former - total.now, total.currency)}, {"by", std::move(by)}, {"accounts", static_cast<std::int64_t>(total.accounts)},
                                {"equal", static_cast<std::int64_t>(total.equal)}, {"explained", static_cast<std::int64_t>(total.explained)},
                                {"unexplained", static_cast<std::int64_t>(total.accounts - total.equal - total.explained)}, {"ambiguous", static_cast<std::int64_t>(total.ambiguous)}});
  }
  return JsonObject{{"format", "colophon/settlement-comparison/1"}, {"totals", std::move(totals)}, {"differences", std::move(differences)}};
}

std::string comparison_csv(const Comparison& comparison) {
  std::string text = "party,name,former_name,currency,former,now,difference,because,hint\n";
  for (const auto& one : comparison.differences) {
    std::string because;
    for (const auto& part : one.parts) {
      if (!because.empty()) because += "; ";
      because += std::string(because_name(part.because)) + " " + shown(part.amount, one.currency);
      if (part.because == Because::rate) because += " (" + percent(one.rate_per_10000) + " of " + std::string(kRateOf[static_cast<int>(one.rate_of)]) + ")";
    }
    for (const auto& cell : {one.party, one.name, one.former_name, std::string(one.currency.name()), shown(one.former, one.currency), shown(one.now, one.currency),
                             shown(one.former - one.now, one.currency), because})
      text += csv_cell(cell) + ",";
    text += csv_cell(one.hint) + "\n";
  }
  return text;
}

}  // namespace colophon::sales
