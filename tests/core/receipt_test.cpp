// Receipts: a good one holds, and every way to change one is noticed by the check that it belongs to.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "colophon/base/money.hpp"
#include "colophon/merkle/receipt.hpp"

using namespace colophon;
using namespace colophon::merkle;

namespace {

const char* const kWork = R"({"work":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  "sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","bytes":"123456","media_type":"image/jpeg",
  "kind":"photo","title":"Harbour, six in the morning","registered_at":"2026-10-01T00:00:00Z",
  "shares":[{"party":"018f22e2-79b0-7cc3-98c4-dc0c0c07398f","share":"1/2"},{"party":"019f22e2-79b0-7cc3-98c4-dc0c0c07398f","share":"1/2"}]})";
const char* const kSettlement = R"({"settlement":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","period":"2026-10","statements":1,
  "pools":["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  "statements_root":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  "journal":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  "rules":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  "currencies":[{"currency":"EUR",
    "received_micro":"1000000", "reversed_micro":"0", "divided_micro":"1000000", "fees_micro":"0", "suspense_micro":"0",
    "opening_micro":"0", "closing_micro":"0", "earned_micro":"1000000", "held_micro":"0", "reserved_micro":"0",
    "recouped_micro":"0", "released_micro":"0", "unheld_micro":"0", "guaranteed_micro":"0", "returned_micro":"0",
    "taken_back_micro":"0", "exchanged_in_micro":"0", "exchanged_out_micro":"0", "gross_minor":"1", "tax_minor":"0",
    "net_minor":"1"}]})";
const char* const kPlan = R"({"plan":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
  "instance":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","value":"41","bound":"42"})";

const std::string kOrigin = "localhost/colophon";

Hash filled(std::uint8_t value) {
  Hash hash;
  hash.fill(value);
  return hash;
}

// A receipt at index 5 of a log of 11 entries. The signature is 64 bytes that no curve made: core does not look at the curve.
Json receipt(std::string_view kind, std::string_view payload_text) {
  const Json payload = parse_json(payload_text).value();
  std::vector<Hash> leaves;
  for (std::uint8_t i = 0; i < 11; ++i) leaves.push_back(leaf_hash(filled(i)));
  const Hash salt = filled(0x5A);
  leaves[5] = leaf_hash(commitment(payload_domain(kind).value_or("none"), salt, canonical_json(payload)));
  JsonArray proof;
  const std::vector<Hash> steps = inclusion_proof(leaves, 5).value();
  for (const Hash& step : steps) proof.push_back(to_hex(step));

  const std::string key = format_verifier_key(kOrigin, filled(7));
  const std::uint32_t key_hash = parse_verifier_key(key).value().key_hash;
  const NoteSignature signature{kOrigin, key_hash, Bytes(64, 9)};
  const std::string note = signed_note(checkpoint_text({kOrigin, 11, root(leaves)}), {&signature, 1});
  return JsonObject{{"format", "colophon/receipt/1"}, {"kind", kind}, {"payload", payload}, {"salt", to_hex(salt)}, {"index", 5},
                    {"proof", proof}, {"checkpoint", note}, {"log_key", key}};
}

Json& member(Json& object, std::string_view name) {
  for (auto& [key, value] : *object.object()) {
    if (key == name) return value;
  }
  FAIL("no member " << name);
  return object;
}

Json with(Json document, std::string_view name, Json value) {
  member(document, name) = std::move(value);
  return document;
}

Json without(Json document, std::string_view name) {
  std::erase_if(*document.object(), [&](const auto& entry) { return entry.first == name; });
  return document;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> broken(const Report& report) {
  std::vector<std::string> names;
  for (const Check& check : report.checks) {
    if (!check.holds) names.push_back(check.name);
  }
  return names;
}

}  // namespace

TEST_CASE("A receipt of each kind holds and says what to check with the curve") {
  for (const auto& [kind, payload] : {std::pair{"work", kWork}, {"settlement", kSettlement}, {"plan", kPlan}}) {
    INFO(kind);
    const auto report = verify_receipt(receipt(kind, payload));
    REQUIRE(report);
    CHECK(broken(*report).empty());
    CHECK(report->holds());
    REQUIRE(report->checks.size() == 3);
    CHECK(report->checks[0].name == "commitment");
    CHECK(report->checks[1].name == "inclusion");
    CHECK(report->checks[2].name == "checkpoint");
    CHECK(report->signed_text.starts_with("localhost/colophon\n11\n"));
    REQUIRE(report->signatures.size() == 1);
    CHECK(report->signatures[0].signature == Bytes(64, 9));
    CHECK(report->log_key == format_verifier_key(kOrigin, filled(7)));
  }
}

TEST_CASE("The report as JSON") {
  const Json json = report_json(verify_receipt(receipt("plan", kPlan)).value());
  CHECK(*json.find("kind")->string() == "receipt");
  CHECK(*json.find("holds")->boolean());
  CHECK(canonical_json(json.find("checks")->array()->at(1)) == R"({"detail":"","field":"","holds":true,"name":"inclusion"})");
  CHECK(*json.find("facts")->find("size")->string() == "11");
  CHECK(*json.find("facts")->find("index")->integer() == 5);
  CHECK(*json.find("facts")->find("payload")->find("bound")->string() == "42");
  const Json& signature = json.find("signatures")->array()->at(0);
  CHECK(*signature.find("name")->string() == kOrigin);
  CHECK(signature.find("key_hash")->string()->size() == 8);
  CHECK(from_base64(*signature.find("signature")->string(), "signature").value() == Bytes(64, 9));
}

TEST_CASE("Each change is noticed by the check that it belongs to") {
  const Json good = receipt("work", kWork);
  const std::string note = *good.find("checkpoint")->string(), key = *good.find("log_key")->string();
  const auto payload_with = [&](std::string_view name, Json value) { return with(good, "payload", with(*good.find("payload"), name, std::move(value))); };
  const std::string other_hash(64, 'a');
  JsonArray short_proof = *good.find("proof")->array(), long_proof = short_proof, wrong_proof = short_proof;
  short_proof.pop_back();
  long_proof.push_back(other_hash);
  wrong_proof[0] = other_hash;

  struct Row { const char* name; Json document; std::vector<std::string> checks; };
  const std::vector<std::string> inclusion = {"inclusion"}, form = {"commitment", "inclusion"}, checkpoint = {"checkpoint"};
  const Row rows[] = {
      {"another title", payload_with("title", "Harbour, seven in the morning"), inclusion},
      {"another hash of the content", payload_with("sha256", other_hash), inclusion},
      {"another time", payload_with("registered_at", "2025-10-01T00:00:00Z"), inclusion},
      {"another salt", with(good, "salt", other_hash), inclusion},
      {"another index", with(good, "index", 4), inclusion},
      {"an index beyond the tree", with(good, "index", 11), inclusion},
      {"another step", with(good, "proof", wrong_proof), inclusion},
      {"a step too few", with(good, "proof", short_proof), inclusion},
      {"a step too many", with(good, "proof", long_proof), inclusion},
      {"another size", with(good, "checkpoint", replaced(note, "\n11\n", "\n23\n")), inclusion},
      {"another root", with(good, "checkpoint", replaced(note, "\n11\n", "\n11\nAAAA")), {"inclusion", "checkpoint"}},
      {"the payload of another kind", with(good, "kind", "plan"), form},
      {"a payload that is no object", with(good, "payload", 5), form},
      {"a field too many", with(good, "payload", parse_json(replaced(kWork, "{", R"({"x":1,)")).value()), form},
      {"a field too few", with(good, "payload", without(*good.find("payload"), "title")), form},
      {"an id in capitals", payload_with("work", "017F22E2-79b0-7cc3-98c4-dc0c0c07398f"), form},
      {"a count as a number", payload_with("bytes", 123456), form},
      {"a time that is none", payload_with("registered_at", "2026-13-01T00:00:00Z"), form},
      {"a local time", payload_with("registered_at", "2026-10-01T00:00:00+02:00"), form},
      {"no shares", payload_with("shares", JsonArray{}), form},
      {"a party twice", payload_with("shares", JsonArray{good.find("payload")->find("shares")->array()->at(0), good.find("payload")->find("shares")->array()->at(0)}), form},
      {"a note that is none", with(good, "checkpoint", "x"), {"inclusion", "checkpoint"}},
      {"a key of another log", with(good, "log_key", format_verifier_key("localhost/other", filled(7))), checkpoint},
      {"another key of the same name", with(good, "log_key", format_verifier_key(kOrigin, filled(8))), checkpoint},
      {"a key that is none", with(good, "log_key", "x"), checkpoint},
      {"another origin", with(good, "checkpoint", replaced(note, "localhost", "remotehost")), checkpoint},
      {"a signature by another name", with(good, "checkpoint", replaced(note, "\xE2\x80\x94 localhost", "\xE2\x80\x94 remotehost")), checkpoint},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto report = verify_receipt(row.document);
    REQUIRE(report);
    CHECK(broken(*report) == row.checks);
    CHECK_FALSE(report->holds());
    for (const Check& check : report->checks) {
      CHECK(check.holds == check.detail.empty());
      CHECK(check.holds == check.field.empty());
    }
  }
}

TEST_CASE("What is no receipt at all is an error that names the field") {
  const Json good = receipt("work", kWork);
  struct Row { Json document; Errc code; const char* field; };
  const Row rows[] = {
      {Json(3), Errc::invalid_argument, ""},
      {JsonObject{}, Errc::missing_field, "format"},
      {with(good, "format", "colophon/receipt/2"), Errc::unknown_format, "format"},
      {with(good, "kind", "house"), Errc::invalid_argument, "kind"},
      {without(good, "payload"), Errc::missing_field, "payload"},
      {with(good, "salt", "5a"), Errc::invalid_encoding, "salt"},
      {with(good, "salt", std::string(64, 'G')), Errc::invalid_encoding, "salt"},
      {with(good, "index", -1), Errc::negative_amount, "index"},
      {with(good, "index", "5"), Errc::invalid_argument, "index"},
      {with(good, "proof", JsonArray{5}), Errc::invalid_encoding, "proof[0]"},
      {with(good, "proof", JsonArray(65, std::string(64, 'a'))), Errc::limit_exceeded, "proof"},
      {with(good, "checkpoint", 5), Errc::invalid_argument, "checkpoint"},
  };
  for (const Row& row : rows) {
    INFO(row.field);
    const auto report = verify_receipt(row.document);
    REQUIRE_FALSE(report);
    CHECK(report.error().code == row.code);
    CHECK(report.error().field == row.field);
  }
  Json extra = good;
  extra.object()->emplace_back("note", "x");
  CHECK(verify_receipt(extra).error().code == Errc::unknown_field);
}

TEST_CASE("No byte of a receipt can be changed without notice") {
  const std::string text = canonical_json(receipt("work", kWork));
  const auto original = verify_receipt(parse_json(text).value()).value();
  std::size_t seen_by_the_curve_only = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const unsigned flip : {1u, 2u, 16u, 32u}) {
      std::string changed = text;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      const auto json = parse_json(changed);
      if (!json || canonical_json(*json) == text) continue;
      const auto report = verify_receipt(*json);
      if (!report || !report->holds()) continue;
      // What is left is the signature's own bytes, and sizes under which the same proof leads to the same root: the signature
      // is over the size, so the caller's check with the curve sees both.
      INFO("byte " << at);
      REQUIRE(report->log_key == original.log_key);
      const bool text_changed = report->signed_text != original.signed_text;
      REQUIRE(text_changed != (report->signatures[0].signature != original.signatures[0].signature));
      ++seen_by_the_curve_only;
    }
  }
  CHECK(seen_by_the_curve_only > 100);
  CHECK(seen_by_the_curve_only < 4 * 92);
}
