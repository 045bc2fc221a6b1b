// Checks a statement, receipt, pool table or plan with the installed core library, and says what holds.
//   check_document FILE [POOL-TABLE]     exit status: 0 holds, 1 does not hold, 3 bad input
// Curve signatures are not core's: report.signed_text and report.signatures are what Ed25519 has to be checked over.
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "colophon/base/json.hpp"
#include "colophon/royalty/statement.hpp"

namespace {

colophon::Result<colophon::Json> read_document(const char* path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return colophon::fail(colophon::Errc::not_found, path, "This file cannot be read.");
  return colophon::parse_json(std::string{std::istreambuf_iterator<char>(in), {}});
}

int bad_input(const colophon::Error& error) {
  std::cerr << colophon::errc_name(error.code) << ": " << error.field << ": " << error.detail << '\n';
  return 3;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::cerr << "usage: check_document FILE [POOL-TABLE]\n";
    return 2;
  }
  auto document = read_document(arguments[1]);
  if (!document) return bad_input(document.error());
  std::optional<colophon::Json> table;
  if (count == 3) {
    auto read = read_document(arguments[2]);
    if (!read) return bad_input(read.error());
    table = std::move(*read);
  }
  auto report = colophon::royalty::verify_document(*document, table ? &*table : nullptr);
  if (!report) return bad_input(report.error());
  for (const auto& check : report->checks) {
    std::cout << (check.holds ? "holds      " : "DOES NOT   ") << check.name;
    if (!check.holds) std::cout << "  " << check.field << ": " << check.detail;
    std::cout << '\n';
  }
  return report->holds() ? 0 : 1;
}
