#include "colophon/identifier/industry.hpp"

#include "identifier/tidy.hpp"

namespace colophon::identifier {
namespace {

constexpr std::string_view kDigits16 = "nnnnnnnnnnnnnnnn";

int value(char digit) { return digit - '0'; }

/// ISO 7064 MOD 11-2 over decimal digits.
char mod_11_2(std::string_view digits) {
  int sum = 0;
  for (const char digit : digits) sum = (sum + value(digit)) * 2 % 11;
  const int check = (12 - sum) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

/// GS1's check digit: weights 3 and 1 in turn, the last digit before it weighing 3.
char gs1_check(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += value(digits[i]) * ((digits.size() - i) % 2 == 1 ? 3 : 1);
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

Result<std::string> isrc(std::string_view text, std::string_view field) {
  auto code = tidy(text, "ISRC", field);
  if (!code) return code;
  if (code->size() != 12) return refuse(field, "An ISRC has 12 letters and digits, this has " + std::to_string(code->size()) + ".");
  if (!has_shape(*code, "aacccnnnnnnn")) {
    return refuse(field, "An ISRC is two letters, three letters or digits, and seven digits, as in GBAYE6800023.");
  }
  return code;
}

Result<std::string> iswc(std::string_view text, std::string_view field) {
  auto code = tidy(text, "ISWC", field);
  if (!code) return code;
  if (code->size() != 11 || (*code)[0] != 'T' || !has_shape(code->substr(1), "nnnnnnnnnn")) {
    return refuse(field, "An ISWC is the letter T and ten digits, as in T-034.524.680-1.");
  }
  int sum = 1;
  for (int i = 1; i <= 9; ++i) sum += i * value((*code)[static_cast<std::size_t>(i)]);
  const char check = static_cast<char>('0' + (10 - sum % 10) % 10);
  if (code->back() != check) return refuse(field, expected_check({&code->back(), 1}, {&check, 1}));
  return code;
}

Result<std::string> ipi_name_number(std::string_view text, std::string_view field) {
  auto code = tidy(text, "IPI", field);
  if (!code) return code;
  if (code->size() > 11 || !has_shape(*code, kDigits16.substr(0, code->size()))) {
    return refuse(field, "An IPI name number is 11 digits, as in 00017798450; leading zeros may be missing.");
  }
  code->insert(0, 11 - code->size(), '0');
  int sum = 0;
  for (int i = 0; i < 9; ++i) sum += (10 - i) * value((*code)[static_cast<std::size_t>(i)]);
  if (sum == 0) return refuse(field, "The number 0 names nobody.");
  const int check = (101 - sum % 101) % 100;
  const std::string expected = {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
  // Where the sum is a multiple of 101 the formula gives 01 and what societies' software writes is 00: both are out there.
  const bool either = sum % 101 == 0 && code->ends_with("00");
  if (!either && code->substr(9) != expected) return refuse(field, expected_check(code->substr(9), expected));
  return code;
}

Result<std::string> isni(std::string_view text, std::string_view field) {
  auto code = tidy(text, "ISNI", field);
  if (!code) return code;
  if (code->size() != 16 || !has_shape(code->substr(0, 15), kDigits16.substr(0, 15)) || !(is_digit(code->back()) || code->back() == 'X')) {
    return refuse(field, "An ISNI is 15 digits and a check character, a digit or X, as in 0000 0001 2281 955X.");
  }
  const char check = mod_11_2(std::string_view(*code).substr(0, 15));
  if (code->back() != check) return refuse(field, expected_check({&code->back(), 1}, {&check, 1}));
  return code;
}

Result<std::string> upc_or_ean(std::string_view text, std::string_view field) {
  auto code = tidy(text, "UPC", field);
  if (!code) return code;
  if (code->starts_with("EAN")) code->erase(0, 3);
  if (code->size() < 12 || code->size() > 14 || !has_shape(*code, kDigits16.substr(0, code->size()))) {
    return refuse(field, "A release has a UPC of 12 digits or an EAN of 13; a spreadsheet may have dropped leading zeros.");
  }
  if (code->size() == 14 && code->front() != '0') return refuse(field, "These 14 digits name a case of goods, not a release: its first digit is not 0.");
  if (code->size() == 14) code->erase(0, 1);
  if (code->size() == 12) code->insert(0, 1, '0');
  const char check = gs1_check(std::string_view(*code).substr(0, 12));
  if (code->back() != check) return refuse(field, expected_check({&code->back(), 1}, {&check, 1}));
  return code;
}

}  // namespace colophon::identifier
