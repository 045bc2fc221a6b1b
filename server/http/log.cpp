// The public side of the transparency log.
#include <httplib.h>

#include "http/api.hpp"
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

Result<Answer> get_key(Call& call) { return Answer::json(JsonObject{{"log_key", call.services.log.log_key()}}); }

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
              {.method = "GET", .path = "/v1/log/proof", .access = anyone, .read = get_proof},
              {.method = "GET", .path = "/v1/log/consistency", .access = anyone, .read = get_consistency}});
}

}  // namespace colophon::http
