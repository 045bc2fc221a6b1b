#include "colophon/sales/line.hpp"

#include <algorithm>
#include <array>

#include "colophon/base/limits.hpp"

namespace colophon::sales {
namespace {

constexpr std::array<std::string_view, 6> kKinds{"ad", "subscription", "tip", "licence", "brand", "sale"};
constexpr std::array<std::string_view, 3> kSides{"", "recording", "composition"};
constexpr std::size_t kSampleBytesMax = 80;

/// The beginning of a text, cut between characters.
std::string sample_of(std::string_view text) {
  if (text.size() <= kSampleBytesMax) return std::string(text);
  std::size_t end = kSampleBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

Hash content_hash(const Line& line) {
  Sha256 hash;
  hash.update("colophon/sale-content/1");
  const auto text = [&](std::string_view one) { hash.update_u64(one.size()).update(one); };
  text(line.date.to_string());
  text(kind_name(line.kind));
  text(side_name(line.side));
  for (const auto one : {line.source, line.use, line.territory, line.currency.name(), line.isrc, line.iswc, line.upc, line.proprietary, line.title, line.artist, line.original}) text(one);
  hash.update_u64(static_cast<std::uint64_t>(line.units));
  text(format_exact(line.amount));
  return hash.finish();
}

/// Addition modulo 2^256, big-endian: the sum does not depend on the order, and a line that stands twice does not cancel itself.
void add_to(Hash& sum, const Hash& term) {
  unsigned carry = 0;
  for (std::size_t i = sum.size(); i-- > 0;) {
    const unsigned byte = unsigned{sum[i]} + term[i] + carry;
    sum[i] = static_cast<std::uint8_t>(byte);
    carry = byte >> 8;
  }
}

}  // namespace

std::string_view kind_name(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

Result<Kind> parse_kind(std::string_view text, std::string_view field) {
  const auto found = std::ranges::find(kKinds, text);
  if (found == kKinds.end()) return fail(Errc::invalid_argument, std::string(field), "A kind of money is ad, subscription, tip, licence, brand or sale.");
  return static_cast<Kind>(found - kKinds.begin());
}

std::string_view side_name(Side side) { return kSides[static_cast<std::size_t>(side)]; }

Result<Side> parse_side(std::string_view text, std::string_view field) {
  const auto found = std::ranges::find(kSides, text);
  if (found == kSides.end()) return fail(Errc::invalid_argument, std::string(field), "A side is recording, composition or empty.");
  return static_cast<Side>(found - kSides.begin());
}

Id line_id(const Hash& file, const Line& line) {
  Sha256 hash;
  const Hash name = hash.update("colophon/sale/1").update(ByteView(file)).update_u64(line.row).update_u64(line.part).finish();
  return uuid_v7(line.date.noon_unix_ms(), std::span(name).first<10>());
}

Error Reading::refusal() const {
  Error error = errors.front();
  if (errors.size() > 1) error.detail += " (and " + std::string(more_errors ? "more than " : "") + std::to_string(errors.size() - 1) + " more errors)";
  return error;
}

Result<void> Tally::add(const Line& line) {
  if (line.amount >= kLineAmountMax || line.amount <= -kLineAmountMax) return fail(Errc::overflow, "amount", "An amount of a line is below 10^18.");
  auto found = std::ranges::find(reading_.sums, line.currency, &Sum::currency);
  if (found == reading_.sums.end()) found = reading_.sums.insert(found, Sum{line.currency});
  const ExactAmount returned = line.amount < 0 ? line.amount : ExactAmount{0};
  if (__builtin_add_overflow(found->amount, line.amount, &found->amount) || __builtin_add_overflow(found->returned, returned, &found->returned))
    return fail(Errc::overflow, "amount", "The sum of the amounts in " + std::string(line.currency.name()) + " is too large.");
  ++found->lines;
  found->returns += line.is_return();
  found->units += line.units;
  if (reading_.lines++ == 0) reading_.first = reading_.last = line.date;
  reading_.first = std::min(reading_.first, line.date);
  reading_.last = std::max(reading_.last, line.date);
  add_to(reading_.content, content_hash(line));
  return {};
}

void Tally::find(std::string_view code, std::string_view column, std::string_view sample, std::uint64_t row) {
  const std::string shown = sample_of(sample);
  Finding* same_kind = nullptr;
  for (auto& finding : reading_.findings) {
    if (finding.code != code || finding.column != column) continue;
    if (finding.sample == shown) {
      ++finding.count;
      return;
    }
    same_kind = &finding;
  }
  // Of one kind a few samples are shown; the rest is counted with the last.
  const auto kinds = std::ranges::count_if(reading_.findings, [&](const Finding& f) { return f.code == code && f.column == column; });
  if (same_kind != nullptr && kinds >= 20) {
    ++same_kind->count;
    return;
  }
  if (findings_left_ == 0) return;
  --findings_left_;
  reading_.findings.push_back({std::string(code), std::string(column), shown, 1, row});
}

bool Tally::refuse(Error error) {
  reading_.errors.push_back(std::move(error));
  reading_.more_errors = reading_.errors.size() >= limits::kSalesErrorsMax;
  return !reading_.more_errors;
}

Reading Tally::finish() {
  std::ranges::sort(reading_.sums, {}, [](const Sum& sum) { return sum.currency.name(); });
  return std::move(reading_);
}

Json reading_json(const Reading& reading) {
  const auto whole = [](std::uint64_t count) { return static_cast<std::int64_t>(count); };
  JsonArray sums, findings, errors;
  for (const auto& sum : reading.sums)
    sums.push_back(JsonObject{{"currency", sum.currency.name()}, {"lines", whole(sum.lines)}, {"returns", whole(sum.returns)}, {"units", to_decimal(sum.units)},
                              {"amount", format_exact(sum.amount)}, {"returned", format_exact(sum.returned)}});
  for (const auto& finding : reading.findings)
    findings.push_back(JsonObject{{"code", finding.code}, {"column", finding.column}, {"sample", finding.sample}, {"count", whole(finding.count)}, {"first_row", whole(finding.first_row)}});
  for (const auto& error : reading.errors)
    errors.push_back(JsonObject{{"code", errc_name(error.code)}, {"field", error.field}, {"detail", error.detail}});
  return JsonObject{{"rows", whole(reading.rows)}, {"lines", whole(reading.lines)}, {"skipped", whole(reading.skipped)}, {"totals", whole(reading.totals)},
                    {"first_date", reading.lines > 0 ? Json(reading.first.to_string()) : Json()}, {"last_date", reading.lines > 0 ? Json(reading.last.to_string()) : Json()},
                    {"sums", std::move(sums)}, {"findings", std::move(findings)}, {"errors", std::move(errors)}, {"more_errors", reading.more_errors},
                    {"acceptable", reading.acceptable()}};
}

Json line_json(const Line& line) {
  return JsonObject{{"row", static_cast<std::int64_t>(line.row)}, {"date", line.date.to_string()}, {"kind", kind_name(line.kind)}, {"source", line.source},
                    {"use", line.use}, {"territory", line.territory}, {"side", side_name(line.side)}, {"units", std::to_string(line.units)},
                    {"amount", format_exact(line.amount)}, {"currency", line.currency.name()}, {"isrc", line.isrc}, {"iswc", line.iswc}, {"upc", line.upc},
                    {"proprietary", line.proprietary}, {"title", line.title}, {"artist", line.artist}, {"original", line.original}, {"return", line.is_return()}};
}

}  // namespace colophon::sales
