// Sales reports: preview and import, files and lines, the suspense and its queue, reports out. What it does lies in jobs/.
#include <httplib.h>

#include "colophon/base/limits.hpp"
#include "colophon/sales/dsr.hpp"
#include "colophon/sales/mapping.hpp"
#include "colophon/sales/table.hpp"
#include "http/api.hpp"
#include "jobs/import_sales.hpp"
#include "jobs/post_sales.hpp"
#include "jobs/sales_json.hpp"
#include "jobs/sales_report.hpp"
#include "jobs/unpack.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kNameBytesMax = 200, kKeyBytesMax = 10'000;

/// {"name","data": base64, "mapping": object, "@name" or null, "source"?, "round"?, "strict_totals"?, ...}
struct SalesBody { jobs::SalesReport report; jobs::SalesForm form; };

Result<std::string> mapping_document(store::Store& store, const Json* mapping) {
  if (mapping == nullptr || mapping->is_null()) return std::string();
  if (const auto* name = mapping->string()) {
    if (!name->starts_with('@')) return fail(Errc::invalid_argument, "mapping", "Name a mapping that the store keeps with an @, or send the mapping itself.");
    auto text = jobs::mapping_text(store, *name);
    if (!text) return fail(text.error().code, "mapping", text.error().detail);
    return text;
  }
  return canonical_json(*mapping);
}

Result<SalesBody> read_body(Call& call, JsonFields& fields) {
  SalesBody body;
  body.report.name = std::string(fields.string("name"));
  const auto data = fields.string("data");
  const Json* mapping = fields.any("mapping");
  body.form.source = std::string(fields.string_or("source", ""));
  body.form.round = fields.boolean_or("round", false);
  body.form.strict_totals = fields.boolean_or("strict_totals", false);
  if (!fields.ok()) COLOPHON_TRY(fields.finish());
  if (body.report.name.empty() || body.report.name.size() > kNameBytesMax) return fail(Errc::invalid_argument, "name", "A file's name has 1 to 200 bytes.");
  const auto bytes = COLOPHON_TRY(from_base64(data, "data"));
  body.report.data = COLOPHON_TRY(jobs::unpack(std::string(bytes.begin(), bytes.end()), "data", limits::kSalesFileBytesMax));
  body.form.mapping = COLOPHON_TRY(mapping_document(call.store(), mapping));
  return body;
}

/// Without a mapping a table gets a guess of one, a DSR file is read as it is.
Result<Answer> post_preview(Call& call) {
  const Json json = COLOPHON_TRY(call.json());
  JsonFields fields(json, "");
  const auto lines = fields.integer_or("lines", 20);
  auto body = COLOPHON_TRY(read_body(call, fields));
  COLOPHON_TRY(fields.finish());
  if (lines < 0 || lines > 500) return fail(Errc::invalid_argument, "lines", "From 0 to 500 lines.");
  if (body.form.mapping.empty() && !sales::is_dsr(body.report.data)) {
    const Json guess = sales::guess_mapping(body.report.data);
    sales::Mapping shown;
    if (const auto* table = guess.find("table")) {
      if (const auto* separator = table->find("separator")) shown.separator = separator->string()->front();
      if (const auto* encoding = table->find("encoding")) shown.encoding = *encoding->string() == "utf-16" ? sales::TextEncoding::utf16 : sales::TextEncoding::windows_1252;
      if (const auto* skip = table->find("skip_lines")) shown.skip_lines = static_cast<int>(*skip->integer());
    }
    return Answer::json(JsonObject{{"file", body.report.name}, {"format", "table"}, {"guess", guess}, {"rows", sales::table_rows(body.report.data, shown, static_cast<std::size_t>(lines))}});
  }
  return Answer::json(COLOPHON_TRY(jobs::preview_sales(call.store(), body.report, body.form, static_cast<std::size_t>(lines))));
}

Result<Apply> post_file(Call& call) {
  const Json json = COLOPHON_TRY(call.json());
  JsonFields fields(json, "");
  const bool same_content = fields.boolean_or("allow_same_content", false);
  auto body = std::make_shared<SalesBody>(COLOPHON_TRY(read_body(call, fields)));
  COLOPHON_TRY(fields.finish());
  if (body->form.mapping.empty() && !sales::is_dsr(body->report.data)) return fail(Errc::missing_field, "mapping", "A table needs a mapping; only DDEX DSR files come without one.");
  return Apply([body, same_content, by = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    const auto imported = COLOPHON_TRY(jobs::import_sales(store, body->report, body->form, by, same_content));
    return Answer::json(COLOPHON_TRY(jobs::sales_imported_json(imported)), imported.again ? 200 : 201);
  });
}

Result<Answer> get_files(Call& call) {
  JsonArray rows;
  for (const auto& file : COLOPHON_TRY(call.store().sales_files())) rows.push_back(COLOPHON_TRY(jobs::sales_file_json(file)));
  return Answer::json(JsonObject{{"files", std::move(rows)}});
}

Result<Answer> get_file(Call& call) { return Answer::json(COLOPHON_TRY(jobs::sales_file_json(COLOPHON_TRY(call.store().sales_file(COLOPHON_TRY(call.id())))))); }

Result<Answer> get_lines(Call& call) {
  store::LineFilter filter;
  filter.file = COLOPHON_TRY(call.store().sales_file(COLOPHON_TRY(call.id()))).id;
  const auto page = COLOPHON_TRY(call.store().sales_lines(filter, call.query("cursor"), COLOPHON_TRY(call.limit())));
  JsonArray rows;
  for (const auto& line : page.rows) rows.push_back(jobs::sales_line_json(line));
  return Answer::json(JsonObject{{"lines", std::move(rows)}, {"next", page.next.empty() ? Json() : Json(page.next)}});
}

Result<Apply> post_withdraw(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  return Apply([id, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.withdraw_sales_file(id));
    return Answer::json(JsonObject{{"file", id.to_string()}, {"withdrawn", true}});
  });
}

Result<Answer> get_mappings(Call& call) {
  JsonArray rows;
  for (const auto& mapping : COLOPHON_TRY(call.store().sales_mappings()))
    rows.push_back(JsonObject{{"name", mapping.name}, {"mapping", COLOPHON_TRY(parse_json(mapping.document))}, {"updated_at", rfc3339(mapping.updated_at)}, {"updated_by", mapping.updated_by}});
  return Answer::json(JsonObject{{"mappings", std::move(rows)}});
}

Result<Apply> post_mapping(Call& call) {
  const Json json = COLOPHON_TRY(call.json());
  JsonFields fields(json, "");
  const std::string name(fields.string("name"));
  const Json& mapping = fields.required("mapping");
  COLOPHON_TRY(fields.finish());
  if (name.empty() || name.size() > 64 || name.contains('@')) return fail(Errc::invalid_argument, "name", "A mapping's name has 1 to 64 bytes and no @.");
  const auto read = sales::parse_mapping(mapping);
  if (!read) return fail(read.error().code, "mapping." + read.error().field, read.error().detail);
  return Apply([name, text = canonical_json(mapping), by = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.put_sales_mapping(name, text, by));
    return Answer::json(JsonObject{{"name", name}}, 201);
  });
}

Result<Answer> get_suspense(Call& call) {
  store::MatchFilter filter;
  const auto state = call.query("state");
  if (!state.empty()) filter.state = COLOPHON_TRY(store::parse_match_state(state, "state"));
  filter.currency = call.query("currency");
  filter.contains = call.query("find");
  const auto skip = COLOPHON_TRY(call.query_number("skip", 0, 10'000'000));
  const auto limit = COLOPHON_TRY(call.limit(50));
  JsonArray queue;
  for (const auto& match : COLOPHON_TRY(call.store().sales_matches(filter, skip, limit))) queue.push_back(jobs::sales_match_json(match));
  return Answer::json(JsonObject{{"suspense", jobs::suspense_json(COLOPHON_TRY(call.store().sales_suspense()))}, {"queue", std::move(queue)}});
}

/// {"key","state": "matched" with "work", "rejected", "postponed" or "open"}
Result<Apply> post_decision(Call& call) {
  const Json json = COLOPHON_TRY(call.json());
  JsonFields fields(json, "");
  const std::string key(fields.string("key"));
  const auto state_text = fields.string("state");
  const auto work_text = fields.string_or("work", "");
  COLOPHON_TRY(fields.finish());
  if (key.empty() || key.size() > kKeyBytesMax) return fail(Errc::invalid_argument, "key", "Send the key as the queue has it.");
  const auto state = COLOPHON_TRY(store::parse_match_state(state_text, "state"));
  const bool matched = state == store::MatchState::matched;
  if (matched && work_text.empty()) return fail(Errc::missing_field, "work", "A match needs the id of a work.");
  if (!matched && !work_text.empty()) return fail(Errc::invalid_argument, "work", "Only a match has a work.");
  const Id work = matched ? COLOPHON_TRY(Id::parse(work_text, "work")) : Id{};
  return Apply([key, state, matched, work, by = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    const auto match = COLOPHON_TRY(matched ? store.match_sales(key, work, by) : store.set_match_state(key, state, by));
    return Answer::json(jobs::sales_match_json(match));
  });
}

Result<Apply> post_suggest(Call& call) {
  return Apply([&store = call.store()]() -> Result<Answer> {
    const store::Job job = COLOPHON_TRY(store.enqueue_job({"suggest", "{}", {}}));
    return Answer::json(JsonObject{{"job", job.id.to_string()}}, 202);
  });
}

/// {"until"?: "2026-10", "source"?}
Result<store::PostingFilter> read_posting(Call& call) {
  const Json json = COLOPHON_TRY(call.json());
  JsonFields fields(json, "");
  const auto until = fields.string_or("until", "");
  store::PostingFilter filter;
  filter.source = std::string(fields.string_or("source", ""));
  COLOPHON_TRY(fields.finish());
  if (!until.empty()) filter.until = COLOPHON_TRY(Period::parse(until, "until"));
  return filter;
}

Result<Answer> preview_posting(Call& call) { return Answer::json(jobs::posted_json(COLOPHON_TRY(jobs::preview_posting(call.store(), COLOPHON_TRY(read_posting(call)))))); }

Result<Apply> post_posting(Call& call) {
  return Apply([filter = COLOPHON_TRY(read_posting(call)), &services = call.services]() -> Result<Answer> {
    const auto posted = COLOPHON_TRY(jobs::post_sales(services.store, filter));
    services.metrics.revenue_accepted(posted.revenue_lines);
    return Answer::json(jobs::posted_json(posted));
  });
}

/// Works with titles like a text: for matching by hand to a work that was not suggested.
Result<Answer> get_works_like(Call& call) {
  const auto title = call.query("title");
  if (title.empty()) return fail(Errc::missing_field, "title", "Give a title, or a part of one.");
  const auto works = COLOPHON_TRY(call.store().titled_works());
  const sales::SimilarityIndex index(works);
  sales::SimilarityIndex::Scratch scratch;
  JsonArray rows;
  for (const auto& one : index.find(title, call.query("artist"), 10, 400, scratch)) {
    const auto found = std::ranges::find(works, one.work, &sales::TitledWork::work);
    rows.push_back(JsonObject{{"work", one.work.to_string()}, {"title", found->title}, {"artist", found->artist}, {"score_milli", one.score_milli}, {"reason", "title"}});
  }
  return Answer::json(JsonObject{{"works", std::move(rows)}});
}

Result<Answer> get_report(Call& call) {
  jobs::SalesReportOptions options;
  options.period = COLOPHON_TRY(Period::parse(call.query("period"), "period"));
  options.source = call.query("source");
  const auto format = call.query("format");
  options.head.sender_id = call.query("sender_id");
  options.head.sender_name = call.query("sender_name");
  options.head.recipient_id = call.query("recipient_id");
  options.head.recipient_name = call.query("recipient_name");
  options.head.service = options.source.empty() ? "all" : options.source;
  if (!format.empty() && format != "csv" && format != "dsr") return fail(Errc::invalid_argument, "format", "A report is csv or dsr.");
  const auto report = COLOPHON_TRY(format == "dsr" ? jobs::sales_dsr(call.store(), options) : jobs::sales_csv(call.store(), options));
  auto answer = Answer::text(report.text, format == "dsr" ? "text/tab-separated-values; charset=utf-8" : "text/csv; charset=utf-8");
  std::string name;
  for (const char c : report.file_name)
    if (c > 0x20 && c < 0x7F && c != '"' && c != '\\') name += c;
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return answer;
}

}  // namespace

void add_sales_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  const Access writes{.key_scope = "sales:write", .roles = kOperator | kFinance};
  routes.add({{.method = "POST", .path = "/v1/sales/preview", .access = writes, .read = post_preview, .body_max = &Limits::sales_bytes_max},
              {.method = "POST", .path = "/v1/sales/files", .access = writes, .write = post_file, .body_max = &Limits::sales_bytes_max},
              {.method = "GET", .path = "/v1/sales/files", .access = reads, .read = get_files},
              {.method = "GET", .path = "/v1/sales/files/{id}", .access = reads, .read = get_file},
              {.method = "GET", .path = "/v1/sales/files/{id}/lines", .access = reads, .read = get_lines},
              {.method = "POST", .path = "/v1/sales/files/{id}/withdraw", .access = writes, .write = post_withdraw},
              {.method = "GET", .path = "/v1/sales/mappings", .access = reads, .read = get_mappings},
              {.method = "POST", .path = "/v1/sales/mappings", .access = writes, .write = post_mapping},
              {.method = "GET", .path = "/v1/sales/suspense", .access = reads, .read = get_suspense},
              {.method = "POST", .path = "/v1/sales/decisions", .access = writes, .write = post_decision},
              {.method = "POST", .path = "/v1/sales/suggestions", .access = writes, .write = post_suggest},
              {.method = "POST", .path = "/v1/sales/postings", .access = writes, .write = post_posting},
              {.method = "POST", .path = "/v1/sales/postings/preview", .access = writes, .read = preview_posting},
              {.method = "GET", .path = "/v1/sales/works", .access = reads, .read = get_works_like},
              {.method = "GET", .path = "/v1/sales/report", .access = reads, .read = get_report}});
}

}  // namespace colophon::http
