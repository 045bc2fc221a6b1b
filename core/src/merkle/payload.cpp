#include "payload.hpp"

#include "base/payload_fields.hpp"
#include "colophon/registry/declaration.hpp"

#include <algorithm>
#include <vector>

#include "colophon/base/limits.hpp"
#include "colophon/merkle/checkpoint.hpp"
#include "colophon/merkle/receipt.hpp"

namespace colophon::merkle {
namespace {

std::string item_path(const std::string& list, std::size_t index) { return list + "[" + std::to_string(index) + "]"; }

Result<void> check_shares(const JsonArray& shares, const std::string& path) {
  if (shares.empty() || shares.size() > limits::kPartiesPerWorkMax) {
    return fail(Errc::invalid_shares, path, "A work has 1 to " + std::to_string(limits::kPartiesPerWorkMax) + " parties.");
  }
  std::vector<std::string_view> parties;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    PayloadFields f(shares[i], item_path(path, i));
    f.id("party");
    f.share("share");
    if (auto end = f.finish(); !end) return end;
    parties.push_back(*shares[i].find("party")->string());
  }
  std::ranges::sort(parties);
  if (std::ranges::adjacent_find(parties) != parties.end()) return fail(Errc::invalid_shares, path, "A party is named twice.");
  return {};
}

Result<void> check_work(const Json& payload) {
  PayloadFields f(payload, "payload");
  f.id("work");
  f.hash("sha256");
  f.count("bytes");
  f.word("media_type");
  f.word("kind");
  f.text("title");
  f.utc_time("registered_at");
  const JsonArray& shares = f.array("shares");
  if (auto end = f.finish(); !end) return end;
  return check_shares(shares, f.path("shares"));
}

Result<void> check_settlement(const Json& payload) {
  PayloadFields f(payload, "payload");
  f.id("settlement");
  f.period("period");
  f.natural("statements");
  for (const char* name : {"statements_root", "journal", "rules"}) f.hash(name);
  if (f.has("as_of")) f.utc_time("as_of");
  const JsonArray& pools = f.array("pools");
  const JsonArray& currencies = f.array("currencies");
  if (auto end = f.finish(); !end) return end;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const std::string* root = pools[i].string();
    if (auto hash = parse_hash(root ? *root : std::string(), item_path(f.path("pools"), i)); !hash) return std::unexpected(hash.error());
  }
  for (std::size_t i = 0; i < currencies.size(); ++i) {
    PayloadFields c(currencies[i], item_path(f.path("currencies"), i));
    c.currency("currency");
    for (const char* name : {"received_micro", "reversed_micro", "divided_micro", "fees_micro", "suspense_micro", "opening_micro", "closing_micro", "earned_micro",
                             "held_micro", "reserved_micro", "recouped_micro", "released_micro", "unheld_micro", "guaranteed_micro", "returned_micro", "taken_back_micro",
                             "exchanged_in_micro", "exchanged_out_micro", "gross_minor", "tax_minor", "net_minor"}) {
      c.amount(name);
    }
    if (auto end = c.finish(); !end) return end;
  }
  return {};
}

Result<void> check_plan(const Json& payload) {
  PayloadFields f(payload, "payload");
  f.id("plan");
  f.hash("instance");
  f.count("value");
  f.count("bound");
  return f.finish();
}

Result<void> check_model(const Json& payload) {
  PayloadFields f(payload, "payload");
  f.word("model");
  f.hash("sha256");
  f.hash("card");
  return f.finish();
}

Result<void> check_log_key(const Json& payload) {
  PayloadFields f(payload, "payload");
  f.word("origin");
  f.one_of("action", {"add", "retire"});
  f.keep(parse_verifier_key(f.text("key"), f.path("key")));
  f.utc_time("made_at");
  return f.finish();
}

Result<void> check_declaration(const Json& payload) {
  PayloadFields f(payload, "payload");
  const Json& declaration = f.required("declaration");
  const std::string_view signature = f.text("signature");
  if (auto end = f.finish(); !end) return end;
  const auto bytes = from_hex(signature, "payload.signature");
  if (!bytes || bytes->size() != 64) return fail(Errc::invalid_encoding, "payload.signature", "A signature has 128 hexadecimal digits.");
  const auto read = registry::parse_declaration(declaration, "payload.declaration");
  if (!read) return std::unexpected(read.error());
  return {};
}

Result<void> check_decision(const Json& payload) {
  PayloadFields f(payload, "payload");
  f.id("decision");
  f.one_of("what", {"reset-key", "hold", "release", "confirm", "reject", "lapse", "erase"});
  f.id("about");
  f.word("by");
  f.text("reason", 4'000);
  f.utc_time("made_at");
  return f.finish();
}

Result<void> check_licence(const Json& payload) {
  PayloadFields f(payload, "payload");
  for (const char* name : {"licence", "offer", "work", "licensor", "licensee"}) f.id(name);
  for (const char* name : {"offer_sha256", "accept_sha256"}) f.hash(name);
  f.one_of("kind", {"licence", "transfer"});
  f.money("amount");
  f.currency("currency");
  f.share_or_empty("share");
  f.utc_time("from");
  f.utc_time_or_empty("until");
  f.utc_time("made_at");
  return f.finish();
}

struct PayloadKind { std::string_view kind, domain; Result<void> (*check)(const Json&); };
constexpr PayloadKind kKinds[] = {{"work", "colophon/work/1", check_work},       {"settlement", "colophon/settlement/2", check_settlement},
                                  {"plan", "colophon/plan/1", check_plan},       {"model", "colophon/model/1", check_model},
                                  {"log-key", "colophon/log-key/1", check_log_key},
                                  {"declaration", "colophon/declaration/1", check_declaration},
                                  {"decision", "colophon/decision/1", check_decision},
                                  {"licence", "colophon/licence/1", check_licence}};

const PayloadKind* find_kind(std::string_view kind) {
  const auto found = std::ranges::find(kKinds, kind, &PayloadKind::kind);
  return found == std::end(kKinds) ? nullptr : &*found;
}

}  // namespace

Result<Hash> parse_hash(std::string_view text, std::string_view field) {
  const Result<Bytes> bytes = from_hex(text, field);
  Hash hash;
  if (!bytes || bytes->size() != hash.size()) {
    return fail(Errc::invalid_encoding, std::string(field), "Write a hash as 64 lower-case hexadecimal digits.");
  }
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

std::optional<std::string_view> payload_domain(std::string_view kind) {
  const PayloadKind* known = find_kind(kind);
  return known ? std::optional(known->domain) : std::nullopt;
}

Result<void> check_payload(std::string_view kind, const Json& payload) {
  const PayloadKind* known = find_kind(kind);
  return known ? known->check(payload) : fail(Errc::invalid_argument, "kind", kKindsText);
}

}  // namespace colophon::merkle
