#include "colophon/merkle/log_verifier.hpp"

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"

namespace colophon::merkle {
namespace {

constexpr const char* kNames[] = {"root", "tiles", "complete", "history", "held"};

std::string_view as_text(ByteView data) { return {reinterpret_cast<const char*>(data.data()), data.size()}; }

std::unexpected<Error> refuse(std::string_view name, const char* detail) { return fail(Errc::invalid_argument, std::string(name), detail); }

}  // namespace

Result<LogVerifier> LogVerifier::start(std::string_view held) {
  LogVerifier verifier;
  if (held.empty()) return verifier;
  Result<SignedCheckpoint> note = parse_signed_checkpoint(held, "held");
  if (!note) return std::unexpected(note.error());
  verifier.held_ = std::move(note->checkpoint);
  return verifier;
}

void LogVerifier::false_at(std::size_t check, std::string field, std::string detail) {
  if (!wrong_[check]) wrong_[check] = Check{kNames[check], false, std::move(field), std::move(detail)};
}

Result<void> LogVerifier::file(std::string_view name, ByteView data) {
  if (name == "checkpoint") return checkpoint(data);
  if (!note_) return refuse(name, "A log's files begin with its checkpoint.");
  if (name.starts_with("checkpoints/")) return earlier(name, data);
  const Result<Tile> tile = parse_tile_path(name, name);
  if (!tile) return refuse(name, "A log has a checkpoint, checkpoints/SIZE, tile/entries/... and tile/LEVEL/...: this file is none of them.");
  if (tile->entries) return entries(*tile, data);
  if (tile->width != tile_width(note_->checkpoint.size, tile->level, tile->index)) return refuse(name, "A log of this size has no tile of this name.");
  compare(*tile, sha256(data), false);
  return {};
}

Result<void> LogVerifier::checkpoint(ByteView data) {
  if (note_) return refuse("checkpoint", "The file comes twice.");
  note_text_ = as_text(data);
  Result<SignedCheckpoint> note = parse_signed_checkpoint(note_text_, "checkpoint");
  if (!note) return std::unexpected(note.error());
  note_ = std::move(*note);
  if (!held_) return {};
  if (held_->origin != note_->checkpoint.origin) false_at(kHeld, "held", "The checkpoint that you hold is of another log: " + held_->origin + ".");
  else if (held_->size > note_->checkpoint.size) false_at(kHeld, "held", "The checkpoint that you hold is of a larger log: ask for a newer copy.");
  return {};
}

Result<void> LogVerifier::earlier(std::string_view name, ByteView data) {
  if (edge_.size() > 0) return refuse(name, "Earlier checkpoints come before the entries.");
  if (++earlier_count_ > limits::kLogCheckpointsMax) return fail(Errc::limit_exceeded, std::string(name), "Too many earlier checkpoints.");
  const Result<SignedCheckpoint> note = parse_signed_checkpoint(as_text(data), name);
  if (!note) return std::unexpected(note.error());
  const Checkpoint& old = note->checkpoint;
  if (name.substr(12) != to_decimal(uint128{old.size})) return refuse(name, "The file is named after the size of its checkpoint.");
  if (!earlier_.emplace(old.size, old.root).second) return refuse(name, "The file comes twice.");
  if (old.origin != note_->checkpoint.origin) false_at(kHistory, std::string(name), "The earlier checkpoint is of another log.");
  return {};
}

// What the entries so far have reached: checkpoints of this size must have this root.
void LogVerifier::passed() {
  const bool is_held = held_ && held_->size == edge_.size();
  const auto at = earlier_.find(edge_.size());
  if (at == earlier_.end() && !is_held) return;
  const Hash root = edge_.root();
  const std::string size = to_decimal(uint128{edge_.size()});
  if (at != earlier_.end()) {
    if (at->second != root) false_at(kHistory, "checkpoints/" + size, "The log had another root at this size: its history was rewritten.");
    earlier_.erase(at);
  }
  if (is_held && held_->root != root) false_at(kHeld, "held", "The checkpoint that you hold has another root at size " + size + ": this copy shows another history.");
}

void LogVerifier::compare(const Tile& tile, const Hash& hash, bool computed) {
  const auto [at, is_new] = awaited_.try_emplace(tile, Awaited{hash, computed});
  if (is_new) return;
  if (at->second.computed == computed) return false_at(kTiles, tile_path(tile), "The tile comes twice.");
  if (at->second.hash != hash) false_at(kTiles, tile_path(tile), "The tile is not the one that follows from the entries.");
  awaited_.erase(at);
}

Result<void> LogVerifier::entries(const Tile& tile, ByteView data) {
  if (is_broken_) return {};
  const std::string name = tile_path(tile);
  const std::uint64_t size = note_->checkpoint.size;
  if (tile.width != tile_width(size, 0, tile.index)) return refuse(name, "A log of this size has no bundle of this name.");
  if (edge_.size() % kTileWidth != 0 || tile.index != edge_.size() / kTileWidth) return refuse(name, "Entry bundles come in their order, each once.");
  const auto list = parse_entry_bundle(data, tile.width, name);
  if (!list) {
    // What cannot be taken apart is false, not foreign: nothing after it can be placed.
    false_at(kRoot, name, list.error().detail);
    is_broken_ = true;
    return {};
  }
  if (edge_.size() == 0) passed();
  for (const ByteView entry : *list) {
    edge_.append(leaf_hash(entry), [&](const Tile& done, std::span<const Hash> hashes) { compare(done, sha256(hash_tile(hashes)), true); });
    passed();
  }
  return {};
}

Result<Report> LogVerifier::finish() {
  if (!note_) return refuse("checkpoint", "The log's checkpoint is missing.");
  if (edge_.size() == 0) passed();
  const Checkpoint& checkpoint = note_->checkpoint;
  const std::string count = to_decimal(uint128{edge_.size()});
  if (edge_.size() != checkpoint.size) false_at(kRoot, "tile/entries", "There are " + count + " entries, and the checkpoint is of " + to_decimal(uint128{checkpoint.size}) + ".");
  else if (edge_.root() != checkpoint.root) false_at(kRoot, "tile/entries", "The entries give another root than the checkpoint's.");
  edge_.partial_tiles([&](const Tile& tile, std::span<const Hash> hashes) { compare(tile, sha256(hash_tile(hashes)), true); });
  for (const auto& [tile, awaited] : awaited_) {
    if (awaited.computed) false_at(kComplete, tile_path(tile), "The tile is missing.");
    else false_at(kTiles, tile_path(tile), "There are no entries that this tile could come from.");
  }
  if (!earlier_.empty()) false_at(kHistory, "checkpoints/" + to_decimal(uint128{earlier_.begin()->first}), "The log is smaller than it was: entries were removed.");

  Report report;
  report.kind = "log";
  report.signed_text = note_->signed_text;
  report.signatures = note_->signatures;
  report.facts = {{"origin", checkpoint.origin}, {"size", to_decimal(uint128{checkpoint.size})}, {"root", to_hex(checkpoint.root)},
                  {"entries", count}, {"checkpoints", to_decimal(uint128{earlier_count_})}};
  add_check(report, "checkpoint", {});
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    if ((i == kHistory && earlier_count_ == 0) || (i == kHeld && !held_)) continue;
    if (wrong_[i]) report.checks.push_back(*wrong_[i]);
    else add_check(report, kNames[i], {});
  }
  say(report);
  return report;
}

LogArchiveVerifier::LogArchiveVerifier(LogVerifier verifier)
    : verifier_(std::move(verifier)),
      reader_(limits::kLogFileBytesMax, [this](std::string_view name, ByteView data) { return verifier_.file(name, data); }) {}

Result<std::unique_ptr<LogArchiveVerifier>> LogArchiveVerifier::start(std::string_view held) {
  auto verifier = LogVerifier::start(held);
  if (!verifier) return std::unexpected(verifier.error());
  return std::unique_ptr<LogArchiveVerifier>(new LogArchiveVerifier(std::move(*verifier)));
}

Result<Report> LogArchiveVerifier::finish() {
  if (auto ended = reader_.finish(); !ended) return std::unexpected(ended.error());
  return verifier_.finish();
}

}  // namespace colophon::merkle
