// colophon sales: sales files, suspense and its queue, mappings, reports out.
#include <fstream>
#include <map>

#include "cli/commands.hpp"
#include "cli/import_sales.hpp"
#include "cli/output.hpp"
#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/sales/reported_ids.hpp"
#include "jobs/import_sales.hpp"
#include "jobs/post_sales.hpp"
#include "jobs/read_file.hpp"
#include "jobs/sales_json.hpp"
#include "jobs/sales_report.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

std::int64_t whole(std::uint64_t count) { return static_cast<std::int64_t>(count); }

int wrong(const Options& options, std::string field, std::string sentence) {
  print_error({Errc::invalid_argument, std::move(field), std::move(sentence)}, options.json());
  return kUsage;
}

/// A work by its id or by the host's own id of it.
Result<Id> work_named(store::Store& store, const std::string& name) {
  if (const auto id = Id::parse(name, "--work")) return *id;
  if (const auto found = COLOPHON_TRY(store.work_by_external_id(name))) return *found;
  return fail(Errc::unknown_work, "--work", "no work has the id or the external id '" + name + "'");
}

std::string percent_of(int milli) { return std::to_string(milli / 10) + "%"; }

Result<int> list(store::Store& store, const Options& options) {
  JsonArray array;
  std::vector<std::vector<std::string>> rows{{"file", "name", "source", "form", "used", "lines", "posted", "imported by"}};
  for (const auto& file : COLOPHON_TRY(store.sales_files())) {
    array.push_back(COLOPHON_TRY(jobs::sales_file_json(file)));
    rows.push_back({file.id.to_string(), file.name, file.source, file.format, file.lines == 0 ? "" : file.first.to_string() + " to " + file.last.to_string(), std::to_string(file.lines),
                    std::to_string(file.posted), file.imported_by});
  }
  if (options.json()) print_json(JsonObject{{"files", std::move(array)}});
  else print_table(rows, {5, 6});
  return kDone;
}

Result<int> suspense(store::Store& store, const Options& options) {
  const auto limit = COLOPHON_TRY(integer_option(options, "--lines", 20, 0, 10'000));
  const auto state = COLOPHON_TRY(store::parse_match_state(options.value("--state", "open"), "--state"));
  const auto sums = COLOPHON_TRY(store.sales_suspense());
  const auto matches = COLOPHON_TRY(store.sales_matches({state, options.value("--currency"), options.value("--find")}, 0, static_cast<std::size_t>(limit)));
  if (options.json()) {
    JsonArray queue;
    for (const auto& match : matches) queue.push_back(jobs::sales_match_json(match));
    print_json(JsonObject{{"suspense", jobs::suspense_json(sums)}, {"queue", std::move(queue)}});
    return kDone;
  }
  if (sums.empty()) print("nothing is in suspense: every line has a work");
  for (const auto& row : sums)
    print(std::string(store::match_state_name(row.state)) + ": " + money_exact(row.sum.amount, row.sum.currency) + " in " + std::to_string(row.sum.lines) + " lines of " + std::to_string(row.keys) + " keys");
  std::vector<std::vector<std::string>> rows{{"key", "title", "artist", "amount", "suggested", "like it", "work"}};
  for (const auto& match : matches) {
    std::string amounts;
    for (const auto& sum : match.sums) amounts += (amounts.empty() ? "" : " + ") + money_exact(sum.amount, sum.currency);
    const auto* best = match.suggestions.empty() ? nullptr : &match.suggestions.front();
    rows.push_back({match.key, match.title, match.artist, amounts, best ? best->title + (best->artist.empty() ? "" : ", " + best->artist) : match.work_title, best ? percent_of(best->score_milli) : "",
                    best ? best->work.to_string() : match.work.is_nil() ? "" : match.work.to_string()});
  }
  if (rows.size() > 1) print_table(rows, {3, 5});
  return kDone;
}

Result<int> suggest(store::Store& store, const Options& options) {
  const auto done = COLOPHON_TRY(jobs::suggest_works(store, progress("suggest")));
  end_progress();
  if (options.json()) print_json(JsonObject{{"rematched", whole(done.rematched)}, {"keys", whole(done.keys)}, {"with_suggestions", whole(done.with_suggestions)}});
  else print(std::to_string(done.rematched) + " keys were matched by an identifier; of " + std::to_string(done.keys) + " unmatched titles " + std::to_string(done.with_suggestions) +
             " have a work like them (colophon sales suspense shows them; colophon sales match confirms one)");
  return kDone;
}

Result<int> decide(store::Store& store, const Options& options, const std::string& verb) {
  if (!options.has("--key")) return wrong(options, "--key", "sales " + verb + " needs --key KEY (colophon sales suspense shows them)");
  const auto key = options.value("--key"), by = options.value("--by", "command line");
  store::SalesMatch match;
  if (verb == "match") {
    if (!options.has("--work")) return wrong(options, "--work", "sales match needs --work ID: the id of a work, or the host's own id of it");
    match = COLOPHON_TRY(store.match_sales(key, COLOPHON_TRY(work_named(store, options.value("--work"))), by));
  } else {
    match = COLOPHON_TRY(store.set_match_state(key, verb == "reject" ? store::MatchState::rejected : verb == "postpone" ? store::MatchState::postponed : store::MatchState::open, by));
  }
  if (options.json()) {
    print_json(jobs::sales_match_json(match));
    return kDone;
  }
  std::uint64_t lines = 0;
  for (const auto& sum : match.sums) lines += sum.lines;
  print(match.key + " is " + std::string(store::match_state_name(match.state)) + (match.work_title.empty() ? "" : ": " + match.work_title) + "; " + std::to_string(lines) + " unposted lines have this key");
  return kDone;
}

Result<int> mapping(store::Store& store, const Options& options) {
  if (options.has("--map")) {
    if (!options.has("--name")) return wrong(options, "--name", "sales mapping --map FILE needs --name NAME");
    const auto text = COLOPHON_TRY(jobs::mapping_text(store, options.value("--map")));
    COLOPHON_TRY(sales::parse_mapping(std::string_view(text)));
    COLOPHON_TRY(store.put_sales_mapping(options.value("--name"), text, options.value("--by", "command line")));
    if (options.json()) print_json(JsonObject{{"mapping", options.value("--name")}});
    else print("the store keeps the mapping @" + options.value("--name"));
    return kDone;
  }
  if (options.has("--guess")) {
    const auto report = COLOPHON_TRY(jobs::read_sales_report(options.value("--guess")));
    print_json(sales::guess_mapping(report.data));
    return kDone;
  }
  if (options.has("--name")) {
    print(COLOPHON_TRY(jobs::mapping_text(store, "@" + options.value("--name"))));
    return kDone;
  }
  JsonArray array;
  std::vector<std::vector<std::string>> rows{{"mapping", "source", "by"}};
  for (const auto& one : COLOPHON_TRY(store.sales_mappings())) {
    const auto json = COLOPHON_TRY(parse_json(one.document));
    const auto* source = json.find("source");
    const std::string name = source != nullptr && source->string() != nullptr ? *source->string() : "";
    array.push_back(JsonObject{{"name", one.name}, {"source", name}, {"updated_by", one.updated_by}});
    rows.push_back({"@" + one.name, name, one.updated_by});
  }
  if (options.json()) print_json(JsonObject{{"mappings", std::move(array)}});
  else print_table(rows, {});
  return kDone;
}

/// work,isrc,iswc,upc and columns "id:SOURCE": what services call the works.
Result<int> identify(store::Store& store, const Options& options) {
  if (!options.has("--in")) return wrong(options, "--in", "sales identify needs --in FILE: a CSV with the columns work, isrc, iswc, upc, id:SOURCE");
  const auto file = options.value("--in");
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax));
  CsvReader reader(file, text);
  std::vector<std::string_view> cells;
  std::vector<std::string> kinds;
  std::vector<store::WorkIdentifier> identifiers;
  for (bool header = true; COLOPHON_TRY(reader.next(cells)); header = false) {
    if (header) {
      for (const auto cell : cells) {
        if (cell != "work" && cell != "isrc" && cell != "iswc" && cell != "upc" && !cell.starts_with("id:"))
          return fail(Errc::unknown_field, reader.place(cell), "a column is work, isrc, iswc, upc or id:SOURCE");
        kinds.emplace_back(cell);
      }
      if (kinds.empty() || kinds.front() != "work") return fail(Errc::missing_field, reader.place("work"), "the first column is the work's id, or the host's own id of it");
      continue;
    }
    if (cells.size() != kinds.size()) return fail(Errc::invalid_argument, reader.place(""), "the line has " + std::to_string(cells.size()) + " cells where the header has " + std::to_string(kinds.size()));
    auto work = work_named(store, std::string(cells[0]));
    if (!work) return fail(work.error().code, reader.place("work"), work.error().detail);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      if (sales::is_absent(cells[i])) continue;
      const auto& kind = kinds[i];
      const auto value = kind == "isrc" ? sales::read_isrc(cells[i]) : kind == "iswc" ? sales::read_iswc(cells[i]) : kind == "upc" ? sales::read_upc(cells[i]) : std::optional(std::string(cells[i]));
      if (!value) return fail(Errc::invalid_argument, reader.place(kind), "'" + std::string(cells[i].substr(0, 64)) + "' is no " + kind + ", or its check digit is wrong");
      identifiers.push_back({*work, kind, *value});
    }
  }
  const auto written = COLOPHON_TRY(store.put_work_identifiers(identifiers));
  const auto matched = COLOPHON_TRY(store.rematch_sales());
  if (options.json()) print_json(JsonObject{{"identifiers", whole(identifiers.size())}, {"new", whole(written)}, {"matched_keys", whole(matched)}});
  else print(std::to_string(identifiers.size()) + " identifiers, " + std::to_string(written) + " of them new; " + std::to_string(matched) + " keys in suspense were matched by them");
  return kDone;
}

Result<int> report(store::Store& store, const Options& options) {
  if (!options.has("--period")) return wrong(options, "--period", "sales report needs --period YYYY-MM");
  const auto format = options.value("--format", "csv");
  if (format != "csv" && format != "dsr") return wrong(options, "--format", "a report is csv or dsr");
  jobs::SalesReportOptions wanted{COLOPHON_TRY(Period::parse(options.value("--period"), "--period")), options.value("--source")};
  wanted.head.sender_id = options.value("--sender-id");
  wanted.head.sender_name = options.value("--sender-name");
  wanted.head.recipient_id = options.value("--recipient-id");
  wanted.head.recipient_name = options.value("--recipient-name");
  wanted.head.message_id = options.value("--message-id");
  wanted.head.service = options.value("--source", "all");
  const auto written = COLOPHON_TRY(format == "csv" ? jobs::sales_csv(store, wanted) : jobs::sales_dsr(store, wanted));
  if (options.has("--out")) COLOPHON_TRY(write_file(options.value("--out"), written.text));
  if (options.json()) print_json(JsonObject{{"lines", whole(written.lines)}, {"without_work", whole(written.without_work)}, {"file_name", written.file_name}});
  else if (!options.has("--out")) print(std::string_view(written.text).substr(0, written.text.size() - 1));
  else print(std::to_string(written.lines) + " lines" + (written.without_work == 0 ? "" : "; " + std::to_string(written.without_work) + " lines without a work are not in it") + "; the format names such a file " + written.file_name);
  return kDone;
}

std::string group_text(const store::PostedSum::Group& group, const std::string& currency) {
  return group.lines == 0 ? "" : money_exact(group.amount, currency) + " in " + std::to_string(group.lines);
}

Result<int> post(store::Store& store, const Options& options) {
  store::PostingFilter filter;
  if (options.has("--period")) filter.until = COLOPHON_TRY(Period::parse(options.value("--period"), "--period"));
  filter.source = options.value("--source");
  const bool preview = options.has("--preview");
  const auto posted = COLOPHON_TRY(preview ? jobs::preview_posting(store, filter) : jobs::post_sales(store, filter, progress("post")));
  if (!preview) end_progress();
  if (options.json()) {
    print_json(jobs::posted_json(posted));
    return kDone;
  }
  std::vector<std::vector<std::string>> rows{{"period", "currency", "to works", "into suspense", "out of suspense", "taken back"}};
  for (const auto& sum : posted.sums)
    rows.push_back({sum.period.to_string(), sum.currency, group_text(sum.sales, sum.currency), group_text(sum.suspense, sum.currency), group_text(sum.resolved, sum.currency), group_text(sum.reversed, sum.currency)});
  if (posted.sums.empty()) print("nothing is left to post");
  else print_table(rows, {2, 3, 4, 5});
  if (posted.waiting > 0) print(std::to_string(posted.waiting) + " returns wait: no sale is there that they could take back");
  if (preview && !posted.sums.empty()) print("(a preview: nothing was changed)");
  return kDone;
}

Result<int> withdraw(store::Store& store, const Options& options) {
  if (!options.has("--file")) return wrong(options, "--file", "sales withdraw needs --file ID (colophon sales list shows them)");
  const auto id = COLOPHON_TRY(Id::parse(options.value("--file"), "--file"));
  COLOPHON_TRY(store.withdraw_sales_file(id));
  if (options.json()) print_json(JsonObject{{"file", id.to_string()}, {"withdrawn", true}});
  else print("withdrew " + id.to_string() + " with its lines");
  return kDone;
}

Result<int> run(const Options& options) {
  const auto& verb = options.arguments()[0];
  auto store = COLOPHON_TRY(open_store(options));
  if (verb == "list") return list(*store, options);
  if (verb == "suspense") return suspense(*store, options);
  if (verb == "suggest") return suggest(*store, options);
  if (verb == "match" || verb == "reject" || verb == "postpone" || verb == "reopen") return decide(*store, options, verb);
  if (verb == "mapping") return mapping(*store, options);
  if (verb == "identify") return identify(*store, options);
  if (verb == "report") return report(*store, options);
  if (verb == "post") return post(*store, options);
  if (verb == "withdraw") return withdraw(*store, options);
  return wrong(options, "", "sales knows list, suspense, suggest, match, reject, postpone, reopen, mapping, identify, report, post and withdraw, not '" + verb + "'");
}

}  // namespace

const Command& sales_command() {
  static const Command command{
      {"sales", "list|suspense|suggest|match|reject|postpone|reopen|mapping|identify|report|post|withdraw",
       "Sales files, what they hold without a work, what of them is revenue, and reports out. `colophon import sales` and `import dsr` bring files in.",
       {kStoreOption,
        {"--key", "KEY", "match, reject, postpone, reopen: the key whose lines are meant, as suspense shows it."},
        {"--work", "ID", "match: the work, by its id or the host's own id of it. Holds for all lines of the key, and those to come."},
        {"--by", "NAME", "match, reject, postpone, reopen, mapping: who decides (default: command line)."},
        {"--state", "STATE", "suspense: open (default), postponed, rejected or matched."},
        {"--currency", "CODE", "suspense: only keys with money in this currency."},
        {"--find", "TEXT", "suspense: only keys with this in title, artist or an identifier."},
        {"--lines", "N", "suspense: how many keys are shown, the largest amounts first (default 20)."},
        {"--map", "FILE", "mapping: keep this mapping under --name."},
        {"--name", "NAME", "mapping: print the mapping of this name."},
        {"--guess", "FILE", "mapping: a first mapping for a table, from its header."},
        {"--in", "FILE", "identify: a CSV of work,isrc,iswc,upc,id:SOURCE."},
        {"--period", "YYYY-MM", "report: the month. post: lines dated up to the end of it (default: all)."},
        {"--format", "FORM", "report: csv (revenue lines, default) or dsr (DDEX BasicAudioProfile 1.2)."},
        {"--source", "NAME", "report, post: only this service."},
        {"--preview", "", "post: show what would be posted, and change nothing."},
        {"--out", "FILE", "report: where to write it (default: stdout)."},
        {"--sender-id", "PADPIDA...", "report: the sender's DDEX party id."},
        {"--sender-name", "NAME", "report: the sender's name."},
        {"--recipient-id", "PADPIDA...", "report: the recipient's DDEX party id."},
        {"--recipient-name", "NAME", "report: the recipient's name."},
        {"--message-id", "ID", "report: the message's id (default: a new one)."},
        {"--file", "ID", "withdraw: the file, as list shows it."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
