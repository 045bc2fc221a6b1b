#include <memory>
#include <string>
#include <vector>

#include "answer.hpp"
#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/explain.hpp"
#include "colophon/royalty/statement.hpp"

using namespace colophon;

struct colophon_bundle {
  std::vector<std::pair<std::string, std::string>> files;
  royalty::Bundle bundle;
  royalty::SettlementResult result;
  std::unique_ptr<royalty::StatementWriter> writer;   // After the two that it points to.
};

colophon_bundle* colophon_bundle_new(void) { return new colophon_bundle; }

void colophon_bundle_free(colophon_bundle* bundle) { delete bundle; }

void colophon_bundle_add(colophon_bundle* bundle, const uint8_t* name, uint32_t name_size, const uint8_t* text, uint32_t size) {
  const std::string_view file = abi::text_of(name, name_size), content = abi::text_of(text, size);
  for (auto& [known, old] : bundle->files) {
    if (known != file) continue;
    old = content;
    return;
  }
  bundle->files.emplace_back(file, content);
}

namespace {

Result<royalty::BundleOptions> read_options(std::string_view text) {
  royalty::BundleOptions options;
  if (text.empty()) return options;
  const auto json = parse_json(text);
  if (!json) return std::unexpected(json.error());
  JsonFields f(*json, "options");
  const std::string_view period = f.string_or("period", ""), as_of = f.string_or("as_of", "");
  if (auto done = f.finish(); !done) return std::unexpected(done.error());
  if (!period.empty()) {
    auto read = Period::parse(period, "options.period");
    if (!read) return std::unexpected(read.error());
    options.period = *read;
  }
  if (!as_of.empty()) {
    auto read = parse_time_utc(as_of, "options.as_of");
    if (!read) return std::unexpected(read.error());
    options.as_of_ms = *read;
  }
  return options;
}

Result<Json> settled(colophon_bundle& bundle, std::string_view options_text) {
  bundle.writer.reset();
  const auto options = read_options(options_text);
  if (!options) return std::unexpected(options.error());
  std::vector<royalty::BundleFile> files;
  for (const auto& [name, text] : bundle.files) files.push_back({name, text});
  auto read = royalty::parse_bundle(files, *options);
  if (!read) return std::unexpected(read.error());
  bundle.bundle = std::move(*read);
  auto result = royalty::settle(bundle.bundle.input);
  if (!result) return std::unexpected(result.error());
  bundle.result = std::move(*result);
  bundle.writer = std::make_unique<royalty::StatementWriter>(bundle.bundle.input, bundle.result);
  const royalty::SettlementResult& r = bundle.result;
  JsonArray pools, statements, warnings;
  for (const auto& pool : r.pools) pools.push_back(pool.header);
  for (const auto& party : r.parties) {
    const Id& id = r.party_ids[party.party];
    std::string name;
    for (const auto& each : bundle.bundle.input.parties) if (each.id == id) name = each.name;
    statements.push_back(JsonObject{{"party", id.to_string()}, {"name", name}});
  }
  for (const auto& warning : r.warnings) {
    warnings.push_back(JsonObject{{"code", warning.code}, {"place", warning.place}, {"detail", warning.detail}, {"count", static_cast<std::int64_t>(warning.count)},
                                  {"amount_micro", std::to_string(warning.amount_micro)}, {"currency", warning.currency}});
  }
  return Json(JsonObject{{"pools", std::move(pools)}, {"root", to_hex(r.root)}, {"settlement", r.header}, {"statements", std::move(statements)}, {"warnings", std::move(warnings)}});
}

Error not_settled() { return {Errc::invalid_argument, "bundle", "The bundle was not settled yet, or its settling failed."}; }

Result<Json> explained(std::string_view statement, std::string_view request_text) {
  const auto json = parse_json(statement);
  if (!json) return std::unexpected(json.error());
  royalty::ExplainRequest request;
  if (!request_text.empty()) {
    const auto wanted = parse_json(request_text);
    if (!wanted) return std::unexpected(wanted.error());
    JsonFields f(*wanted, "request");
    if (f.any("line") != nullptr) request.line = static_cast<std::size_t>(f.integer("line"));
    request.locale = f.string_or("locale", "en");
    if (auto done = f.finish(); !done) return std::unexpected(done.error());
  }
  auto explanation = royalty::explain_statement(*json, request);
  if (!explanation) return std::unexpected(explanation.error());
  return Json(std::move(*explanation));
}

}  // namespace

int32_t colophon_bundle_settle(colophon_bundle* bundle, const uint8_t* options, uint32_t size, colophon_buffer* out) {
  const auto result = settled(*bundle, abi::text_of(options, size));
  return result ? abi::give(out, *result) : abi::give(out, result.error());
}

int32_t colophon_bundle_statement(const colophon_bundle* bundle, uint32_t index, colophon_buffer* out) {
  if (!bundle->writer) return abi::give(out, not_settled());
  if (index >= bundle->result.parties.size()) return abi::give(out, Error{Errc::not_found, "index", "There is no such statement."});
  return abi::give(out, Json(bundle->writer->statement(index)));
}

int32_t colophon_bundle_table(const colophon_bundle* bundle, uint32_t index, colophon_buffer* out) {
  if (!bundle->writer) return abi::give(out, not_settled());
  if (index >= bundle->result.pools.size()) return abi::give(out, Error{Errc::not_found, "index", "There is no such pool."});
  return abi::give(out, Json(bundle->writer->pool_table(index)));
}

int32_t colophon_bundle_journal(const colophon_bundle* bundle, colophon_buffer* out) {
  if (!bundle->writer) return abi::give(out, not_settled());
  std::string text;
  bundle->result.journal.write([&](std::string_view piece) { text += piece; });
  return abi::give(out, as_bytes(text));
}

int32_t colophon_explain(const uint8_t* statement, uint32_t size, const uint8_t* request, uint32_t request_size, colophon_buffer* out) {
  const auto result = explained(abi::text_of(statement, size), abi::text_of(request, request_size));
  return result ? abi::give(out, *result) : abi::give(out, result.error());
}

int32_t colophon_explain_agreements(const uint8_t* document, uint32_t size, const uint8_t* locale, uint32_t locale_size, colophon_buffer* out) {
  const auto json = parse_json(abi::text_of(document, size));
  if (!json) return abi::give(out, json.error());
  const auto result = royalty::explain_rule_book(*json, abi::text_of(locale, locale_size));
  return result ? abi::give(out, Json(*result)) : abi::give(out, result.error());
}
