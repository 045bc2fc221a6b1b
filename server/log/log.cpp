#include "log/log.hpp"

#include <atomic>
#include <mutex>
#include <utility>

#include "colophon/merkle/receipt.hpp"
#include "colophon/merkle/tree.hpp"
#include "log/key.hpp"
#include "log/tree.hpp"

namespace colophon::tlog {
namespace {

constexpr std::size_t kEntriesPerCheckpointMax = 100'000;
constexpr std::size_t kEntriesPerReadMax = 100'000;
constexpr int kRacesMax = 8;
constexpr std::string_view kOriginSetting = "log_origin";

Result<std::string> stored_origin(store::Store& store, const std::string& origin) {
  auto stored = store.setting(kOriginSetting);
  if (!stored) return std::unexpected(stored.error());
  if (!*stored) {
    if (auto put = store.put_setting(kOriginSetting, origin); !put) return std::unexpected(put.error());
    return origin;
  }
  if (**stored != origin) {
    return fail(Errc::conflict, "log_origin", "This store's log is named " + **stored + ": a log keeps its name for ever.");
  }
  return origin;
}

}  // namespace

std::string key_file_of(std::string_view store_file) { return std::string(store_file) + ".log-key"; }

struct Log::State {
  store::Store& store;
  SigningKey key;
  std::string origin;

  /// Guards the tree and the note; held for reading proofs and while new entries are taken in, not while the store writes.
  mutable std::mutex mutex;
  Tree tree;                       ///< Entries under the latest checkpoint.
  std::string note;
  std::mutex sequencing;           ///< One sequencer a process; other processes are held off by compare-and-swap.

  State(store::Store& store_, SigningKey key_, std::string origin_)
      : store(store_), key(std::move(key_)), origin(std::move(origin_)) {}

  Result<void> catch_up();
  Result<bool> sequence_batch(std::uint64_t& sequenced);
};

/// Takes in what another process (or an earlier run) has sequenced. Signs nothing on top of entries that contradict their checkpoint.
Result<void> Log::State::catch_up() {
  auto latest = store.latest_checkpoint();
  if (!latest) return std::unexpected(latest.error());
  if (!*latest) return {};
  const store::CheckpointRow& row = **latest;
  std::lock_guard lock(mutex);
  if (row.note == note) return {};
  const std::uint64_t known = tree.size();
  auto refuse = [&](const char* why) {
    tree.truncate(known);
    return fail(Errc::does_not_hold, "log", std::string("The stored log contradicts its checkpoint: ") + why + " Nothing more is signed; restore the store from a copy.");
  };
  auto parsed = merkle::parse_signed_checkpoint(row.note);
  if (!parsed) return refuse("the note does not parse.");
  if (!key.has_signed(*parsed)) return refuse("it is not signed by the key in the key file.");
  if (parsed->checkpoint.origin != origin || parsed->checkpoint.size != row.size) return refuse("it is of another log or size.");
  if (row.size < known) return refuse("it is older than one seen before.");
  while (tree.size() < row.size) {
    const std::uint64_t from = tree.size();
    auto entries = store.log_entries(from, std::min<std::uint64_t>(row.size, from + kEntriesPerReadMax));
    if (!entries) { tree.truncate(known); return std::unexpected(entries.error()); }
    if (entries->empty()) return refuse("entries are missing.");
    for (const Hash& entry : *entries) tree.append(merkle::leaf_hash(entry));
  }
  if (tree.root(row.size) != parsed->checkpoint.root) return refuse("the entries have another root.");
  note = row.note;
  return {};
}

/// True where there was something and it is under a checkpoint now; a lost race counts as nothing sequenced and more to do.
Result<bool> Log::State::sequence_batch(std::uint64_t& sequenced) {
  // The size comes first: whoever sequences these entries after this line moves it, and the swap below then fails.
  std::uint64_t old_size = 0;
  {
    std::lock_guard lock(mutex);
    old_size = tree.size();
  }
  auto pending = store.pending_entries(kEntriesPerCheckpointMax);
  if (!pending) return std::unexpected(pending.error());
  if (pending->empty()) return false;
  std::vector<std::int64_t> sequences;
  store::CheckpointRow row;
  std::vector<Hash> leaves;
  {
    // The new root is computed on the shared tree and taken back at once: proofs never see what is not under a checkpoint.
    std::lock_guard lock(mutex);
    if (tree.size() != old_size) return true;
    for (const auto& entry : *pending) {
      sequences.push_back(entry.sequence);
      leaves.push_back(merkle::leaf_hash(entry.entry));
      tree.append(leaves.back());
    }
    row.size = tree.size();
    row.root = tree.root(row.size);
    tree.truncate(old_size);
  }
  row.note = key.sign_note(merkle::checkpoint_text({origin, row.size, row.root}));
  row.made_at = store.now();
  auto swapped = store.cas_checkpoint(old_size, sequences, row);
  if (!swapped && swapped.error().code == Errc::conflict) {
    if (auto read = catch_up(); !read) return std::unexpected(read.error());
    return true;
  }
  if (!swapped) return std::unexpected(swapped.error());
  std::lock_guard lock(mutex);
  if (tree.size() == old_size) {
    for (const Hash& leaf : leaves) tree.append(leaf);
    note = row.note;
  }
  sequenced += leaves.size();
  return true;
}

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::~Log() = default;

Result<std::unique_ptr<Log>> Log::open(store::Store& store, const std::string& key_file, const std::string& origin) {
  if (origin.empty() || origin.find_first_of(" +\n\t\r") != std::string::npos) {
    return fail(Errc::invalid_argument, "log_origin", "A log's name is one word without spaces and plus signs, such as localhost/colophon.");
  }
  auto name = stored_origin(store, origin);
  if (!name) return std::unexpected(name.error());
  auto latest = store.latest_checkpoint();
  if (!latest) return std::unexpected(latest.error());
  // A new key beside an old log would only make notes that nobody can check: the old one has to come back.
  auto key = SigningKey::load(key_file, *name, !latest->has_value());
  if (!key) return std::unexpected(key.error());
  auto state = std::make_unique<State>(store, std::move(*key), *name);
  if (auto read = state->catch_up(); !read) return std::unexpected(read.error());
  return std::unique_ptr<Log>(new Log(std::move(state)));
}

Result<std::uint64_t> Log::sequence_now() {
  std::lock_guard one(state_->sequencing);
  std::uint64_t sequenced = 0;
  for (int races = 0; races < kRacesMax;) {
    const std::uint64_t before = sequenced;
    auto more = state_->sequence_batch(sequenced);
    if (!more) return std::unexpected(more.error());
    if (!*more) return sequenced;
    if (sequenced == before) ++races;
  }
  return sequenced;
}

Result<std::string> Log::checkpoint() {
  if (auto read = state_->catch_up(); !read) return std::unexpected(read.error());
  std::lock_guard lock(state_->mutex);
  if (state_->note.empty()) return fail(Errc::not_found, "", "The log has no checkpoint yet: nothing was ever registered.");
  return state_->note;
}

std::uint64_t Log::size() const {
  std::lock_guard lock(state_->mutex);
  return state_->tree.size();
}

const std::string& Log::log_key() const { return state_->key.verifier_key(); }

Result<Inclusion> Log::inclusion(std::uint64_t index, std::uint64_t size) {
  std::lock_guard lock(state_->mutex);
  const Tree& tree = state_->tree;
  if (size == 0) size = tree.size();
  if (size > tree.size()) return fail(Errc::invalid_argument, "size", "The log has " + std::to_string(tree.size()) + " entries.");
  if (index >= size) return fail(Errc::invalid_argument, "index", "It must be below the tree's size, " + std::to_string(size) + ".");
  return Inclusion{index, size, tree.leaf(index), tree.inclusion(index, size)};
}

Result<std::vector<Hash>> Log::consistency(std::uint64_t from, std::uint64_t to) {
  std::lock_guard lock(state_->mutex);
  const Tree& tree = state_->tree;
  if (to > tree.size()) return fail(Errc::invalid_argument, "to", "The log has " + std::to_string(tree.size()) + " entries.");
  if (from == 0 || from > to) return fail(Errc::invalid_argument, "from", "It must be from 1 up to 'to'.");
  return tree.consistency(from, to);
}

Result<JsonObject> Log::receipt_for(std::string_view kind, const Id& subject) {
  auto entry = state_->store.log_entry_of(kind, subject);
  if (!entry) return std::unexpected(entry.error());
  if (!*entry) return fail(Errc::not_found, "", "The log has no entry of this " + std::string(kind) + ".");
  const store::LogEntry& found = **entry;
  if (!found.index) return fail(Errc::not_found, "", "Its entry is not under a checkpoint yet: ask again in a second.");
  if (found.payload.empty()) return fail(Errc::not_found, "", "The payload of its entry was erased: the log keeps only the commitment.");
  auto payload = parse_json(found.payload);
  if (!payload) return std::unexpected(payload.error());
  if (*found.index >= size()) {
    if (auto read = state_->catch_up(); !read) return std::unexpected(read.error());
  }
  std::lock_guard lock(state_->mutex);
  const Tree& tree = state_->tree;
  if (*found.index >= tree.size()) return fail(Errc::not_found, "", "Its entry is not under a checkpoint yet: ask again in a second.");
  JsonArray proof;
  for (const Hash& hash : tree.inclusion(*found.index, tree.size())) proof.emplace_back(to_hex(hash));
  return JsonObject{{"format", "colophon/receipt/1"},
                    {"kind", std::string(kind)},
                    {"payload", std::move(*payload)},
                    {"salt", to_hex(found.salt)},
                    {"index", static_cast<std::int64_t>(*found.index)},
                    {"proof", std::move(proof)},
                    {"checkpoint", state_->note},
                    {"log_key", state_->key.verifier_key()}};
}

}  // namespace colophon::tlog
