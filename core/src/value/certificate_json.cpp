// "colophon/plan-certificate/1": docs/formats/plan-certificate.md.
#include <algorithm>

#include "colophon/value/certificate.hpp"

namespace colophon::value {
namespace {

constexpr std::string_view kFormat = "colophon/plan-certificate/1";

JsonArray decimals(std::span<const std::int64_t> numbers) {
  JsonArray list;
  list.reserve(numbers.size());
  for (const std::int64_t number : numbers) list.push_back(to_decimal(static_cast<int128>(number)));
  return list;
}

JsonObject by_kind(const Instance& in, std::span<const std::int64_t> rows) {
  return {{"budgets", decimals(rows.first(in.channels))},
          {"floors", decimals(rows.subspan(in.channels, in.groups()))},
          {"caps", decimals(rows.subspan(in.channels + in.groups()))}};
}

void read_list(JsonFields& fields, std::string_view name, std::size_t count, std::vector<std::int64_t>& into) {
  const JsonArray& list = fields.array(name);
  if (fields.ok() && list.size() != count) {
    fields.note({Errc::invalid_argument, fields.path(name), "The arrays have " + std::to_string(count) + " of these, not " + std::to_string(list.size()) + "."});
  }
  for (std::size_t i = 0; i < list.size() && fields.ok(); ++i) {
    const std::string path = fields.path(name) + "[" + std::to_string(i) + "]";
    if (list[i].string() == nullptr) { fields.note({Errc::invalid_amount, path, "Write the number as a decimal string."}); return; }
    const auto number = parse_int64(*list[i].string(), path);
    if (!number) { fields.note(number.error()); return; }
    into.push_back(*number);
  }
}

Result<std::vector<std::int64_t>> read_rows(const Json& json, const Instance& in, std::string path) {
  JsonFields fields(json, std::move(path));
  std::vector<std::int64_t> rows;
  read_list(fields, "budgets", in.channels, rows);
  read_list(fields, "floors", in.groups(), rows);
  read_list(fields, "caps", in.cap.size(), rows);
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  return rows;
}

Hash read_hash(JsonFields& fields, std::string_view name) {
  Hash hash{};
  const std::string_view text = fields.string(name);
  if (!fields.ok()) return hash;
  const auto bytes = from_hex(text, fields.path(name));
  if (!bytes) fields.note(bytes.error());
  else if (bytes->size() != hash.size()) fields.note({Errc::invalid_encoding, fields.path(name), "A hash has 64 hexadecimal digits."});
  else std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

int128 read_wide(JsonFields& fields, std::string_view name) {
  const std::string_view text = fields.string(name);
  if (!fields.ok()) return 0;
  const auto number = parse_uint128(text, fields.path(name));
  if (!number) { fields.note(number.error()); return 0; }
  if (*number >> 127 != 0) { fields.note({Errc::overflow, fields.path(name), "This is larger than any plan's value."}); return 0; }
  return static_cast<int128>(*number);
}

}  // namespace

JsonObject certificate_json(const Instance& in, const Certificate& certificate) {
  return {{"format", kFormat},
          {"instance", to_hex(certificate.instance)},
          {"shown", to_hex(certificate.shown)},
          {"value", to_decimal(certificate.value)},
          {"bound", to_decimal(certificate.bound)},
          {"gap_e12", certificate.gap_e12},
          {"price_bits", certificate.price_bits},
          {"price", by_kind(in, certificate.price)},
          {"used", by_kind(in, certificate.used)}};
}

Result<Certificate> parse_certificate(const Json& json, const Instance& in) {
  JsonFields fields(json, "");
  const std::string_view format = fields.string("format");
  if (fields.ok() && format != kFormat) return fail(Errc::unknown_format, "format", "This is not a plan's certificate (\"colophon/plan-certificate/1\").");
  Certificate certificate;
  certificate.instance = read_hash(fields, "instance");
  certificate.shown = read_hash(fields, "shown");
  certificate.value = read_wide(fields, "value");
  certificate.bound = read_wide(fields, "bound");
  certificate.gap_e12 = fields.integer("gap_e12");
  const std::int64_t bits = fields.integer("price_bits");
  const Json& price = fields.required("price");
  const Json& used = fields.required("used");
  if (auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  if (bits < 0 || bits > 32) return fail(Errc::invalid_argument, "price_bits", "This must be 0 to 32.");
  certificate.price_bits = static_cast<int>(bits);
  auto prices = read_rows(price, in, "price");
  if (!prices) return std::unexpected(prices.error());
  auto uses = read_rows(used, in, "used");
  if (!uses) return std::unexpected(uses.error());
  certificate.price = std::move(*prices);
  certificate.used = std::move(*uses);
  return certificate;
}

}  // namespace colophon::value
