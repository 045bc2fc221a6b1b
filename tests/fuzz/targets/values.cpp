#include "targets.hpp"

#include "colophon/base/id.hpp"
#include "colophon/base/money.hpp"

namespace colophon::fuzz {
namespace {

void check_amount(std::string_view text) {
  const auto amount = parse_exact(text);
  if (!amount) return;
  expect(parse_exact(format_exact(*amount)) == *amount, "a printed amount is read as the same amount");
  for (const char* code : {"JPY", "EUR", "KWD"}) {
    const Currency currency = Currency::parse(code).value();
    const auto rounded = to_micros(*amount, currency);
    if (!rounded) continue;
    const int128 exact_per_micro = currency.exponent == 0 ? 1'000'000 : currency.exponent == 2 ? 10'000 : 1'000;
    expect(rounded->residue >= 0 && rounded->residue < exact_per_micro, "a residue is at least 0 and less than a micro");
    expect(rounded->micros * exact_per_micro + rounded->residue == *amount, "micros and residue are the amount");
    const auto printed = parse_exact(format_micros(rounded->micros, currency));
    expect(printed.has_value() && to_micros(*printed, currency)->micros == rounded->micros, "printed micros are read as the same");
  }
}

void check_whole_numbers(std::string_view text) {
  if (const auto number = parse_int64(text, "n")) expect(parse_int64(to_decimal(int128{*number}), "n") == *number, "int64 round trip");
  if (const auto number = parse_uint128(text, "n")) {
    expect(to_decimal(*number) == text, "a whole number has one spelling");
  }
}

}  // namespace

void run_values(ByteView input) {
  const std::string_view text = as_text(input);
  check_amount(text);
  check_whole_numbers(text);
  if (const auto share = Share::parse(text)) {
    expect(share->denominator >= 1 && share->denominator <= 1'000'000 && share->numerator <= share->denominator, "a share is in range");
    expect(Share::parse(share->to_string()) == *share, "a printed share is read as the same share");
  }
  if (const auto currency = Currency::parse(text)) expect(currency->name() == text, "a currency keeps its code");
  if (const auto id = Id::parse(text)) expect(id->to_string() == text, "an id has one spelling");
  if (const auto period = Period::parse(text)) {
    expect(period->to_string() == text, "a period has one spelling");
    expect(Period::of_unix_ms(period->begin_unix_ms()) == *period, "a period begins in itself");
  }
  if (const auto bytes = from_hex(text, "hex")) expect(to_hex(*bytes) == text, "hexadecimal has one spelling");
  if (const auto bytes = from_base64(text, "base64")) expect(to_base64(*bytes) == text, "base64 has one spelling");
  expect(from_base64(to_base64(input), "base64") == Bytes(input.begin(), input.end()), "base64 round trip");
}

}  // namespace colophon::fuzz
