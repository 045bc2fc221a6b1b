// The log: proofs out of its tiles, sequencing, keys, witnesses, and what it refuses to sign.
#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

#include "colophon/merkle/consistency_file.hpp"
#include "colophon/merkle/log_verifier.hpp"
#include "colophon/merkle/receipt.hpp"
#include "colophon/merkle/tree.hpp"
#include "log/keys.hpp"
#include "log/log.hpp"
#include "store/checkpoint_register.hpp"
#include "server/scratch.hpp"

using namespace colophon;
using colophon::tests::TestStore;
using colophon::tests::ok;

namespace {

/// An entry that stands for nothing but itself; gives its leaf hash.
Hash append_entry(TestStore& store) {
  const store::LogEntryDraft entry{"model", store->new_id(), store->new_salt(), "{}"};
  ok(store->append_log_entry(entry));
  return merkle::leaf_hash(commitment("colophon/model/1", entry.salt, entry.payload));
}

/// Inclusion in several sizes and consistency between them, against core's proofs over all leaves.
void check_proofs(tlog::Log& log, const std::vector<Hash>& leaves) {
  REQUIRE(log.size() == leaves.size());
  const auto checkpoint = ok(merkle::parse_signed_checkpoint(ok(log.checkpoint()))).checkpoint;
  CHECK(checkpoint.root == merkle::root(leaves));
  for (std::uint64_t size = leaves.size(); size > 0; size -= size / 5 + 1) {
    const auto tree = std::span(leaves).first(size);
    for (std::uint64_t index = 0; index < size; index += size / 6 + 1) {
      const auto inclusion = ok(log.inclusion(index, size));
      CHECK(inclusion.leaf == leaves[index]);
      CHECK(inclusion.proof == ok(merkle::inclusion_proof(tree, index)));
      CHECK(ok(log.consistency(index + 1, size)) == ok(merkle::consistency_proof(tree, index + 1)));
    }
  }
}

bool signed_by(const merkle::SignedCheckpoint& note, const std::string& verifier_key) {
  const auto key = ok(merkle::parse_verifier_key(verifier_key));
  return std::ranges::any_of(note.signatures, [&](const merkle::NoteSignature& signature) {
    return signature.key_hash == key.key_hash && tlog::signature_holds(key.public_key, note.signed_text, signature.signature);
  });
}

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
  return report.holds() && signed_by({{}, report.signed_text, report.signatures}, report.log_key);
}

}  // namespace

TEST_CASE("proofs out of the stored tiles are core's, after every growth and after a restart") {
  TestStore store;
  std::vector<Hash> leaves;
  {
    auto log = ok(tlog::Log::open(*store, key_file(store)));
    for (const std::size_t growth : {1u, 2u, 5u, 247u, 1u, 1u, 300u, 143u}) {
      for (std::size_t i = 0; i < growth; ++i) leaves.push_back(append_entry(store));
      CHECK(ok(log->sequence_now()) == growth);
      check_proofs(*log, leaves);
    }
    CHECK(leaves.size() == 700);
  }
  // A restart reads the right edge out of tiles and the last entries.
  check_proofs(*ok(tlog::Log::open(*store, key_file(store))), leaves);
  // Tiles that are damaged or gone are computed again from the entries, which the checkpoint vouches for.
  ok(store->put_log_tiles(std::vector<store::LogTileRow>{{0, 0, Bytes(8'192, 7)}, {0, 1, Bytes(8'192, 7)}}));
  check_proofs(*ok(tlog::Log::open(*store, key_file(store))), leaves);
  CHECK(ok(store->log_tile(0, 0))->at(0) != 7);
}

TEST_CASE("tiles and bundles are those of C2SP, and none beyond the log") {
  TestStore store;
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  std::vector<Hash> leaves;
  for (int i = 0; i < 300; ++i) leaves.push_back(append_entry(store));
  ok(log->sequence_now());
  merkle::TiledTree tree(300, [&](const merkle::Tile& tile) { return log->tile(tile); });
  CHECK(ok(tree.root()) == merkle::root(leaves));
  const Bytes bundle = ok(log->tile({true, 0, 1, 44}));
  CHECK(merkle::leaf_hash(ok(merkle::parse_entry_bundle(bundle, 44, "bundle"))[43]) == leaves[299]);
  CHECK(ok(log->tile({false, 0, 1, 10})).size() == 320);   // A partial tile of an earlier size.
  for (const merkle::Tile& none : {merkle::Tile{false, 0, 1, 45}, {false, 0, 1}, {false, 0, 2, 1}, {false, 1, 0, 2}, {false, 2, 0, 1}, {false, 9, 0, 1}, {true, 0, 1, 45}, {true, 0, 7, 1}}) {
    INFO(merkle::tile_path(none));
    CHECK(log->tile(none).error().code == Errc::not_found);
  }
}

TEST_CASE("what was signed and not stored is finished exactly as it was signed") {
  TestStore store;
  const auto head_file = tlog::head_file_of(key_file(store));
  std::vector<Hash> leaves;
  for (int i = 0; i < 5; ++i) leaves.push_back(append_entry(store));
  std::string note;
  {
    auto log = ok(tlog::Log::open(*store, key_file(store)));
    ok(log->sequence_now());
    note = ok(log->checkpoint());
  }
  // A process that died after the head was swapped: five more entries were signed, three more came since.
  for (int i = 0; i < 5; ++i) leaves.push_back(append_entry(store));
  const merkle::Checkpoint next{"localhost/colophon", 10, merkle::root(leaves)};
  const auto key = ok(tlog::SigningKey::load(key_file(store), "localhost/colophon", false));
  const merkle::NoteSignature signature = key.sign(merkle::checkpoint_text(next));
  const std::string signed_note = merkle::signed_note(merkle::checkpoint_text(next), {&signature, 1});
  ok(ok(store::CheckpointRegister::open(head_file))->swap("localhost/colophon", 5, {10, next.root, signed_note, 1}));
  for (int i = 0; i < 3; ++i) leaves.push_back(append_entry(store));
  {
    auto log = ok(tlog::Log::open(*store, key_file(store)));
    CHECK(ok(log->checkpoint()) == signed_note);
    CHECK(ok(log->sequence_now()) == 3);
    check_proofs(*log, leaves);
  }
  // The same while another process is between the two steps: this one's own attempt loses, and it helps.
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  leaves.push_back(append_entry(store));
  const merkle::Checkpoint last{"localhost/colophon", 14, merkle::root(leaves)};
  const merkle::NoteSignature by_other = key.sign(merkle::checkpoint_text(last));
  const std::string others = merkle::signed_note(merkle::checkpoint_text(last), {&by_other, 1});
  ok(ok(store::CheckpointRegister::open(head_file))->swap("localhost/colophon", 13, {14, last.root, others, 1}));
  leaves.push_back(append_entry(store));
  CHECK(ok(log->sequence_now()) == 1);
  CHECK(log->size() == 15);
  CHECK(ok(store->checkpoint_of(14))->note == others);
}

TEST_CASE("a store that is older than its log's head signs nothing") {
  TestStore store;
  append_entry(store);
  {
    auto log = ok(tlog::Log::open(*store, key_file(store)));
    ok(log->sequence_now());
  }
  const auto copy = store.scratch.path("copy.db");
  store.store.reset();
  std::filesystem::copy_file(store.scratch.path("store.db"), copy);
  store.reopen();
  append_entry(store);
  ok(ok(tlog::Log::open(*store, key_file(store)))->sequence_now());
  // The copy comes back, as a careless restore would do it; the head file stays.
  store.store.reset();
  std::filesystem::copy_file(copy, store.scratch.path("store.db"), std::filesystem::copy_options::overwrite_existing);
  for (const char* ending : {"-wal", "-shm"}) std::filesystem::remove(store.scratch.path(std::string("store.db") + ending));
  store.reopen();
  CHECK(tlog::Log::open(*store, key_file(store)).error().code == Errc::does_not_hold);
  append_entry(store);
  const auto refused = tlog::Log::open(*store, key_file(store));
  CHECK(refused.error().code == Errc::does_not_hold);
  CHECK(refused.error().detail.contains("older than the log's head"));
  // Without a head file the log takes the store's word, as a log from before the head file does.
  for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(tlog::head_file_of(key_file(store)) + ending);
  CHECK(tlog::Log::open(*store, key_file(store)));
}

TEST_CASE("a clock that went back stops registrations, not the log") {
  TestStore store;
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  append_entry(store);
  ok(log->sequence_now());
  ok(log->check_clock());
  store.now -= 4'000;
  ok(log->check_clock());
  store.now -= 60'000;
  CHECK(log->check_clock().error().field == "clock");
  CHECK(log->check_clock().error().code == Errc::unavailable);
}

TEST_CASE("a key is replaced with both signing side by side, and the log says so") {
  TestStore store;
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  append_entry(store);
  ok(log->sequence_now());
  const std::string first = log->log_key();

  auto keys = ok(tlog::Keys::open(*store, key_file(store), "localhost/colophon", false));
  const std::string second = ok(keys.add(*store));
  CHECK(first != second);
  struct stat status {};
  REQUIRE(::stat((key_file(store) + ".2").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  // The log that runs sees the new key at its next checkpoint, which holds the change itself.
  CHECK(ok(log->sequence_now()) == 1);
  const auto note = ok(merkle::parse_signed_checkpoint(ok(log->checkpoint())));
  CHECK(note.signatures.size() == 2);
  CHECK(signed_by(note, first));
  CHECK(signed_by(note, second));
  CHECK(log->log_key() == first);
  const JsonObject receipt = ok(log->receipt_for("log-key", tlog::log_key_subject(second)));
  CHECK(receipt_holds(receipt));
  CHECK(*Json(receipt).find("payload")->find("action")->string() == "add");

  ok(keys.retire(*store, first, false));
  CHECK(ok(log->sequence_now()) == 1);
  const auto after = ok(merkle::parse_signed_checkpoint(ok(log->checkpoint())));
  CHECK(after.signatures.size() == 1);
  CHECK(signed_by(after, second));
  CHECK(log->log_key() == second);
  CHECK(receipt_holds(ok(log->receipt_for("log-key", tlog::log_key_subject(first)))));
  CHECK(log->keys().size() == 2);

  CHECK(keys.retire(*store, second, false).error().code == Errc::conflict);   // The last one.
  CHECK(keys.retire(*store, first, false).error().code == Errc::conflict);    // Retired already.
  CHECK(keys.retire(*store, "x", false).error().code == Errc::not_found);
  log.reset();
  // The retired key's file may go; that of a key that signs may not.
  std::filesystem::remove(key_file(store));
  CHECK(ok(tlog::Log::open(*store, key_file(store)))->log_key() == second);
  std::filesystem::remove(key_file(store) + ".2");
  CHECK(tlog::Log::open(*store, key_file(store)).error().code == Errc::unavailable);
}

TEST_CASE("with a quorum of witnesses a checkpoint is published once they have cosigned it") {
  TestStore store;
  const auto witness = ok(tlog::SigningKey::load(store.scratch.path("witness-key").string(), "w.example", true, merkle::KeyType::cosignature));
  const auto policy = ok(merkle::parse_policy("witness W " + witness.verifier_key() + "\nquorum W\n"));
  const Id party = store.party("ada");
  {
    auto log = ok(tlog::Log::open(*store, key_file(store), "localhost/colophon", policy));
    const Id work = register_work(store, party, "A");
    CHECK(ok(log->sequence_now()) == 1);
    CHECK(log->size() == 0);
    CHECK(log->checkpoint().error().detail.contains("waits for its witnesses"));
    CHECK(log->receipt_for("work", work).error().code == Errc::not_found);
    const auto note = ok(merkle::parse_signed_checkpoint(ok(log->latest_note())));
    ok(log->add_cosignature(1, "w.example", merkle::signature_line(witness.cosign(note.signed_text, 1'792'065'600))));
    CHECK(log->size() == 1);
    const JsonObject receipt = ok(log->receipt_for("work", work));
    CHECK(receipt_holds(receipt));
    CHECK(Json(receipt).find("checkpoint")->string()->contains("w.example"));
    // The next one waits again; what is published stays.
    register_work(store, party, "B");
    ok(log->sequence_now());
    CHECK(log->size() == 1);
    CHECK(log->add_cosignature(7, "w.example", "x").error().code == Errc::not_found);
  }
  CHECK(ok(tlog::Log::open(*store, key_file(store), "localhost/colophon", policy))->size() == 1);
  // Without a quorum everything that is signed is published, and a receipt still prefers what a witness has seen.
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  CHECK(log->size() == 2);
}

TEST_CASE("an archive of the whole log is verified by core, and a consistency file joins two of its checkpoints") {
  TestStore store;
  auto log = ok(tlog::Log::open(*store, key_file(store)));
  for (int round = 0; round < 30; ++round) {
    for (int i = 0; i < round; ++i) append_entry(store);
    ok(log->sequence_now());
  }
  auto verifier = ok(merkle::LogArchiveVerifier::start({}));
  ok(log->export_archive([&](std::string_view piece) {
    ok(verifier->update(as_bytes(piece)));
    return true;
  }));
  const auto report = ok(verifier->finish());
  CHECK(report.holds());
  CHECK(*Json(report.facts).find("entries")->string() == "435");
  CHECK(*Json(report.facts).find("checkpoints")->string() == "28");
  int pieces = 0;
  ok(log->export_archive([&](std::string_view) { return ++pieces < 3; }));
  CHECK(pieces == 3);

  const auto consistency = ok(merkle::verify_consistency_file(ok(log->consistency_file(6))));
  CHECK(consistency.holds());
  CHECK(log->consistency_file(7).error().code == Errc::not_found);
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
