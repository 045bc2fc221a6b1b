// Whom a verifier trusts, cosignatures, and what both say of a checkpoint.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/merkle/cosignature.hpp"
#include "colophon/merkle/policy.hpp"

using namespace colophon;
using namespace colophon::merkle;

namespace {

Bytes filled(std::uint8_t value) { return Bytes(32, value); }
std::string log_key(std::uint8_t value, const std::string& name = "example.com/log") { return format_verifier_key(name, filled(value)); }
std::string witness_key(std::uint8_t value, const std::string& name) { return format_verifier_key(name, filled(value), KeyType::cosignature); }

const std::string kX = witness_key(11, "x.example"), kY = witness_key(12, "y.example"), kZ = witness_key(13, "z.example");
const std::string kLog = log_key(1);

/// A note of example.com/log with these signature lines.
SignedCheckpoint note_with(std::vector<NoteSignature> signatures) {
  const std::string text = checkpoint_text({"example.com/log", 5, sha256("root")});
  return parse_signed_checkpoint(signed_note(text, signatures)).value();
}
NoteSignature by_log(std::uint8_t key) {
  const auto parsed = parse_verifier_key(log_key(key)).value();
  return {parsed.name, parsed.key_hash, Bytes(64, key)};
}
NoteSignature by_witness(const std::string& key, std::uint64_t time) {
  const auto parsed = parse_verifier_key(key, "key", KeyType::cosignature).value();
  return {parsed.name, parsed.key_hash, cosignature_bytes({time, Bytes(64, 9)})};
}

Report judged(const SignedCheckpoint& note, const std::string& policy_text, std::vector<bool> valid = {}) {
  const Policy policy = parse_policy(policy_text).value();
  const auto tasks = signature_tasks(note, policy);
  if (valid.empty()) valid.assign(tasks.size(), true);
  Report report;
  judge_signatures(report, note, policy, tasks, valid);
  return report;
}
bool holds(const Report& report, std::string_view name) {
  for (const Check& check : report.checks)
    if (check.name == name) return check.holds;
  FAIL("there is no check " << name);
  return false;
}

}  // namespace

TEST_CASE("A cosignature is taken apart as C2SP's example shows") {
  // The example of tlog-cosignature.
  const auto line = parse_signature_line("\xE2\x80\x94 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==", "note");
  REQUIRE(line);
  CHECK(line->key_hash == 0x8d66cf3f);
  const auto cosignature = parse_cosignature(*line, "note");
  REQUIRE(cosignature);
  CHECK(cosignature->time == 1'679'315'147);
  CHECK(cosignature->signature.size() == 64);
  CHECK(cosignature_bytes(*cosignature) == line->signature);
  CHECK(cosigned_text(cosignature->time, "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n") ==
        "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");

  NoteSignature bad = *line;
  bad.signature.pop_back();
  CHECK_FALSE(parse_cosignature(bad, "note"));
  bad = *line;
  std::fill_n(bad.signature.begin(), 8, 0);
  CHECK_FALSE(parse_cosignature(bad, "note"));  // A witness must say when.
  bad.signature[0] = 0x80;
  CHECK_FALSE(parse_cosignature(bad, "note"));
}

TEST_CASE("A verifier key has a type: a witness's key is no log's") {
  CHECK(parse_verifier_key(kLog));
  CHECK_FALSE(parse_verifier_key(kX));
  CHECK(parse_verifier_key(kX, "key", KeyType::cosignature));
  CHECK_FALSE(parse_verifier_key(kLog, "key", KeyType::cosignature));
  Bytes ml_dsa(1313, 6);
  const auto refused = parse_verifier_key("w.example+00000000+" + to_base64(ml_dsa), "key", KeyType::cosignature);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.contains("ML-DSA-44"));
}

TEST_CASE("A policy is read as C2SP writes it, with its quorum of groups") {
  const std::string text = "# two of ours, one of theirs\nlog " + kLog + " https://log.example/\n\n  witness\tX " + kX + "\nwitness Y " + kY + " https://y.example/\nwitness Z " + kZ +
                           "\ngroup ours all X Y\ngroup both any ours Z\nquorum both\n";
  const auto policy = parse_policy(text);
  REQUIRE(policy);
  CHECK(policy->logs.size() == 1);
  CHECK(policy->log_urls[0] == "https://log.example/");
  CHECK(policy->witnesses.size() == 3);
  CHECK(policy->witnesses[1].url == "https://y.example/");
  CHECK(policy->groups[0].threshold == 2);
  CHECK(policy->satisfied_by({true, true, false}));
  CHECK(policy->satisfied_by({false, false, true}));
  CHECK_FALSE(policy->satisfied_by({true, false, false}));
  CHECK_FALSE(policy->satisfied_by({false, false, false}));
  const auto none = parse_policy("log " + kLog + "\nwitness X " + kX + "\nquorum none\n");
  REQUIRE(none);
  CHECK(none->satisfied_by({false}));
  const auto two = parse_policy("witness X " + kX + "\nwitness Y " + kY + "\nwitness Z " + kZ + "\ngroup g 2 X Y Z\nquorum g");
  REQUIRE(two);
  CHECK(two->satisfied_by({true, false, true}));
  CHECK_FALSE(two->satisfied_by({false, false, true}));
}

TEST_CASE("A plain list of keys is a policy: its logs, and one of its witnesses") {
  const auto policy = parse_policy(kLog + "\r\n" + kX + "\r\n\r\n" + kY + "\r\n");
  REQUIRE(policy);
  CHECK(policy->logs.size() == 1);
  CHECK(policy->witnesses.size() == 2);
  CHECK(policy->satisfied_by({false, true}));
  CHECK_FALSE(policy->satisfied_by({false, false}));
  CHECK(parse_policy(kLog)->quorum == Policy::kNone);
  CHECK(parse_policy("")->logs.empty());
}

TEST_CASE("A policy that is none names the line") {
  const std::string x = "witness X " + kX + "\n";
  const struct { std::string text; const char* place; } rows[] = {
      {"log " + kLog + "\n", "policy:1"},                                   // No quorum line.
      {"log " + kLog + "\n" + kX + "\nquorum none\n", "policy:3"},          // A list and a policy at once.
      {"log " + kX + "\nquorum none\n", "policy:1"},                        // A witness's key as a log's.
      {"witness X " + kLog + "\nquorum X\n", "policy:1"},
      {x + "witness X " + kY + "\nquorum X\n", "policy:2"},                 // A name twice.
      {x + "witness Y " + kX + "\nquorum X\n", "policy:2"},                 // A key twice.
      {"witness none " + kX + "\nquorum none\n", "policy:1"},
      {"quorum X\n" + x, "policy:1"},                                       // Used before it is defined.
      {x + "quorum X\nquorum X\n", "policy:3"},
      {x + "group g 2 X\nquorum g\n", "policy:2"},
      {x + "group g 0 X\nquorum g\n", "policy:2"},
      {x + "group g any X X\nquorum g\n", "policy:2"},
      {x + "group g any X\ngroup h any X\nquorum g\n", "policy:3"},         // One member, two groups.
      {x + "group g any g\nquorum g\n", "policy:2"},                        // Itself.
      {x + "group g any\nquorum g\n", "policy:2"},
      {"nonsense\n", "policy:1"},
      {"example.com/log+00000000+AAAA\n", "policy:1"},
  };
  for (const auto& row : rows) {
    INFO(row.text);
    const auto policy = parse_policy(row.text);
    REQUIRE_FALSE(policy);
    CHECK(policy.error().field == row.place);
  }
  CHECK(parse_policy(std::string(300'000, '\n')).error().code == Errc::limit_exceeded);
  std::string many;
  for (int i = 0; i < 1'001; ++i) many += "witness w" + std::to_string(i) + " " + witness_key(static_cast<std::uint8_t>(i), "w" + std::to_string(i)) + "\n";
  CHECK_FALSE(parse_policy(many));
}

TEST_CASE("A checkpoint is known by a log key of the policy, and seen by its witnesses at their times") {
  const auto note = note_with({by_log(1), by_witness(kX, 1'700'000'100), by_witness(kY, 1'700'000'000)});
  const auto report = judged(note, kLog + "\n" + kX + "\n" + kY + "\n");
  CHECK(report.holds());
  CHECK(holds(report, "known-key"));
  CHECK(holds(report, "witnesses"));
  const Json facts(report.facts);
  CHECK(canonical_json(*facts.find("witnesses")) == R"([{"name":"y.example","time":"2023-11-14T22:13:20Z"},{"name":"x.example","time":"2023-11-14T22:15:00Z"}])");
}

TEST_CASE("What is not signed as the policy asks does not hold") {
  const auto note = note_with({by_log(1), by_witness(kX, 1'700'000'000)});
  // Another key of the same name, and a key of another log.
  CHECK_FALSE(holds(judged(note, log_key(2)), "known-key"));
  CHECK_FALSE(holds(judged(note_with({by_log(2)}), kLog), "known-key"));
  CHECK_FALSE(holds(judged(note, log_key(1, "example.com/other")), "known-key"));
  // One witness where two are asked for.
  CHECK_FALSE(holds(judged(note, "log " + kLog + "\nwitness X " + kX + "\nwitness Y " + kY + "\ngroup g all X Y\nquorum g\n"), "witnesses"));
  // A wrong signature of a known key spoils the note, whatever else is right.
  CHECK_FALSE(holds(judged(note, kLog + "\n" + kX, {true, false}), "known-key"));
  CHECK_FALSE(holds(judged(note, kLog + "\n" + kX, {false, true}), "known-key"));
  // A witness's own signature twice is one witness.
  const auto twice = note_with({by_log(1), by_witness(kX, 1'700'000'000), by_witness(kX, 1'700'000'001)});
  CHECK_FALSE(holds(judged(twice, "log " + kLog + "\nwitness X " + kX + "\nwitness Y " + kY + "\ngroup g 2 X Y\nquorum g\n"), "witnesses"));
  // A cosignature of 64 bytes has no time: no task of it can be valid.
  auto cut = by_witness(kX, 1'700'000'000);
  cut.signature.resize(64);
  CHECK_FALSE(judged(note_with({by_log(1), cut}), kLog + "\n" + kX).holds());
}

TEST_CASE("A policy without logs asks for witnesses only, and whose log it is stays open") {
  const auto report = judged(note_with({by_log(1), by_witness(kX, 1'700'000'000)}), kX);
  CHECK(report.holds());
  CHECK(report.checks.size() == 1);
  CHECK(report.not_proven.front().id == "whose-log");
  CHECK(judged(note_with({by_log(1)}), "").checks.empty());
}

TEST_CASE("Two keys of one log: who trusts the old or the new one takes a checkpoint that both signed") {
  const auto note = note_with({by_log(1), by_log(2)});
  CHECK(holds(judged(note, log_key(1)), "known-key"));
  CHECK(holds(judged(note, log_key(2)), "known-key"));
  CHECK_FALSE(holds(judged(note, log_key(3)), "known-key"));
}
