// What follows from the log: proofs, tiles, receipts, the whole log as an archive.
#include "colophon/base/tar.hpp"
#include "log/state.hpp"
#include "store/try.hpp"

namespace colophon::tlog {
namespace {

constexpr std::size_t kCheckpointsExportedMax = 10'000;
constexpr std::size_t kCheckpointsPerReadMax = 1'000;

JsonArray hex_list(const std::vector<Hash>& hashes) {
  JsonArray list;
  for (const Hash& hash : hashes) list.emplace_back(to_hex(hash));
  return list;
}

std::unexpected<Error> not_yet() { return fail(Errc::not_found, "", "Its entry is not under a checkpoint yet: ask again in a second."); }

}  // namespace

Result<Inclusion> Log::inclusion(std::uint64_t index, std::uint64_t size) {
  if (size == 0) size = this->size();
  auto proof = COLOPHON_TRY(state_->tree.inclusion(index, size));
  return Inclusion{index, size, COLOPHON_TRY(state_->tree.leaf(index)), std::move(proof)};
}

Result<std::vector<Hash>> Log::consistency(std::uint64_t from, std::uint64_t to) { return state_->tree.consistency(from, to); }

Result<Bytes> Log::tile(const merkle::Tile& tile) {
  if (!tile.entries) return state_->tree.tile(tile);
  const std::uint64_t first = tile.index * merkle::kTileWidth;
  if (merkle::tile_width(state_->tree.size(), 0, tile.index) < tile.width) return fail(Errc::not_found, "tile", "The log has no entries of this place and number yet.");
  const auto entries = COLOPHON_TRY(state_->store.log_entries(first, first + tile.width));
  if (entries.size() != tile.width) return fail(Errc::internal, "log", "entries are missing");
  std::vector<ByteView> views(entries.begin(), entries.end());
  return merkle::entry_bundle(views);
}

Result<Published> Log::State::published_over(std::uint64_t index) {
  const auto find = [&]() -> std::optional<Published> {
    std::lock_guard lock(mutex);
    // One that a witness has seen says more than one that is a moment newer.
    if (index < cosigned.size) return cosigned;
    if (index < published.size) return published;
    return std::nullopt;
  };
  if (auto found = find()) return std::move(*found);
  COLOPHON_TRY(catch_up());
  if (auto found = find()) return std::move(*found);
  return not_yet();
}

Result<JsonObject> Log::receipt_for(std::string_view kind, const Id& subject) {
  const auto entry = COLOPHON_TRY(state_->store.log_entry_of(kind, subject));
  if (!entry) return fail(Errc::not_found, "", "The log has no entry of this " + std::string(kind) + ".");
  if (!entry->index) return not_yet();
  if (entry->payload.empty()) return fail(Errc::not_found, "", "The payload of its entry was erased: the log keeps only the commitment.");
  auto payload = parse_json(entry->payload);
  if (!payload) return std::unexpected(payload.error());
  const Published under = COLOPHON_TRY(state_->published_over(*entry->index));
  const auto proof = COLOPHON_TRY(state_->tree.inclusion(*entry->index, under.size));
  return JsonObject{{"format", "colophon/receipt/1"},
                    {"kind", std::string(kind)},
                    {"payload", std::move(*payload)},
                    {"salt", to_hex(entry->salt)},
                    {"index", static_cast<std::int64_t>(*entry->index)},
                    {"proof", hex_list(proof)},
                    {"checkpoint", under.note},
                    {"log_key", log_key()}};
}

Result<JsonObject> Log::consistency_file(std::uint64_t from_size) {
  const auto old = COLOPHON_TRY(state_->store.checkpoint_of(from_size));
  const std::string note = COLOPHON_TRY(checkpoint());
  const std::uint64_t to_size = COLOPHON_TRY(merkle::parse_signed_checkpoint(note)).checkpoint.size;
  if (!old || from_size > to_size) return fail(Errc::not_found, "from", "The log has signed no checkpoint of size " + std::to_string(from_size) + ".");
  const auto proof = COLOPHON_TRY(consistency(from_size, to_size));
  return JsonObject{{"format", "colophon/consistency/1"}, {"old", old->note}, {"new", note}, {"proof", hex_list(proof)}, {"log_key", log_key()}};
}

Result<void> Log::export_archive(const std::function<bool(std::string_view)>& piece) {
  const std::string note = COLOPHON_TRY(checkpoint());
  const std::uint64_t size = COLOPHON_TRY(merkle::parse_signed_checkpoint(note)).checkpoint.size;
  bool goes_on = piece(tar_file("checkpoint", as_bytes(note)));
  // Of a long life of checkpoints some thousands show as much as all.
  std::uint64_t from = 0, exported = 0;
  const std::uint64_t step = size / kCheckpointsExportedMax + 1;
  while (goes_on && exported < kCheckpointsExportedMax) {
    const auto rows = COLOPHON_TRY(state_->store.checkpoints(from, step == 1 ? kCheckpointsPerReadMax : 1));
    if (rows.empty()) break;
    for (const auto& row : rows) {
      if (row.size < size && goes_on) goes_on = piece(tar_file("checkpoints/" + std::to_string(row.size), as_bytes(row.note)));
      ++exported;
    }
    from = rows.back().size + step;
  }
  Result<void> read;
  merkle::for_each_tile(size, [&](const merkle::Tile& wanted) {
    if (!goes_on || !read) return;
    const auto bytes = tile(wanted);
    if (!bytes) read = std::unexpected(bytes.error());
    else goes_on = piece(tar_file(merkle::tile_path(wanted), *bytes));
  });
  if (read && goes_on) piece(tar_end());
  return read;
}

}  // namespace colophon::tlog
