#include "jobs/sales_json.hpp"

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

std::int64_t whole(std::uint64_t count) { return static_cast<std::int64_t>(count); }
Json id_or_null(const Id& id) { return id.is_nil() ? Json() : Json(id.to_string()); }

}  // namespace

Result<Json> sales_file_json(const store::SalesFile& file) {
  return Json(JsonObject{{"file", file.id.to_string()}, {"name", file.name}, {"source", file.source}, {"format", file.format}, {"sha256", to_hex(file.hash)}, {"lines", whole(file.lines)},
                         {"posted", whole(file.posted)}, {"first_date", file.lines == 0 ? Json() : Json(file.first.to_string())}, {"last_date", file.lines == 0 ? Json() : Json(file.last.to_string())},
                         {"imported_by", file.imported_by}, {"imported_unix_ms", file.imported_at}, {"reading", COLOPHON_TRY(parse_json(file.reading))}});
}

Result<Json> sales_imported_json(const store::SalesImported& imported) {
  Json json = COLOPHON_TRY(sales_file_json(imported.file));
  JsonArray findings;
  for (const auto& finding : imported.findings)
    findings.push_back(JsonObject{{"code", finding.code}, {"column", finding.column}, {"sample", finding.sample}, {"count", whole(finding.count)}, {"first_row", whole(finding.first_row)}});
  for (auto& [name, value] : JsonObject{{"again", imported.again}, {"matched_lines", whole(imported.matched_lines)}, {"new_keys", whole(imported.new_keys)}, {"store_findings", std::move(findings)}})
    json.object()->emplace_back(name, std::move(value));
  return json;
}

Json sales_match_json(const store::SalesMatch& match) {
  JsonArray sums, suggestions;
  for (const auto& sum : match.sums)
    sums.push_back(JsonObject{{"currency", sum.currency}, {"lines", whole(sum.lines)}, {"units", std::to_string(sum.units)}, {"amount", format_exact(sum.amount)}});
  for (const auto& one : match.suggestions)
    suggestions.push_back(JsonObject{{"work", one.work.to_string()}, {"title", one.title}, {"artist", one.artist}, {"score_milli", one.score_milli}, {"reason", one.reason}});
  return JsonObject{{"key", match.key}, {"state", store::match_state_name(match.state)}, {"work", id_or_null(match.work)}, {"work_title", match.work_title}, {"how", match.how},
                    {"decided_by", match.decided_by}, {"isrc", match.isrc}, {"iswc", match.iswc}, {"upc", match.upc}, {"proprietary", match.proprietary}, {"title", match.title},
                    {"artist", match.artist}, {"sums", std::move(sums)}, {"suggestions", std::move(suggestions)}};
}

Json sales_line_json(const store::SalesLineRow& line) {
  return JsonObject{{"id", line.id.to_string()}, {"row", whole(line.row)}, {"date", line.date.to_string()}, {"kind", sales::kind_name(line.kind)}, {"source", line.source}, {"use", line.use},
                    {"territory", line.territory}, {"side", sales::side_name(line.side)}, {"work", id_or_null(line.work)}, {"units", std::to_string(line.units)}, {"amount", format_exact(line.amount)},
                    {"currency", line.currency}, {"key", line.key}, {"isrc", line.isrc}, {"iswc", line.iswc}, {"upc", line.upc}, {"proprietary", line.proprietary}, {"title", line.title},
                    {"artist", line.artist}, {"original", line.original}, {"match", store::match_state_name(line.state)}, {"posted", line.posted ? Json(line.posted->to_string()) : Json()}};
}

JsonArray suspense_json(const std::vector<store::SuspenseSum>& sums) {
  JsonArray rows;
  for (const auto& row : sums)
    rows.push_back(JsonObject{{"state", store::match_state_name(row.state)}, {"currency", row.sum.currency}, {"keys", whole(row.keys)}, {"lines", whole(row.sum.lines)},
                              {"units", std::to_string(row.sum.units)}, {"amount", format_exact(row.sum.amount)}});
  return rows;
}

}  // namespace colophon::jobs
