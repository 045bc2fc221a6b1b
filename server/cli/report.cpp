#include "cli/report.hpp"

#include <fstream>

#include "bank/pain001_check.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/payment/claims.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {

int print_report(const merkle::Report& report, bool json) {
  const int status = report.holds() ? kDone : kDoesNotHold;
  if (json) {
    print_json(merkle::report_json(report));
    return status;
  }
  for (const auto& check : report.checks) {
    if (check.holds) print("holds          " + check.name);
    else print("DOES NOT HOLD  " + check.name + "  " + check.field + ": " + check.detail);
  }
  print(report.kind + (report.holds() ? " holds" : " DOES NOT HOLD"));
  return status;
}

Result<std::optional<merkle::Report>> xml_report(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  char first = 0;
  // A byte order mark or white space may stand before the first element.
  while (in.get(first) && (first == ' ' || first == '\n' || first == '\r' || first == '\t' || static_cast<unsigned char>(first) >= 0xBB)) {}
  if (first != '<') return std::nullopt;
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kXmlBytesMax));
  return bank::pain001_report(COLOPHON_TRY(bank::read_pain001(text, file)));
}

Result<std::optional<merkle::Report>> claims_report(const Json& document) {
  const Json* format = document.find("format");
  const bool ours = format && format->string() && format->string()->starts_with("colophon/claim");
  if (!ours) return std::nullopt;
  return COLOPHON_TRY(payment::verify_claims(document));
}

}  // namespace colophon::cli
