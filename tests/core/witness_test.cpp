// What a witness takes and refuses, and receipts and consistency as files.
#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>

#include "colophon/merkle/consistency_file.hpp"
#include "colophon/merkle/proof_file.hpp"
#include "colophon/merkle/tree.hpp"
#include "colophon/merkle/witness.hpp"

using namespace colophon;
using namespace colophon::merkle;

namespace {

const std::string kOrigin = "example.com/log";
const std::string kLogKey = format_verifier_key(kOrigin, Bytes(32, 7));

std::vector<Hash> leaves_of(std::uint64_t count, std::string_view name = "entry ") {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(as_bytes(std::string(name) + std::to_string(i))));
  return leaves;
}
Checkpoint checkpoint_of(std::span<const Hash> leaves) { return {kOrigin, leaves.size(), root(leaves)}; }
std::string note_of(const Checkpoint& checkpoint, const std::string& key = kLogKey) {
  const auto parsed = parse_verifier_key(key).value();
  const NoteSignature signature{parsed.name, parsed.key_hash, Bytes(64, 9)};
  return signed_note(checkpoint_text(checkpoint), {&signature, 1});
}

}  // namespace

TEST_CASE("A submission to a witness is read and written again, byte for byte") {
  // The example of tlog-witness.
  const std::string text =
      "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
      "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
      "\xE2\x80\x94 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
  const auto request = parse_add_checkpoint(text);
  REQUIRE(request);
  CHECK(request->old_size == 20'852'014);
  CHECK(request->proof.size() == 4);
  CHECK(parse_signed_checkpoint(request->note)->checkpoint.size == 20'852'163);
  CHECK(format_add_checkpoint(*request) == text);

  for (const char* bad : {"", "old 1\n", "old 1\n\n", "old\n\nx", "old 01\n\nx", "old -1\n\nx", "old 18446744073709551616\n\nx", "new 1\n\nx", "old 1 \n\nx", "old 1\nAAAA\n\nx", "old 1\nx\n\nx"}) {
    INFO(bad);
    // An empty checkpoint is the note parser's to refuse.
    const auto read = parse_add_checkpoint(bad);
    CHECK((!read || !parse_signed_checkpoint(read->note)));
  }
  std::string many = "old 1\n";
  for (int i = 0; i < 64; ++i) many += "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
  CHECK(parse_add_checkpoint(many + "\nx").error().code == Errc::limit_exceeded);
}

TEST_CASE("A witness cosigns what extends and nothing else") {
  const auto leaves = leaves_of(20), other = leaves_of(20, "other ");
  const auto tree = [&](std::size_t size) { return checkpoint_of(std::span(leaves).first(size)); };
  const auto proof = [&](std::size_t from, std::size_t to) { return consistency_proof(std::span(leaves).first(to), from).value(); };
  const auto judged = [&](const std::optional<Checkpoint>& latest, std::uint64_t old_size, std::vector<Hash> steps, const Checkpoint& submitted) {
    return judge_extension(latest, {old_size, std::move(steps), ""}, submitted).extension;
  };
  CHECK(judged(std::nullopt, 0, {}, tree(5)) == Extension::extends);
  CHECK(judged(std::nullopt, 0, {}, tree(0)) == Extension::extends);
  CHECK(judged(tree(5), 5, proof(5, 12), tree(12)) == Extension::extends);
  CHECK(judged(tree(5), 5, {}, tree(5)) == Extension::extends);
  CHECK(judged(tree(0), 0, {}, tree(7)) == Extension::extends);

  CHECK(judged(tree(5), 6, {}, tree(5)) == Extension::malformed);
  CHECK(judged(tree(5), 0, {}, tree(12)) == Extension::stale);
  CHECK(judged(tree(5), 4, proof(4, 12), tree(12)) == Extension::stale);
  CHECK(judged(std::nullopt, 3, proof(3, 5), tree(5)) == Extension::stale);
  CHECK(judged(tree(12), 5, proof(5, 7), tree(7)) == Extension::stale);        // A rollback that names its true old size.
  CHECK(judged(tree(12), 12, {}, tree(7)) == Extension::malformed);            // A rollback that names ours.
  CHECK(judged(std::nullopt, 0, proof(3, 5), tree(5)) == Extension::inconsistent);
  CHECK(judged(tree(5), 5, {}, checkpoint_of(std::span(other).first(5))) == Extension::inconsistent);
  CHECK(judged(tree(5), 5, proof(5, 12), checkpoint_of(std::span(other).first(12))) == Extension::inconsistent);
  CHECK(judged(tree(5), 5, proof(5, 11), tree(12)) == Extension::inconsistent);
  CHECK(judged(tree(5), 5, {}, tree(12)) == Extension::inconsistent);
  CHECK(judged(std::nullopt, 0, {}, Checkpoint{kOrigin, 0, sha256("x")}) == Extension::inconsistent);
}

TEST_CASE("No fork gets past a witness: 2,000 random ones, from every state of a log") {
  const auto leaves = leaves_of(64);
  std::mt19937_64 random(20'261'001);
  int refused = 0;
  for (int round = 0; round < 2'000; ++round) {
    const std::size_t seen = random() % 63 + 1, claimed = seen + random() % (64 - seen + 1);
    // A history that differs from what was seen in one leaf, with the best proof that its own tree has.
    std::vector<Hash> forked(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(claimed));
    forked[random() % seen] = sha256(std::to_string(round));
    const auto proof = consistency_proof(forked, seen).value();
    const auto verdict = judge_extension(checkpoint_of(std::span(leaves).first(seen)), {seen, proof, ""}, checkpoint_of(forked));
    CHECK(verdict.extension == Extension::inconsistent);
    refused += verdict.extension != Extension::extends;
  }
  CHECK(refused == 2'000);
}

TEST_CASE("A proof file is read and written again, and one spelling is all there is") {
  const auto leaves = leaves_of(11);
  const std::string entry = "entry 5";
  ProofFile file{std::nullopt, 5, inclusion_proof(leaves, 5).value(), note_of(checkpoint_of(leaves))};
  const std::string text = format_proof_file(file);
  CHECK(text.starts_with("c2sp.org/tlog-proof@v1\nindex 5\n"));
  const auto parsed = parse_proof_file(text);
  REQUIRE(parsed);
  CHECK(format_proof_file(*parsed) == text);
  const auto report = verify_proof_file(text, as_bytes(entry));
  REQUIRE(report);
  CHECK(report->holds());
  CHECK_FALSE(verify_proof_file(text, as_bytes("entry 6"))->holds());
  CHECK(verify_proof_file(text).error().field == "entry");

  file.extra = Bytes{1, 2, 3};
  CHECK(format_proof_file(file).contains("\nextra AQID\nindex 5\n"));
  CHECK(format_proof_file(*parse_proof_file(format_proof_file(file))) == format_proof_file(file));

  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    return changed.replace(changed.find(from), from.size(), to);
  };
  const std::string bad[] = {"", "c2sp.org/tlog-proof@v2\nindex 5\n", with("index 5", "index 05"), with("index 5", "index -5"), with("index 5", "extra AQI\nindex 5"), with("index 5\n", ""),
                             with("index 5\n", "index 5\nAAAA\n"), with("index 5\n", "index 5\nx\n"), text.substr(0, text.find("\n\n") + 1), text.substr(0, text.find("\n\n") + 2),
                             with("index 5", "index 18446744073709551616")};
  for (const std::string& row : bad) {
    INFO(row);
    CHECK_FALSE(parse_proof_file(row));
  }
}

TEST_CASE("A receipt of ours as a proof file says the same") {
  const Json payload(JsonObject{{"plan", "018f3e5a-7b1c-7000-8000-000000000001"}, {"instance", std::string(64, 'a')}, {"value", "40"}, {"bound", "42"}});
  const Hash salt = sha256("salt");
  auto leaves = leaves_of(9);
  const Hash entry = commitment("colophon/plan/1", salt, canonical_json(payload));
  leaves[4] = leaf_hash(entry);
  JsonArray proof;
  const auto steps = inclusion_proof(leaves, 4).value();
  for (const Hash& hash : steps) proof.emplace_back(to_hex(hash));
  const Json receipt(JsonObject{{"format", "colophon/receipt/1"}, {"kind", "plan"}, {"payload", payload}, {"salt", to_hex(salt)}, {"index", 4}, {"proof", proof},
                                {"checkpoint", note_of(checkpoint_of(leaves))}, {"log_key", kLogKey}});
  const std::string text = format_proof_file(proof_file_of_receipt(receipt).value());
  const auto report = verify_proof_file(text);
  REQUIRE(report);
  CHECK(report->holds());
  CHECK(report->checks.size() == 3);
  CHECK(report->log_key.empty());
  CHECK(canonical_json(*Json(report->facts).find("payload")) == canonical_json(payload));
  // Extra data is not authenticated: what it says has to give the entry.
  auto file = parse_proof_file(text).value();
  std::string extra(file.extra->begin(), file.extra->end());
  extra.replace(extra.find("\"40\""), 4, "\"41\"");
  file.extra = Bytes(extra.begin(), extra.end());
  CHECK_FALSE(verify_proof_file(format_proof_file(file))->holds());
  file.extra = Bytes{'x'};
  CHECK_FALSE(verify_proof_file(format_proof_file(file)));
}

TEST_CASE("A consistency file holds between two checkpoints of one history only") {
  const auto leaves = leaves_of(30), other = leaves_of(30, "other ");
  const auto file = [&](std::size_t from, std::size_t to, std::span<const Hash> old_leaves, const std::string& old_key = kLogKey) {
    JsonArray proof;
    const auto steps = from > 0 ? consistency_proof(std::span(leaves).first(to), from).value() : std::vector<Hash>();
    for (const Hash& hash : steps) proof.emplace_back(to_hex(hash));
    return Json(JsonObject{{"format", "colophon/consistency/1"}, {"old", note_of(checkpoint_of(old_leaves.first(from)), old_key)},
                           {"new", note_of(checkpoint_of(std::span(leaves).first(to)))}, {"proof", proof}, {"log_key", kLogKey}});
  };
  for (const auto& [from, to] : {std::pair{0u, 9u}, {1u, 30u}, {17u, 30u}, {30u, 30u}}) {
    const auto report = verify_consistency_file(file(from, to, leaves));
    REQUIRE(report);
    CHECK(report->holds());
    CHECK(report->old_note.starts_with(kOrigin));
    CHECK(Json(report->facts).find("fork") == nullptr);
  }
  CHECK_FALSE(verify_consistency_file(file(17, 30, other))->holds());
  const auto fork = verify_consistency_file(file(30, 30, other));
  CHECK_FALSE(fork->holds());
  CHECK(*Json(fork->facts).find("fork")->boolean());
  CHECK_FALSE(verify_consistency_file(file(5, 9, leaves, format_verifier_key("example.com/other", Bytes(32, 7))))->holds());
}
