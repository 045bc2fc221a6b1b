// colophon verify: checks a statement, receipt, pool table or plan as its reader's browser does.
#include <fstream>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "cli/signature.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/royalty/journal.hpp"
#include "colophon/royalty/statement.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

constexpr std::string_view kJournalStart = "; colophon/journal/";

Result<Json> read_document(const std::string& file) {
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax));
  auto json = parse_json(text);
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

/// A journal is text, and may be larger than a document.
Result<std::optional<merkle::Report>> journal_report(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string start(kJournalStart.size(), '\0');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  if (!in || start != kJournalStart) return std::nullopt;
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kBundleBytesMax));
  auto report = royalty::verify_journal(text);
  if (!report) return fail(report.error().code, file + ": " + report.error().field, report.error().detail);
  return std::optional(std::move(*report));
}

Result<int> run(const Options& options) {
  if (const auto journal = COLOPHON_TRY(journal_report(options.arguments()[0]))) return print_report(*journal, options.json());
  if (const auto payments = COLOPHON_TRY(xml_report(options.arguments()[0]))) return print_report(*payments, options.json());
  const auto document = COLOPHON_TRY(read_document(options.arguments()[0]));
  if (const auto claims = COLOPHON_TRY(claims_report(document))) return print_report(*claims, options.json());
  std::optional<Json> table;
  if (options.has("--table")) table = COLOPHON_TRY(read_document(options.value("--table")));
  auto report = COLOPHON_TRY(royalty::verify_document(document, table ? &*table : nullptr));
  for (auto& check : COLOPHON_TRY(check_signatures(report, options.value("--log-key")))) report.checks.push_back(std::move(check));
  const bool holds = report.holds();
  if (options.json()) {
    print_json(merkle::report_json(report));
    return holds ? kDone : kDoesNotHold;
  }
  for (const auto& check : report.checks) {
    std::string line = (check.holds ? "holds          " : "DOES NOT HOLD  ") + check.name;
    if (!check.holds) line += "  " + check.field + ": " + check.detail;
    print(line);
  }
  if (report.signed_text.empty()) print("(it carries no checkpoint, so nothing was said about the log)");
  else if (!options.has("--log-key")) print("(the log's key was taken from the document; give the one you trust with --log-key)");
  print(report.kind + (holds ? " holds" : " DOES NOT HOLD"));
  return holds ? kDone : kDoesNotHold;
}

}  // namespace

const Command& verify_command() {
  static const Command command{
      {"verify", "FILE", "Checks a statement, receipt, pool table, journal, plan, payment file or claims; exit status 0 where it holds, 1 where it does not, 3 where it is none.",
       {{"--table", "FILE", "The pool table of a statement: recompute the whole division with it."},
        {"--log-key", "KEY", "The verifier key of the log that you trust, as GET /v1/log/key gives it."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
