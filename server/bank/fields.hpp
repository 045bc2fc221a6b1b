#pragma once
// Reading fields of a bank's message: text without white space at its ends, and errors that say where.
#include <optional>
#include <string>

#include "bank/decimal.hpp"

namespace colophon::bank {

class Fields {
 public:
  explicit Fields(std::string_view file) : file_(file) {}
  /// The field of an error: "FILE:17:Ntry[2]/Amt".
  std::string place(XmlElement element) const;
  std::unexpected<Error> refuse(XmlElement element, Errc code, std::string detail) const;
  /// The amount of an element, with its place in the error.
  Result<Amount> amount(XmlElement element) const;
  /// A day of a Dt or DtTm below this element; empty where there is none. Error: invalid_argument.
  Result<std::string> date(XmlElement choice) const;

 private:
  std::string file_;
};

/// Banks pad: the text without white space at its ends.
std::string trimmed(std::string_view text);
/// Rsn/Cd, Rsn/Prtry of the first, and every AddtlInf, of the elements `name` in `parent`.
struct Reason { std::string code, text; };
Reason reason_of(XmlElement parent, std::string_view name);

/// An end-to-end id, or empty where the bank writes that there is none.
std::string end_to_end_id(XmlElement element);

}  // namespace colophon::bank
