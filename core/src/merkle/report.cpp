#include "colophon/merkle/report.hpp"

#include <algorithm>

namespace colophon::merkle {
namespace {

std::string key_hash_hex(std::uint32_t hash) {
  const std::array<std::uint8_t, 4> bytes = {static_cast<std::uint8_t>(hash >> 24), static_cast<std::uint8_t>(hash >> 16),
                                             static_cast<std::uint8_t>(hash >> 8), static_cast<std::uint8_t>(hash)};
  return to_hex(bytes);
}

}  // namespace

bool Report::holds() const { return !checks.empty() && std::ranges::all_of(checks, &Check::holds); }

Json report_json(const Report& report) {
  JsonArray checks, signatures;
  for (const Check& check : report.checks) {
    checks.push_back(JsonObject{{"name", check.name}, {"holds", check.holds}, {"field", check.field}, {"detail", check.detail}});
  }
  for (const NoteSignature& signature : report.signatures) {
    signatures.push_back(JsonObject{{"name", signature.name},
                                    {"key_hash", key_hash_hex(signature.key_hash)},
                                    {"signature", to_base64(signature.signature)}});
  }
  return JsonObject{{"kind", report.kind},
                    {"holds", report.holds()},
                    {"checks", std::move(checks)},
                    {"facts", report.facts},
                    {"signed_text", report.signed_text},
                    {"signatures", std::move(signatures)},
                    {"log_key", report.log_key}};
}

void add_check(Report& report, std::string name, const Result<void>& result) {
  if (result) {
    report.checks.push_back({std::move(name), true, "", ""});
  } else {
    report.checks.push_back({std::move(name), false, result.error().field, result.error().detail});
  }
}

}  // namespace colophon::merkle
