#include "colophon/merkle/report.hpp"

#include <algorithm>

namespace colophon::merkle {
namespace {

std::string key_hash_hex(std::uint32_t hash) {
  const std::array<std::uint8_t, 4> bytes = {static_cast<std::uint8_t>(hash >> 24), static_cast<std::uint8_t>(hash >> 16),
                                             static_cast<std::uint8_t>(hash >> 8), static_cast<std::uint8_t>(hash)};
  return to_hex(bytes);
}

JsonArray sayings_json(const std::vector<Saying>& sayings) {
  JsonArray list;
  for (const Saying& saying : sayings) list.push_back(JsonObject{{"id", saying.id}, {"text", saying.text}});
  return list;
}

struct Words { const char* kind; const char* check; const char* id; const char* text; };
// What each check that holds proves.
constexpr Words kProven[] = {
    {"receipt", "commitment", "content", "The log's entry was made from exactly this content, and nothing in it was changed since."},
    {"receipt", "inclusion", "order", "The entry stands at this place of the log: after every entry before it, before every entry after it."},
    {"statement", "totals", "arithmetic", "The amounts follow from the pools by the rule and the shares, and they add up."},
    {"statement", "receipt", "settlement", "The settlement that the statement belongs to is the one that the log holds."},
    {"pool-table", "table-sums", "arithmetic", "The rows add up to the pool and are divided by the rule."},
    {"plan", "bound", "bound", "No plan within these limits can be worth more than the bound."},
    {"consistency", "consistency", "append-only", "The newer log begins with the whole older one: nothing in it was changed, removed or moved."},
    {"log", "root", "whole-log", "These are all entries of the log, in their order: they give the root that was signed."},
    {"log", "history", "append-only", "Every earlier checkpoint in the file is a state of this same log: nothing was changed, removed or moved."},
};
// What no check of that kind can show.
constexpr Words kNotProven[] = {
    {"receipt", "", "authorship", "Who made the work: a receipt shows what was registered, in which order and under whose key, not who created it."},
    {"statement", "", "inputs", "That the units and the revenue are real: they come from the platform."},
    {"pool-table", "", "inputs", "That the units and the revenue are real: they come from the platform."},
    {"plan", "", "forecast", "That the expected values will come true: the plan is only as good as they are."},
    {"consistency", "", "meaning", "What the entries stand for: the log holds commitments, and a receipt opens one."},
    {"log", "", "meaning", "What the entries stand for: the log holds commitments, and a receipt opens one."},
};

}  // namespace

void say(Report& report) {
  for (const Words& words : kProven) {
    const bool shown = std::ranges::any_of(report.checks, [&](const Check& check) { return check.holds && check.name == words.check; });
    if (report.kind == words.kind && shown) report.proven.push_back({words.id, words.text});
  }
  for (const Words& words : kNotProven) {
    if (report.kind == words.kind) report.not_proven.push_back({words.id, words.text});
  }
}

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
  JsonArray declared;
  for (const Declared& one : report.declared) {
    declared.push_back(JsonObject{{"key", to_base64(one.public_key)}, {"message", to_base64(as_bytes(one.message))}, {"signature", to_base64(one.signature)}});
  }
  const std::string note = report.signed_text.empty() ? std::string() : signed_note(report.signed_text, report.signatures);
  return JsonObject{{"kind", report.kind},
                    {"holds", report.holds()},
                    {"checks", std::move(checks)},
                    {"facts", report.facts},
                    {"signed_text", report.signed_text},
                    {"signatures", std::move(signatures)},
                    {"checkpoint", note},
                    {"old_checkpoint", report.old_note},
                    {"declared", std::move(declared)},
                    {"proven", report.holds() ? sayings_json(report.proven) : JsonArray()},
                    {"not_proven", sayings_json(report.not_proven)},
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
