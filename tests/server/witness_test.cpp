// A witness against a log that lies, the log's side of witnesses, and a monitor that compares.
#include <catch2/catch_test_macros.hpp>

#include <random>
#include <thread>

#include "colophon/merkle/cosignature.hpp"
#include "colophon/merkle/tree.hpp"
#include "log/log.hpp"
#include "server/scratch.hpp"
#include "witness/cosigner.hpp"
#include "witness/monitor.hpp"
#include "witness/witness.hpp"

using namespace colophon;
using colophon::tests::kNoon;
using colophon::tests::ok;
using colophon::tests::Scratch;
using colophon::tests::TestStore;

namespace {

const std::string kOrigin = "example.com/log";

/// A log that signs whatever it is told to.
struct AnyLog {
  Scratch scratch;
  tlog::SigningKey key = ok(tlog::SigningKey::load(scratch.path("log-key").string(), kOrigin, true));

  std::string note(std::span<const Hash> leaves) const { return note({kOrigin, leaves.size(), merkle::root(leaves)}); }
  std::string note(const merkle::Checkpoint& checkpoint) const {
    const auto signature = key.sign(merkle::checkpoint_text(checkpoint));
    return merkle::signed_note(merkle::checkpoint_text(checkpoint), {&signature, 1});
  }
  std::string submission(std::uint64_t old_size, std::span<const Hash> leaves) const {
    const auto proof = old_size > 0 && old_size <= leaves.size() ? ok(merkle::consistency_proof(leaves, old_size)) : std::vector<Hash>();
    return merkle::format_add_checkpoint({old_size, proof, note(leaves)});
  }
};

struct WitnessOfLog {
  Scratch scratch;
  std::atomic<store::UnixMs> now{kNoon};
  std::unique_ptr<witness::Witness> witness;
  explicit WitnessOfLog(const std::string& policy) { open(policy); }
  void open(const std::string& policy) {
    witness.reset();
    witness = ok(witness::Witness::open({"w.example", scratch.path("witness.db").string(), ok(merkle::parse_policy(policy)), [this] { return now.load(); }}));
  }
  witness::Answer add(const std::string& body) { return witness->add_checkpoint(body); }
};

std::vector<Hash> leaves_of(std::size_t count, const std::string& name = "entry ") {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(merkle::leaf_hash(as_bytes(name + std::to_string(i))));
  return leaves;
}

}  // namespace

TEST_CASE("a witness answers as tlog-witness says") {
  AnyLog log;
  WitnessOfLog w(log.key.verifier_key());
  const auto leaves = leaves_of(20), other = leaves_of(20, "other ");
  const auto first = std::span(leaves).first(5);

  const auto cosigned = w.add(log.submission(0, first));
  REQUIRE(cosigned.status == 200);
  // The answer is a signature line that verifies over the checkpoint and the time.
  const auto line = ok(merkle::parse_signature_line(std::string_view(cosigned.body).substr(0, cosigned.body.size() - 1), "line"));
  const auto cosignature = ok(merkle::parse_cosignature(line, "line"));
  const auto key = ok(merkle::parse_verifier_key(w.witness->verifier_key(), "key", merkle::KeyType::cosignature));
  CHECK(line.key_hash == key.key_hash);
  CHECK(cosignature.time == static_cast<std::uint64_t>(kNoon / 1000));
  CHECK(tlog::signature_holds(key.public_key, merkle::cosigned_text(cosignature.time, merkle::checkpoint_text({kOrigin, 5, merkle::root(first)})), cosignature.signature));

  CHECK(w.add(log.submission(5, leaves)).status == 200);
  CHECK(w.add(log.submission(20, leaves)).status == 200);                       // The same again is no news, and no lie.
  const auto stale = w.add(log.submission(5, leaves));
  CHECK(stale.status == 409);
  CHECK(stale.body == "20\n");
  CHECK(stale.content_type == "text/x.tlog.size");
  CHECK(w.add(log.submission(0, leaves)).status == 409);
  CHECK(w.add(log.submission(20, other)).status == 422);
  CHECK(w.add("x").status == 400);
  CHECK(w.add("old 20\n\nx").status == 400);
  CHECK(w.add(merkle::format_add_checkpoint({21, {}, log.note(leaves)})).status == 400);

  // Another log, another key of this name, a changed signature, no signature of the log.
  AnyLog stranger;
  CHECK(w.add(merkle::format_add_checkpoint({20, {}, stranger.note(leaves)})).status == 403);
  const auto foreign = ok(tlog::SigningKey::load(log.scratch.path("foreign").string(), "example.com/foreign", true));
  const std::string foreign_text = merkle::checkpoint_text({"example.com/foreign", 20, merkle::root(leaves)});
  const auto foreign_signature = foreign.sign(foreign_text);
  CHECK(w.add(merkle::format_add_checkpoint({0, {}, merkle::signed_note(foreign_text, {&foreign_signature, 1})})).status == 404);
  auto damaged = ok(merkle::parse_signed_checkpoint(log.note(leaves)));
  damaged.signatures[0].signature[5] ^= 1;
  CHECK(w.add(merkle::format_add_checkpoint({20, {}, merkle::signed_note(damaged.signed_text, damaged.signatures)})).status == 403);

  // What it cosigned is served with both signatures, under the hash of the origin.
  const auto served = w.witness->checkpoint(to_hex(sha256(kOrigin)));
  CHECK(served.status == 200);
  CHECK(ok(merkle::parse_signed_checkpoint(served.body)).signatures.size() == 2);
  CHECK(w.witness->checkpoint(to_hex(sha256("example.com/other"))).status == 404);
}

TEST_CASE("a witness keeps its word over a restart, and cosigns nothing while its clock stands back") {
  AnyLog log;
  WitnessOfLog w(log.key.verifier_key());
  const auto leaves = leaves_of(9);
  const std::string key = w.witness->verifier_key();
  CHECK(w.add(log.submission(0, std::span(leaves).first(5))).status == 200);
  w.open(log.key.verifier_key());
  CHECK(w.witness->verifier_key() == key);
  CHECK(w.add(log.submission(0, leaves)).status == 409);
  w.now -= 1;
  CHECK(w.add(log.submission(5, leaves)).status == 503);
  w.now += 1;
  CHECK(w.add(log.submission(5, leaves)).status == 200);
  CHECK(witness::Witness::open({"two words", w.scratch.path("x.db").string(), {}, {}}).error().field == "name");
}

TEST_CASE("1,000 forks and rollbacks are refused, also when two arrive at once") {
  AnyLog log;
  WitnessOfLog w(log.key.verifier_key());
  const auto leaves = leaves_of(260);
  std::mt19937_64 random(20'261'001);
  std::size_t latest = 40, refused = 0, raced = 0;
  REQUIRE(w.add(log.submission(0, std::span(leaves).first(latest))).status == 200);

  for (int round = 0; round < 1'000; ++round) {
    INFO(round);
    std::vector<Hash> forked(leaves.begin(), leaves.end());
    forked[random() % latest] = sha256(std::to_string(round));
    const std::size_t claimed = latest + random() % (leaves.size() - latest + 1), smaller = random() % (latest - 1) + 1;
    const auto fork = log.submission(latest, std::span(forked).first(claimed));
    const auto rollback = log.submission(smaller, std::span(leaves).first(smaller));
    if (round % 5 != 0) {
      const auto answer = w.add(round % 2 != 0 ? fork : rollback);
      CHECK((answer.status == 422 || answer.status == 409));
      refused += answer.status != 200;
      continue;
    }
    // An honest extension and a fork of it arrive together, each with a proof from the latest: at most one may be taken.
    std::vector<Hash> rival(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(latest));
    while (rival.size() < claimed) rival.push_back(sha256("rival " + std::to_string(round) + " " + std::to_string(rival.size())));
    if (claimed == latest) continue;
    const auto honest = log.submission(latest, std::span(leaves).first(claimed)), other = log.submission(latest, rival);
    witness::Answer one, two;
    std::thread thread([&] { one = w.add(honest); });
    two = w.add(other);
    thread.join();
    CHECK((one.status == 200) + (two.status == 200) == 1);
    // Whatever won, the loser's history is refused from now on.
    CHECK(w.add(one.status == 200 ? other : honest).status == 409);
    ++raced;
    ++refused;
    for (const char* ending : {"", "-wal", "-shm"}) std::filesystem::remove(w.scratch.path(std::string("witness.db") + ending));
    w.open(log.key.verifier_key());
    latest = 40 + random() % 100;
    REQUIRE(w.add(log.submission(0, std::span(leaves).first(latest))).status == 200);
  }
  CHECK(refused >= 990);
  CHECK(raced >= 150);
}

TEST_CASE("the log asks its witnesses, learns what they have, and keeps only what verifies") {
  TestStore store;
  Scratch keys;
  WitnessOfLog w("");
  const auto policy = ok(merkle::parse_policy("witness W " + w.witness->verifier_key() + " http://w.example/prefix/\nquorum W\n"));
  auto log = ok(tlog::Log::open(*store, tlog::key_file_of(store.scratch.path("store.db").string()), "localhost/colophon", policy));
  w.open(log->log_key());
  const Id party = store.party("ada");
  const auto register_work = [&] {
    store::WorkDraft draft;
    draft.id = store->new_id();
    draft.title = "A";
    draft.kind = "text";
    draft.media_type = "text/plain";
    draft.sha256 = sha256("A");
    draft.content_bytes = 1;
    draft.shares = {{party, {1, 1}}};
    const auto entry = tlog::work_entry(*store, draft, store->now());
    ok(store->insert_work(draft, &entry));
    ok(log->sequence_now());
  };
  std::string asked_url;
  bool answers = true;
  std::function<void(witness::WebAnswer&)> spoil;
  witness::Cosigner cosigner(*log, policy, {}, [&](const std::string& url, const std::string& body) -> Result<witness::WebAnswer> {
    asked_url = url;
    if (!answers) return fail(Errc::unavailable, "url", "no answer");
    const auto answer = w.add(body);
    witness::WebAnswer web{answer.status, answer.body};
    if (spoil) spoil(web);
    return web;
  });
  CHECK_FALSE(ok(cosigner.ask(0)));
  register_work();
  CHECK(ok(cosigner.ask(0)));
  CHECK(asked_url == "http://w.example/prefix/add-checkpoint");
  CHECK_FALSE(ok(cosigner.ask(0)));
  CHECK(log->size() == 1);
  register_work();
  answers = false;
  CHECK(cosigner.ask(0).error().code == Errc::unavailable);
  CHECK(log->size() == 1);
  answers = true;
  spoil = [](witness::WebAnswer& answer) { answer.body = "\xE2\x80\x94 other.example AAAAAQID\n"; };
  CHECK(cosigner.ask(0).error().code == Errc::does_not_hold);
  spoil = {};
  // The witness has seen size 2 by now, which the log does not know: it is told, and proves from there.
  CHECK(ok(cosigner.ask(0)));
  CHECK(log->size() == 2);
  // A new process knows nothing of what the witness has.
  register_work();
  witness::Cosigner again(*log, policy, {}, [&](const std::string&, const std::string& body) -> Result<witness::WebAnswer> {
    const auto answer = w.add(body);
    return witness::WebAnswer{answer.status, answer.body};
  });
  CHECK(ok(again.ask(0)));
  CHECK(log->size() == 3);
}

namespace {

/// A log in memory, as its files.
struct Served {
  AnyLog log;
  std::vector<Hash> entries;
  std::map<std::string, std::string> spoiled;

  void grow(std::size_t count, const std::string& name = "entry ") {
    for (std::size_t i = 0; i < count; ++i) entries.push_back(sha256(name + std::to_string(entries.size())));
  }
  std::vector<Hash> leaves() const {
    std::vector<Hash> hashes;
    for (const Hash& entry : entries) hashes.push_back(merkle::leaf_hash(entry));
    return hashes;
  }
  Result<std::string> fetch(const std::string& path) const {
    if (const auto found = spoiled.find(path); found != spoiled.end()) return found->second;
    if (path == "checkpoint") return log.note(leaves());
    const auto tile = ok(merkle::parse_tile_path(path));
    Bytes bytes;
    if (tile.entries) {
      std::vector<ByteView> views;
      for (std::uint64_t i = 0; i < tile.width; ++i) views.emplace_back(entries.at(tile.index * 256 + i));
      bytes = ok(merkle::entry_bundle(views));
    } else {
      merkle::TileEdge edge;
      const auto keep = [&](const merkle::Tile& made, std::span<const Hash> hashes) {
        if (made.level == tile.level && made.index == tile.index) bytes = merkle::hash_tile(hashes.first(tile.width));
      };
      for (const Hash& leaf : leaves()) edge.append(leaf, keep);
      edge.partial_tiles(keep);
    }
    return std::string(bytes.begin(), bytes.end());
  }
  witness::Monitor monitor(witness::Memory memory = {}, witness::Monitor::FetchFromWitness from_witness = {}, const std::string& more = {}) {
    return {ok(merkle::parse_policy("log " + log.key.verifier_key() + "\n" + (more.empty() ? "quorum none\n" : more))), std::move(memory),
            [this](const std::string& path) { return fetch(path); }, std::move(from_witness)};
  }
};

}  // namespace

TEST_CASE("a monitor follows a log over restarts and says what it saw") {
  Served served;
  witness::Memory memory;
  for (const std::size_t growth : {0u, 1u, 200u, 55u, 1u, 300u, 0u}) {
    served.grow(growth);
    auto monitor = served.monitor(ok(witness::parse_memory(witness::memory_text(memory))));
    const auto sighting = ok(monitor.look());
    CHECK(sighting.size == served.entries.size());
    CHECK(sighting.old_size == memory.edge.size());
    CHECK(sighting.grew == (growth > 0 || memory.note.empty()));
    CHECK_FALSE(monitor.alarm());
    memory = monitor.memory();
  }
  CHECK(memory.edge.size() == 557);
  CHECK(witness::parse_memory("{}").error().code == Errc::unknown_format);
  CHECK_FALSE(witness::parse_memory(R"({"format":"colophon/monitor/1","levels":[],"note":"","roots":[],"size":"5"})"));
}

TEST_CASE("a monitor raises the alarm for everything that a log must not do, with evidence") {
  Served served;
  served.grow(300);
  auto first = served.monitor();
  ok(first.look());
  const witness::Memory memory = first.memory();
  const auto alarm_of = [&](Served& log, witness::Memory from) {
    auto monitor = log.monitor(std::move(from));
    const auto looked = monitor.look();
    REQUIRE_FALSE(looked);
    CHECK(looked.error().code == Errc::does_not_hold);
    REQUIRE(monitor.alarm());
    return *monitor.alarm();
  };
  SECTION("an entry that was changed") {
    served.entries[290] = sha256("x");
    served.grow(5);
    const auto alarm = alarm_of(served, memory);
    CHECK(alarm.what.contains("number 290"));
    CHECK(*alarm.evidence.find("format")->string() == "colophon/consistency/1");
  }
  SECTION("an entry in a bundle that is complete, which shows in the root only") {
    served.entries[3] = sha256("x");
    served.grow(5);
    CHECK(alarm_of(served, memory).what.contains("does not extend"));
  }
  SECTION("two roots of one size, and the file proves it to anybody") {
    served.entries[299] = sha256("x");
    const auto alarm = alarm_of(served, memory);
    CHECK(alarm.what.contains("two roots of size 300"));
    const auto older = ok(merkle::parse_signed_checkpoint(*alarm.evidence.find("old")->string())), newer = ok(merkle::parse_signed_checkpoint(*alarm.evidence.find("new")->string()));
    CHECK(older.checkpoint.size == newer.checkpoint.size);
    CHECK(older.checkpoint.root != newer.checkpoint.root);
  }
  SECTION("a tile that its entries do not give") {
    served.grow(300);
    served.spoiled["tile/1/000.p/2"] = std::string(64, 'x');
    CHECK(alarm_of(served, memory).what.contains("tile/1/000.p/2"));
  }
  SECTION("a checkpoint that nobody signed, of another log, or that is none") {
    Served stranger;
    stranger.grow(300);
    served.spoiled["checkpoint"] = ok(stranger.fetch("checkpoint"));
    CHECK(alarm_of(served, memory).what.contains("No log key that you trust"));
    served.spoiled["checkpoint"] = "x";
    CHECK(alarm_of(served, memory).what.contains("is none"));
  }
  SECTION("a bundle that is damaged") {
    served.grow(300);
    served.spoiled["tile/entries/001"] = "x";
    CHECK(alarm_of(served, memory).what.contains("damaged"));
  }
  SECTION("an older checkpoint is no alarm, and no answer is none either") {
    served.entries.resize(200);
    auto monitor = served.monitor(memory);
    CHECK_FALSE(ok(monitor.look()).grew);
    CHECK(monitor.memory().edge.size() == 300);
    witness::Monitor none(ok(merkle::parse_policy(served.log.key.verifier_key())), memory, [](const std::string&) -> Result<std::string> { return fail(Errc::unavailable, "log", "none"); });
    CHECK(none.look().error().code == Errc::unavailable);
    CHECK_FALSE(none.alarm());
  }
}

TEST_CASE("a monitor finds a log that shows its witness another history") {
  Served served;
  served.grow(300);
  WitnessOfLog w(served.log.key.verifier_key());
  const std::string more = "witness W " + w.witness->verifier_key() + " http://w.example\nquorum none\n";
  const auto from_witness = [&](const merkle::Policy::Witness&, const std::string& origin_hash) -> Result<std::string> {
    const auto answer = w.witness->checkpoint(origin_hash);
    if (answer.status != 200) return fail(Errc::not_found, "witness", answer.body);
    return answer.body;
  };
  CHECK(ok(served.monitor({}, from_witness, more).look()).compared.empty());   // It holds none yet.
  const auto leaves = served.leaves();
  REQUIRE(w.add(served.log.submission(0, std::span(leaves).first(270))).status == 200);
  CHECK(ok(served.monitor({}, from_witness, more).look()).compared == std::vector<std::string>{"W"});
  // For everybody else the same log has another entry.
  served.entries[5] = sha256("x");
  auto monitor = served.monitor({}, from_witness, more);
  CHECK_FALSE(monitor.look());
  REQUIRE(monitor.alarm());
  CHECK(monitor.alarm()->what.contains("showed W another history"));
}
