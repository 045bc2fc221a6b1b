// colophon verify: checks a statement, receipt, pool table or plan as its reader's browser does.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/signature.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/royalty/statement.hpp"
#include "colophon/value/certificate.hpp"
#include "jobs/raw_instance.hpp"
#include "jobs/read_file.hpp"
#include "jobs/threads.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<Json> read_document(const std::string& file) {
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax));
  auto json = parse_json(text);
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

/// A plan's certificate against the arrays of its instance, without solving.
Result<merkle::Report> verify_certificate(const Json& document, const Options& options) {
  const auto raw = COLOPHON_TRY(jobs::RawInstance::open(options.value("--instance")));
  jobs::Threads executor(jobs::Threads::all());
  COLOPHON_TRY(value::check_instance(raw.instance(), executor));
  const auto certificate = COLOPHON_TRY(value::parse_certificate(document, raw.instance()));
  auto plan = std::filesystem::path(options.value("--plan"));
  if (plan.empty()) plan = std::filesystem::path(options.arguments()[0]).parent_path() / (value::is_assignment(raw.instance()) ? "assignment.u8" : "plan.u32");
  const auto shown = COLOPHON_TRY(jobs::read_plan(raw.instance(), plan));
  return value::check_certificate(raw.instance(), shown, certificate, executor);
}

Result<int> run(const Options& options) {
  const auto document = COLOPHON_TRY(read_document(options.arguments()[0]));
  std::optional<Json> table;
  if (options.has("--table")) table = COLOPHON_TRY(read_document(options.value("--table")));
  auto report = COLOPHON_TRY(options.has("--instance") ? verify_certificate(document, options) : royalty::verify_document(document, table ? &*table : nullptr));
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
      {"verify", "FILE", "Checks a statement, receipt, pool table, plan or a plan's certificate; exit status 0 where it holds, 1 where it does not, 3 where it is none.",
       {{"--table", "FILE", "The pool table of a statement: recompute the whole division with it."},
        {"--instance", "DIR", "The arrays of a plan's certificate.json (docs/formats/raw-instance.md)."},
        {"--plan", "FILE", "With --instance: the plan (default: assignment.u8 or plan.u32 beside the certificate)."},
        {"--log-key", "KEY", "The verifier key of the log that you trust, as GET /v1/log/key gives it."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
