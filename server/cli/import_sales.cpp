#include "cli/import_sales.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "jobs/import_sales.hpp"
#include "jobs/sales_json.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

std::string text_of(const Json* json) { return json != nullptr && json->string() != nullptr ? *json->string() : json != nullptr && json->integer() != nullptr ? std::to_string(*json->integer()) : ""; }
std::string text_at(const Json& json, std::string_view name) { return text_of(json.find(name)); }

std::string exact(const std::string& amount, const std::string& currency) {
  const auto read = parse_exact(amount);
  return read ? money_exact(*read, currency) : amount + " " + currency;
}

/// Counts, sums, findings and errors of a reading: the same for a preview and for what was imported.
void print_reading(const Json& reading) {
  print(text_at(reading, "lines") + " revenue lines of " + text_at(reading, "rows") + " rows" + (text_at(reading, "skipped") == "0" ? "" : ", " + text_at(reading, "skipped") + " passed over") +
        (text_at(reading, "totals") == "0" ? "" : ", " + text_at(reading, "totals") + " totals that hold") +
        (text_at(reading, "first_date").empty() ? "" : "; used " + text_at(reading, "first_date") + " to " + text_at(reading, "last_date")));
  for (const auto& sum : *reading.find("sums")->array()) {
    std::string line = "  " + exact(text_at(sum, "amount"), text_at(sum, "currency")) + " of " + text_at(sum, "units") + " units in " + text_at(sum, "lines") + " lines";
    if (text_at(sum, "returns") != "0") line += ", " + text_at(sum, "returns") + " of them returns (" + exact(text_at(sum, "returned"), text_at(sum, "currency")) + ")";
    print(line);
  }
  std::vector<std::vector<std::string>> findings{{"look at", "column", "e.g.", "times", "first in row"}};
  for (const auto& finding : *reading.find("findings")->array())
    findings.push_back({text_at(finding, "code"), text_at(finding, "column"), text_at(finding, "sample"), text_at(finding, "count"), text_at(finding, "first_row")});
  if (findings.size() > 1) print_table(findings, {3, 4});
  for (const auto& error : *reading.find("errors")->array()) print("refused: " + text_at(error, "field") + ": " + text_at(error, "detail"));
  if (const auto* more = reading.find("more_errors"); more != nullptr && *more->boolean()) print("refused: and more; the reading ended there");
}

void print_preview(const Json& preview) {
  std::vector<std::vector<std::string>> rows{{"row", "date", "kind", "source", "use", "where", "units", "amount", "title", "artist", "work"}};
  for (const auto& line : *preview.find("lines")->array()) {
    const auto work = text_at(line, "work_title");
    rows.push_back({text_at(line, "row"), text_at(line, "date"), text_at(line, "kind"), text_at(line, "source"), text_at(line, "use"), text_at(line, "territory"), text_at(line, "units"),
                    text_at(line, "amount") + " " + text_at(line, "currency"), text_at(line, "title"), text_at(line, "artist"),
                    work.empty() ? (text_at(line, "match") == "open" ? "-" : text_at(line, "match")) : work + " (" + text_at(line, "how") + ")"});
  }
  if (rows.size() > 1) print_table(rows, {0, 6, 7});
  print_reading(*preview.find("reading"));
  for (const auto& sum : *preview.find("unmatched")->array())
    print("  without a work: " + exact(text_at(sum, "amount"), text_at(sum, "currency")) + " in " + text_at(sum, "lines") + " lines");
}

Result<bool> preview_one(store::Store& store, const jobs::SalesReport& report, const jobs::SalesForm& form, const Options& options) {
  const auto lines = COLOPHON_TRY(integer_option(options, "--lines", 10, 0, 10'000));
  const auto preview = COLOPHON_TRY(jobs::preview_sales(store, report, form, static_cast<std::size_t>(lines)));
  end_progress();
  const bool acceptable = *preview.find("reading")->find("acceptable")->boolean();
  if (options.json()) print_json(preview);
  else print_preview(preview);
  return acceptable;
}

Result<Json> import_one(store::Store& store, const jobs::SalesReport& report, const jobs::SalesForm& form, const Options& options) {
  const auto done = COLOPHON_TRY(jobs::import_sales(store, report, form, options.value("--by", "command line"), options.has("--allow-same-content"), progress("import")));
  end_progress();
  if (!options.json()) {
    print(report.name + ": " + (done.again ? "was imported before; nothing changed" : "imported as " + done.file.id.to_string()));
    print_reading(COLOPHON_TRY(parse_json(done.file.reading)));
    print("  " + std::to_string(done.matched_lines) + " lines have a work, " + std::to_string(done.file.lines - done.matched_lines) + " are in suspense (colophon sales suspense)");
    for (const auto& finding : done.findings) print("  look at " + finding.sample + ": a person matched it to another work than its " + finding.column + " names");
  }
  return jobs::sales_imported_json(done);
}

}  // namespace

std::string money_exact(ExactAmount amount, std::string_view currency) {
  auto digits = format_exact(amount);
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (auto i = point; i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits + " " + std::string(currency);
}

Result<int> import_sales_files(const Options& options) {
  const bool table = options.arguments()[0] == "sales";
  if (table != options.has("--map")) {
    print_error({Errc::invalid_argument, "--map", table ? "import sales needs --map MAP: a mapping file, or @NAME of one that the store keeps" : "a DSR file needs no mapping"}, options.json());
    return kUsage;
  }
  auto store = COLOPHON_TRY(open_store(options, false));
  jobs::SalesForm form{{}, options.value("--source"), options.has("--round"), options.has("--strict-totals")};
  if (table) form.mapping = COLOPHON_TRY(jobs::mapping_text(*store, options.value("--map")));
  if (options.has("--save") && table) {
    COLOPHON_TRY(sales::parse_mapping(std::string_view(form.mapping)));
    COLOPHON_TRY(store->put_sales_mapping(options.value("--save"), form.mapping, options.value("--by", "command line")));
  }
  JsonArray imported;
  bool all_acceptable = true;
  for (std::size_t i = 1; i < options.arguments().size(); ++i) {
    const auto report = COLOPHON_TRY(jobs::read_sales_report(options.arguments()[i]));
    if (options.has("--preview")) all_acceptable = COLOPHON_TRY(preview_one(*store, report, form, options)) && all_acceptable;
    else imported.push_back(COLOPHON_TRY(import_one(*store, report, form, options)));
  }
  if (options.has("--preview")) return all_acceptable ? kDone : kBadInput;
  if (options.json()) print_json(JsonObject{{"imported", std::move(imported)}});
  return kDone;
}

}  // namespace colophon::cli
