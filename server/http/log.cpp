// The public side of the transparency log.
#include <httplib.h>

#include "colophon/base/money.hpp"
#include "http/api.hpp"
#include "log/keys.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::uint64_t kIndexMax = (std::uint64_t{1} << 53) - 1;

JsonArray hashes(const std::vector<Hash>& list) {
  JsonArray out;
  for (const Hash& hash : list) out.emplace_back(to_hex(hash));
  return out;
}

Result<std::uint64_t> required_number(Call& call, const char* name) {
  if (call.query(name).empty()) return fail(Errc::missing_field, name, "The query needs this number.");
  return call.query_number(name, 0, kIndexMax);
}

Result<Answer> get_checkpoint(Call& call) { return Answer::text(COLOPHON_TRY(call.services.log.checkpoint()), "text/plain; charset=utf-8"); }

Result<Answer> get_key(Call& call) {
  JsonArray keys;
  for (const store::LogKeyRow& key : call.services.log.keys()) {
    keys.emplace_back(JsonObject{{"number", key.number}, {"log_key", key.verifier_key}, {"state", store::log_key_state_name(key.state)}, {"added_at", rfc3339(key.added_at)},
                                 {"retired_at", key.retired_at == 0 ? Json() : Json(rfc3339(key.retired_at))}});
  }
  return Answer::json(JsonObject{{"log_key", call.services.log.log_key()}, {"keys", std::move(keys)}});
}

/// The change of a key as the log holds it: its addition, or, once it is retired, that.
Result<Answer> get_key_receipt(Call& call) {
  for (const store::LogKeyRow& key : call.services.log.keys())
    if (std::to_string(key.number) == call.path.find("number")->second) return receipt_answer(call, "log-key", tlog::log_key_subject(key.verifier_key));
  return fail(Errc::not_found, "number", "The log has no key of this number: see /v1/log/key.");
}

Result<Answer> get_tile(Call& call) {
  const auto tile = merkle::parse_tile_path("tile/" + call.path.find("path")->second);
  if (!tile) return fail(Errc::not_found, "path", tile.error().detail);
  const Bytes bytes = COLOPHON_TRY(call.services.log.tile(*tile));
  Answer answer = Answer::text(std::string(bytes.begin(), bytes.end()), "application/octet-stream");
  // A tile of one name never changes: a wider one has another name.
  answer.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
  return answer;
}

Result<Answer> get_consistency_file(Call& call) {
  const std::string text = call.path.find("size")->second;
  const auto size = parse_uint128(text, "size");
  if (!size || *size > kIndexMax) return fail(Errc::not_found, "size", "The size of an earlier checkpoint is a decimal number.");
  return Answer::json(COLOPHON_TRY(call.services.log.consistency_file(static_cast<std::uint64_t>(*size))));
}

Result<Answer> get_export(Call& call) {
  Services& services = call.services;
  COLOPHON_TRY(services.log.checkpoint());
  auto place = std::make_shared<StreamPlace>(services.streams);
  if (static_cast<std::size_t>(services.streams) > services.options.limits.streams_max) {
    return fail(Errc::too_many_requests, "", "Many are reading at this moment: try again, or fetch the tiles one by one.");
  }
  Answer answer;
  answer.content_type = "application/x-tar";
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"log.tar\"");
  answer.stream = [&services, place](httplib::DataSink& sink) {
    const auto done = services.log.export_archive([&](std::string_view piece) { return !services.stop && sink.write(piece.data(), piece.size()); });
    if (done) sink.done();
    return done.has_value();
  };
  return answer;
}

Result<Answer> get_proof(Call& call) {
  const std::uint64_t index = COLOPHON_TRY(required_number(call, "index"));
  const std::uint64_t size = COLOPHON_TRY(call.query_number("size", 0, kIndexMax));
  const tlog::Inclusion proof = COLOPHON_TRY(call.services.log.inclusion(index, size));
  return Answer::json(JsonObject{{"index", static_cast<std::int64_t>(proof.index)}, {"size", static_cast<std::int64_t>(proof.size)},
                                 {"leaf", to_hex(proof.leaf)}, {"proof", hashes(proof.proof)}});
}

Result<Answer> get_consistency(Call& call) {
  const std::uint64_t from = COLOPHON_TRY(required_number(call, "from")), to = COLOPHON_TRY(required_number(call, "to"));
  const auto proof = COLOPHON_TRY(call.services.log.consistency(from, to));
  return Answer::json(JsonObject{{"from", static_cast<std::int64_t>(from)}, {"to", static_cast<std::int64_t>(to)}, {"proof", hashes(proof)}});
}

}  // namespace

void add_log_routes(Routes& routes) {
  const Access anyone{.anyone = true};
  routes.add({{.method = "GET", .path = "/v1/log/checkpoint", .access = anyone, .read = get_checkpoint},
              {.method = "GET", .path = "/v1/log/key", .access = anyone, .read = get_key},
              {.method = "GET", .path = "/v1/log/key/{number}/receipt", .access = anyone, .read = get_key_receipt},
              {.method = "GET", .path = "/v1/log/tile/{path...}", .access = anyone, .read = get_tile},
              {.method = "GET", .path = "/v1/log/export", .access = anyone, .read = get_export},
              {.method = "GET", .path = "/v1/log/consistency/{size}", .access = anyone, .read = get_consistency_file},
              {.method = "GET", .path = "/v1/log/proof", .access = anyone, .read = get_proof},
              {.method = "GET", .path = "/v1/log/consistency", .access = anyone, .read = get_consistency}});
}

}  // namespace colophon::http
