// The log: proofs from the cached tree, sequencing, and what it refuses to sign.
#include <filesystem>
#include <sys/stat.h>

#include <sodium.h>

#include "colophon/merkle/receipt.hpp"
#include "colophon/merkle/tree.hpp"
#include "log/log.hpp"
#include "log/tree.hpp"
#include "server/scratch.hpp"

using namespace colophon;
using colophon::tests::TestStore;
using colophon::tests::ok;

namespace {

Hash leaf_of(std::uint64_t i) { return merkle::leaf_hash(as_bytes("entry " + std::to_string(i))); }

/// Registers a work whose commitment is pending in the log.
Id register_work(TestStore& store, const Id& party, const std::string& title) {
  store::WorkDraft draft;
  draft.id = store->new_id();
  draft.title = title;
  draft.kind = "text";
  draft.media_type = "text/plain";
  draft.sha256 = sha256(title);
  draft.content_bytes = title.size();
  draft.shares = {{party, {1, 1}}};
  const auto entry = tlog::work_entry(*store, draft, store->now());
  return ok(store->insert_work(draft, &entry)).id;
}

std::string key_file(const TestStore& store) { return tlog::key_file_of(store.scratch.path("store.db").string()); }

/// The whole receipt, as a stranger checks it: core's report, then the signature by libsodium under the key that it names.
bool receipt_holds(const JsonObject& receipt) {
  const merkle::Report report = ok(merkle::verify_receipt(receipt));
  const auto key = ok(merkle::parse_verifier_key(report.log_key));
  bool signed_by_key = false;
  for (const auto& signature : report.signatures) {
    const auto* text = reinterpret_cast<const unsigned char*>(report.signed_text.data());
    signed_by_key = signed_by_key || (signature.key_hash == key.key_hash && signature.signature.size() == crypto_sign_BYTES &&
                    crypto_sign_verify_detached(signature.signature.data(), text, report.signed_text.size(), key.public_key.data()) == 0);
  }
  return report.holds() && signed_by_key;
}

}  // namespace

TEST_CASE("the cached tree gives core's roots and proofs for every size, index and earlier size up to 40") {
  tlog::Tree tree;
  std::vector<Hash> leaves;
  for (std::uint64_t size = 0; size <= 40; ++size) {
    CHECK(tree.root(size) == merkle::root(leaves));
    for (std::uint64_t index = 0; index < size; ++index) CHECK(tree.inclusion(index, size) == ok(merkle::inclusion_proof(leaves, index)));
    for (std::uint64_t from = 1; from <= size; ++from) CHECK(tree.consistency(from, size) == ok(merkle::consistency_proof(leaves, from)));
    leaves.push_back(leaf_of(size));
    tree.append(leaves.back());
  }
  tree.truncate(13);
  CHECK(tree.size() == 13);
  CHECK(tree.root(13) == merkle::root(std::span(leaves).first(13)));
  for (std::uint64_t i = 13; i < 29; ++i) tree.append(leaves[i]);
  CHECK(tree.root(29) == merkle::root(std::span(leaves).first(29)));
}

TEST_CASE("pending entries are sequenced in order, signed once, and have receipts that a stranger can check") {
  TestStore store;
  const Id party = store.party("ada");
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  CHECK(ok(log->sequence_now()) == 0);
  CHECK(log->checkpoint().error().code == Errc::not_found);

  const Id first = register_work(store, party, "First");
  CHECK(log->receipt_for("work", first).error().code == Errc::not_found);
  CHECK(ok(log->sequence_now()) == 1);
  std::vector<Id> works{first};
  for (int i = 0; i < 6; ++i) works.push_back(register_work(store, party, "Work " + std::to_string(i)));
  CHECK(ok(log->sequence_now()) == 6);
  CHECK(log->size() == 7);
  for (std::size_t i = 0; i < works.size(); ++i) {
    const JsonObject receipt = ok(log->receipt_for("work", works[i]));
    CHECK(*Json(receipt).find("index")->integer() == static_cast<std::int64_t>(i));
    CHECK(receipt_holds(receipt));
  }
  JsonObject forged = ok(log->receipt_for("work", works[2]));
  for (auto& [name, value] : forged) if (name == "index") value = Json(3);
  CHECK_FALSE(receipt_holds(forged));
}

TEST_CASE("two logs on one store never fork: the slower one takes in what the faster one sequenced") {
  TestStore store;
  const Id party = store.party("ada");
  auto one = ok(tlog::Log::open(*store, key_file(store)));
  auto other = ok(tlog::Log::open(*store, key_file(store)));
  register_work(store, party, "A");
  CHECK(ok(one->sequence_now()) == 1);
  register_work(store, party, "B");
  CHECK(ok(other->sequence_now()) == 1);
  register_work(store, party, "C");
  CHECK(ok(one->sequence_now()) == 1);
  CHECK(ok(one->checkpoint()) == ok(other->checkpoint()));
  const auto checkpoint = ok(merkle::parse_signed_checkpoint(ok(one->checkpoint()))).checkpoint;
  CHECK(checkpoint.size == 3);
  std::vector<Hash> leaves;
  for (const Hash& entry : ok(store->log_entries(0, 3))) leaves.push_back(merkle::leaf_hash(entry));
  CHECK(checkpoint.root == merkle::root(leaves));
  ok(merkle::verify_consistency(1, 3, ok(one->consistency(1, 3)), merkle::root(std::span(leaves).first(1)), checkpoint.root));
}

TEST_CASE("the key file is the owner's alone, survives a restart, and another key signs nothing") {
  TestStore store;
  const Id party = store.party("ada");
  std::string log_key;
  {
    auto log = ok(tlog::Log::open(*store, key_file(store)));
    log_key = log->log_key();
    register_work(store, party, "A");
    ok(log->sequence_now());
  }
  struct stat status {};
  REQUIRE(::stat(key_file(store).c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  CHECK(ok(tlog::Log::open(*store, key_file(store)))->log_key() == log_key);
  CHECK(tlog::Log::open(*store, key_file(store), "another/name").error().code == Errc::conflict);

  ::chmod(key_file(store).c_str(), 0644);
  CHECK(tlog::Log::open(*store, key_file(store)).error().code == Errc::unavailable);
  std::filesystem::remove(key_file(store));
  // A store that was signed gets no new key: the old one has to come back.
  CHECK(tlog::Log::open(*store, key_file(store)).error().code == Errc::unavailable);
  TestStore stranger;
  ok(tlog::Log::open(*stranger, key_file(stranger)));
  std::filesystem::copy_file(key_file(stranger), key_file(store));
  CHECK(tlog::Log::open(*store, key_file(store)).error().code == Errc::does_not_hold);
}

TEST_CASE("proofs beyond the log are refused with the field") {
  TestStore store;
  const Id party = store.party("ada");
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  register_work(store, party, "A");
  ok(log->sequence_now());
  CHECK(log->inclusion(1).error().field == "index");
  CHECK(log->inclusion(0, 2).error().field == "size");
  CHECK(log->consistency(0, 1).error().field == "from");
  CHECK(log->consistency(1, 2).error().field == "to");
}
