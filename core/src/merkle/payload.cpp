#include "payload.hpp"

#include <algorithm>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "colophon/base/time.hpp"
#include "colophon/merkle/checkpoint.hpp"

namespace colophon::merkle {
namespace {

// Reads one object; each helper notes the error of a value that has not the form that its name says.
class PayloadFields {
 public:
  PayloadFields(const Json& payload, std::string path) : fields_(payload, std::move(path)) {}

  void id(std::string_view name) { keep(Id::parse(fields_.string(name), fields_.path(name))); }
  void hash(std::string_view name) { keep(parse_hash(fields_.string(name), fields_.path(name))); }
  void count(std::string_view name) { keep(parse_uint128(fields_.string(name), fields_.path(name))); }
  void amount(std::string_view name) { keep(parse_int64(fields_.string(name), fields_.path(name))); }
  void period(std::string_view name) { keep(Period::parse(fields_.string(name), fields_.path(name))); }
  void currency(std::string_view name) { keep(Currency::parse(fields_.string(name), fields_.path(name))); }
  void share(std::string_view name) { keep(Share::parse(fields_.string(name), fields_.path(name))); }
  void text(std::string_view name) { fields_.string(name); }

  void word(std::string_view name) {
    if (fields_.string(name).empty()) note(name, "This must not be empty.");
  }
  void natural(std::string_view name) {
    if (fields_.integer(name) < 0) note(name, "This must be at least 0.");
  }
  void utc_time(std::string_view name) { keep(parse_utc(fields_.string(name), fields_.path(name))); }
  void log_key(std::string_view name) { keep(parse_verifier_key(fields_.string(name), fields_.path(name))); }
  void one_of(std::string_view name, std::initializer_list<std::string_view> words) {
    if (std::ranges::find(words, fields_.string(name)) == words.end()) note(name, "This is none of the words that may stand here.");
  }
  const JsonArray& array(std::string_view name) { return fields_.array(name); }
  std::string path(std::string_view name) const { return fields_.path(name); }
  void note(std::string_view name, const char* detail) { fields_.note({Errc::invalid_argument, fields_.path(name), detail}); }
  void note(Error error) { fields_.note(std::move(error)); }
  Result<void> finish() { return fields_.finish(); }

 private:
  // After a first error every read gives a default, whose own error would be dropped by note() anyway.
  template <class T>
  void keep(const Result<T>& result) {
    if (!result) fields_.note(result.error());
  }

  JsonFields fields_;
};

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
  f.currency("currency");
  for (const char* name : {"pool_micro", "accrued_micro", "payable_minor", "opening_micro", "carried_micro"}) f.amount(name);
  f.natural("statements");
  f.hash("statements_root");
  f.hash("journal");
  const JsonArray& pools = f.array("pools");
  if (auto end = f.finish(); !end) return end;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const std::string* root = pools[i].string();
    if (auto hash = parse_hash(root ? *root : std::string(), item_path(f.path("pools"), i)); !hash) return std::unexpected(hash.error());
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
  f.log_key("key");
  f.utc_time("made_at");
  return f.finish();
}

struct PayloadKind { std::string_view kind, domain; Result<void> (*check)(const Json&); };
constexpr PayloadKind kKinds[] = {{"work", "colophon/work/1", check_work},       {"settlement", "colophon/settlement/1", check_settlement},
                                  {"plan", "colophon/plan/1", check_plan},       {"model", "colophon/model/1", check_model},
                                  {"log-key", "colophon/log-key/1", check_log_key}};

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
