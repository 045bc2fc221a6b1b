#include "payload.hpp"

#include <algorithm>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"

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
  void utc_time(std::string_view name);
  bool has(std::string_view name) { return fields_.any(name) != nullptr; }
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

// 2026-10-01T00:00:00Z: whole seconds, UTC. Days are checked to 31 and seconds to 60 (a leap second).
void PayloadFields::utc_time(std::string_view name) {
  const std::string_view text = fields_.string(name);
  constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:ddZ";
  bool holds = text.size() == kPattern.size();
  for (std::size_t i = 0; holds && i < kPattern.size(); ++i) {
    holds = kPattern[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == kPattern[i];
  }
  const auto between = [&](std::size_t at, int low, int high) {
    const int value = (text[at] - '0') * 10 + (text[at + 1] - '0');
    return value >= low && value <= high;
  };
  holds = holds && between(5, 1, 12) && between(8, 1, 31) && between(11, 0, 23) && between(14, 0, 59) && between(17, 0, 60);
  if (!holds) note(name, "Write a time in UTC as 2026-10-01T00:00:00Z.");
}

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
  if (kind == "work") return "colophon/work/1";
  if (kind == "settlement") return "colophon/settlement/2";
  if (kind == "plan") return "colophon/plan/1";
  return std::nullopt;
}

Result<void> check_payload(std::string_view kind, const Json& payload) {
  if (kind == "work") return check_work(payload);
  if (kind == "settlement") return check_settlement(payload);
  if (kind == "plan") return check_plan(payload);
  return fail(Errc::invalid_argument, "kind", "The kind must be work, settlement or plan.");
}

}  // namespace colophon::merkle
