#include "log/log.hpp"

#include <utility>

#include "log/state.hpp"
#include "store/try.hpp"

namespace colophon::tlog {
namespace {

constexpr std::size_t kEntriesPerCheckpointMax = 100'000;
constexpr std::size_t kCosignedLookedAtMax = 1'000;
constexpr int kRacesMax = 8;
constexpr store::UnixMs kClockSlackMs = 5'000;   // What a clock that is being set may go back without a stop.
constexpr std::string_view kOriginSetting = "log_origin";

Result<std::string> stored_origin(store::Store& store, const std::string& origin) {
  const auto stored = COLOPHON_TRY(store.setting(kOriginSetting));
  if (!stored) {
    COLOPHON_TRY(store.put_setting(kOriginSetting, origin));
    return origin;
  }
  if (*stored != origin) {
    return fail(Errc::conflict, "log_origin", "This store's log is named " + *stored + ": a log keeps its name for ever.");
  }
  return origin;
}

std::unexpected<Error> contradicts(const std::string& why) {
  return fail(Errc::does_not_hold, "log", "The stored log contradicts its checkpoint: " + why + " Nothing more is signed; restore the store from a copy.");
}

/// The first entries that wait: what any process would sequence next.
struct Batch { std::vector<std::int64_t> sequences; std::vector<Hash> leaves; };
Result<Batch> next_batch(store::Store& store, std::size_t limit) {
  Batch batch;
  for (const auto& entry : COLOPHON_TRY(store.pending_entries(limit))) {
    batch.sequences.push_back(entry.sequence);
    batch.leaves.push_back(merkle::leaf_hash(entry.entry));
  }
  return batch;
}

}  // namespace

std::string key_file_of(std::string_view store_file) { return std::string(store_file) + ".log-key"; }

std::string head_file_of(std::string_view key_file) {
  if (key_file.ends_with(".log-key")) key_file.remove_suffix(8);
  return std::string(key_file) + ".log-head";
}

Result<void> Log::State::catch_up() {
  const auto latest = COLOPHON_TRY(store.latest_checkpoint());
  if (!latest) return {};
  {
    std::lock_guard lock(mutex);
    if (latest->note == latest_note) return {};
    const auto parsed = merkle::parse_signed_checkpoint(latest->note);
    if (!parsed) return contradicts("the note does not parse.");
    COLOPHON_TRY(keys.refresh(store));
    if (!keys.has_signed(*parsed)) return contradicts("it is not signed by a key of this log.");
    const auto& checkpoint = parsed->checkpoint;
    if (checkpoint.origin != origin || checkpoint.size != latest->size || checkpoint.root != latest->root) return contradicts("it is of another log, size or root.");
  }
  if (latest->size < tree.size()) return contradicts("it is older than one seen before.");
  if (auto grown = tree.catch_up(latest->size, latest->root); !grown) {
    return grown.error().code == Errc::does_not_hold ? contradicts(grown.error().detail) : grown;
  }
  if (tree.size() == latest->size && tree.root() != latest->root) return contradicts("the entries have another root.");
  latest_at = latest->made_at;
  return publish(latest->size, latest->note);
}

Result<void> Log::State::follow_head() {
  const auto signed_head = COLOPHON_TRY(head->read(origin));
  const std::uint64_t size = tree.size(), head_size = signed_head ? signed_head->size : 0;
  if (head_size < size) {
    // A head file that is new (a log older than it), or an old copy of it: the store knows better, where it has the same history.
    if (signed_head && COLOPHON_TRY(tree.root_at(head_size)) != signed_head->root) return contradicts("the head file shows another history.");
    const auto latest = COLOPHON_TRY(store.latest_checkpoint());
    const auto swapped = head->swap(origin, head_size, *latest);
    return !swapped && swapped.error().code == Errc::conflict ? Result<void>() : swapped;
  }
  if (!signed_head) return {};
  if (head_size == size) return signed_head->root == tree.root() ? Result<void>() : contradicts("the head file shows another history.");
  // Something was signed and not stored: a process died between the two, or is between them now. The same entries wait in the same order.
  const Batch batch = COLOPHON_TRY(next_batch(store, head_size - size));
  const Tree::Growth growth = tree.grown(batch.leaves);
  if (growth.edge.size() != head_size || growth.edge.root() != signed_head->root) {
    return contradicts("the store is older than the log's head, which was signed at size " + std::to_string(head_size) + ": entries are missing.");
  }
  const auto stored = store.cas_checkpoint(size, batch.sequences, *signed_head, growth.tiles);
  if (!stored && stored.error().code != Errc::conflict) return stored;
  return catch_up();
}

Result<bool> Log::State::sequence_batch(std::uint64_t& sequenced) {
  // The size comes first: whoever sequences these entries after this line moves the head, and the swap below then fails.
  COLOPHON_TRY(catch_up());
  const std::uint64_t old_size = tree.size();
  const Batch batch = COLOPHON_TRY(next_batch(store, kEntriesPerCheckpointMax));
  if (batch.leaves.empty()) return false;
  const Tree::Growth growth = tree.grown(batch.leaves);
  store::CheckpointRow row{growth.edge.size(), growth.edge.root(), {}, store.now()};
  if (row.size != old_size + batch.leaves.size()) return true;
  {
    std::lock_guard lock(mutex);
    COLOPHON_TRY(keys.refresh(store));
    row.note = keys.sign_note(merkle::checkpoint_text({origin, row.size, row.root}));
  }
  if (auto swapped = head->swap(origin, old_size, row); !swapped) {
    if (swapped.error().code != Errc::conflict) return std::unexpected(swapped.error());
    COLOPHON_TRY(catch_up());
    COLOPHON_TRY(follow_head());
    return true;
  }
  if (auto stored = store.cas_checkpoint(old_size, batch.sequences, row, growth.tiles); !stored) {
    // Another process saw the new head and has finished it for us.
    if (stored.error().code != Errc::conflict) return std::unexpected(stored.error());
    COLOPHON_TRY(catch_up());
    if (tree.size() < row.size) return std::unexpected(stored.error());
  }
  tree.take(growth, old_size);
  latest_at = row.made_at;
  COLOPHON_TRY(publish(row.size, row.note));
  sequenced += batch.leaves.size();
  return true;
}

Result<void> Log::State::publish(std::uint64_t size, const std::string& note) {
  std::string whole = note;
  std::vector<bool> has(witnesses.witnesses.size());
  const auto rows = COLOPHON_TRY(store.cosignatures(size));
  for (const auto& row : rows) {
    whole += row.line;
    for (std::size_t i = 0; i < has.size(); ++i) has[i] = has[i] || witnesses.witnesses[i].key.name == row.witness;
  }
  std::lock_guard lock(mutex);
  if (size >= tree.size()) latest_note = note;
  if (!witnesses.satisfied_by(has)) return {};
  if (size >= published.size) published = {size, whole};
  if (!rows.empty() && size >= cosigned.size) cosigned = {size, whole};
  return {};
}

Result<void> Log::State::restore_published() {
  auto at = COLOPHON_TRY(store.latest_cosigned_size(tree.size()));
  for (std::size_t i = 0; at && i < kCosignedLookedAtMax; ++i) {
    if (const auto row = COLOPHON_TRY(store.checkpoint_of(*at))) COLOPHON_TRY(publish(row->size, row->note));
    if (cosigned.size > 0 || *at == 0) break;
    at = COLOPHON_TRY(store.latest_cosigned_size(*at - 1));
  }
  return {};
}

Log::Log(std::unique_ptr<State> state) : state_(std::move(state)) {}
Log::~Log() = default;

Result<std::unique_ptr<Log>> Log::open(store::Store& store, const std::string& key_file, const std::string& origin, merkle::Policy witnesses) {
  if (origin.empty() || origin.find_first_of(" +\n\t\r") != std::string::npos) {
    return fail(Errc::invalid_argument, "log_origin", "A log's name is one word without spaces and plus signs, such as localhost/colophon.");
  }
  const std::string name = COLOPHON_TRY(stored_origin(store, origin));
  auto head = COLOPHON_TRY(store::CheckpointRegister::open(head_file_of(key_file)));
  const bool is_new = !COLOPHON_TRY(store.latest_checkpoint()) && !COLOPHON_TRY(head->read(name));
  auto keys = COLOPHON_TRY(Keys::open(store, key_file, name, is_new));
  auto state = std::make_unique<State>(store, name, std::move(head), std::move(witnesses), std::move(keys));
  COLOPHON_TRY(state->catch_up());
  COLOPHON_TRY(state->follow_head());
  COLOPHON_TRY(state->restore_published());
  return std::unique_ptr<Log>(new Log(std::move(state)));
}

Result<std::uint64_t> Log::sequence_now() {
  std::lock_guard one(state_->sequencing);
  std::uint64_t sequenced = 0;
  for (int races = 0; races < kRacesMax;) {
    const std::uint64_t before = sequenced;
    if (!COLOPHON_TRY(state_->sequence_batch(sequenced))) return sequenced;
    if (sequenced == before) ++races;
  }
  return sequenced;
}

Result<std::string> Log::checkpoint() {
  COLOPHON_TRY(state_->catch_up());
  std::lock_guard lock(state_->mutex);
  if (!state_->published.note.empty()) return state_->published.note;
  return fail(Errc::not_found, "", state_->latest_note.empty() ? "The log has no checkpoint yet: nothing was ever registered."
                                                                : "The log's checkpoint waits for its witnesses: ask again in a second.");
}

Result<std::string> Log::latest_note() {
  COLOPHON_TRY(state_->catch_up());
  std::lock_guard lock(state_->mutex);
  if (state_->latest_note.empty()) return fail(Errc::not_found, "", "The log has no checkpoint yet.");
  return state_->latest_note;
}

Result<void> Log::add_cosignature(std::uint64_t size, const std::string& witness, const std::string& line) {
  const auto row = COLOPHON_TRY(state_->store.checkpoint_of(size));
  if (!row) return fail(Errc::not_found, "size", "The log has no checkpoint of this size.");
  COLOPHON_TRY(state_->store.put_cosignature({size, witness, line, state_->store.now()}));
  return state_->publish(size, row->note);
}

std::uint64_t Log::size() const {
  std::lock_guard lock(state_->mutex);
  return state_->published.size;
}

const std::string& Log::origin() const { return state_->origin; }

std::string Log::log_key() const {
  std::lock_guard lock(state_->mutex);
  return state_->keys.primary().verifier_key();
}

std::vector<store::LogKeyRow> Log::keys() const {
  std::lock_guard lock(state_->mutex);
  return state_->keys.rows();
}

Result<void> Log::check_clock() const {
  if (state_->store.now() + kClockSlackMs >= state_->latest_at) return {};
  return fail(Errc::unavailable, "clock", "The server's clock stands before its latest checkpoint: it went back. Set it right; nothing is registered until then.");
}

}  // namespace colophon::tlog
