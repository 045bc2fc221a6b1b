#pragma once
// Binary64 numbers as text and back, exactly and without a mathematical library: what JCS (RFC 8785) needs where a foreign document holds
// fractions. Colophon's own documents hold integers only.
#include <optional>
#include <string>
#include <string_view>

namespace colophon {

/// The shortest decimal that reads back as the number, written as ECMAScript writes it ("1e+21", "0.000001", "-0" as "0").
std::string shortest_decimal(double number);
/// The nearest number, halves to even. `text` is a number as JSON has it; nothing where its magnitude is beyond binary64.
std::optional<double> nearest_double(std::string_view text);

}  // namespace colophon
