#include "witness/monitor.hpp"

#include <algorithm>

#include "colophon/base/money.hpp"
#include "log/key.hpp"
#include "store/try.hpp"

namespace colophon::witness {
namespace {

using merkle::Tile;

constexpr std::string_view kFormat = "colophon/monitor/1";

std::string fact(const JsonObject& object, std::string_view name) {
  const Json* value = Json(object).find(name);
  return value && value->string() ? *value->string() : std::string();
}

Result<Hash> hash_of(const Json& json, std::string_view field) {
  const Bytes bytes = COLOPHON_TRY(from_hex(json.string() ? *json.string() : std::string("?"), field));
  Hash hash{};
  if (bytes.size() != hash.size()) return fail(Errc::invalid_encoding, std::string(field), "A hash has 64 digits.");
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

Result<std::uint64_t> size_of(std::string_view text, std::string_view field) {
  const uint128 size = COLOPHON_TRY(parse_uint128(text, field));
  if (size > ~std::uint64_t{0}) return fail(Errc::overflow, std::string(field), "The size is too large.");
  return static_cast<std::uint64_t>(size);
}

}  // namespace

std::string memory_text(const Memory& memory) {
  JsonArray levels;
  for (const auto& level : memory.edge.levels()) {
    JsonArray hashes;
    for (const Hash& hash : level) hashes.emplace_back(to_hex(hash));
    levels.emplace_back(std::move(hashes));
  }
  JsonArray roots;
  for (const auto& [size, root] : memory.roots) roots.emplace_back(JsonArray{std::to_string(size), to_hex(root)});
  return canonical_json(JsonObject{{"format", kFormat}, {"note", memory.note}, {"size", std::to_string(memory.edge.size())}, {"levels", std::move(levels)}, {"roots", std::move(roots)}});
}

Result<Memory> parse_memory(std::string_view text) {
  const Json json = COLOPHON_TRY(parse_json(text));
  JsonFields fields(json, "");
  if (fields.string("format") != kFormat) return fail(Errc::unknown_format, "format", "This is not the memory of a monitor of this version.");
  Memory memory;
  memory.note = fields.string("note");
  const std::string_view size = fields.string("size");
  const JsonArray& levels = fields.array("levels");
  const JsonArray& roots = fields.array("roots");
  COLOPHON_TRY(fields.finish());
  merkle::TileEdge::Levels edge;
  for (std::size_t i = 0; i < levels.size() && i < edge.size() && levels[i].array(); ++i)
    for (const Json& hash : *levels[i].array()) edge[i].push_back(COLOPHON_TRY(hash_of(hash, "levels")));
  memory.edge = COLOPHON_TRY(merkle::TileEdge::restore(COLOPHON_TRY(size_of(size, "size")), std::move(edge)));
  for (const Json& pair : roots) {
    const JsonArray* both = pair.array();
    if (!both || both->size() != 2 || !(*both)[0].string()) return fail(Errc::invalid_argument, "roots", "A root is a size and a hash.");
    memory.roots[COLOPHON_TRY(size_of(*(*both)[0].string(), "roots"))] = COLOPHON_TRY(hash_of((*both)[1], "roots"));
  }
  return memory;
}

Monitor::Monitor(merkle::Policy policy, Memory memory, Fetch fetch, FetchFromWitness from_witness, Progress progress)
    : policy_(std::move(policy)), memory_(std::move(memory)), fetch_(std::move(fetch)), from_witness_(std::move(from_witness)), progress_(std::move(progress)) {}

std::unexpected<Error> Monitor::raise(std::string what, Json evidence) {
  alarm_ = Alarm{what, std::move(evidence)};
  return fail(Errc::does_not_hold, "log", std::move(what));
}

/// Two signed checkpoints that no honest log signs both; anybody can check it with "colophon verify".
Json Monitor::conflict(const std::string& older, const std::string& newer) const {
  const std::string log_key = policy_.logs.empty() ? std::string() : merkle::format_verifier_key(policy_.logs[0].name, policy_.logs[0].public_key);
  return JsonObject{{"format", "colophon/consistency/1"}, {"old", older}, {"new", newer}, {"proof", JsonArray()}, {"log_key", log_key}};
}

Result<void> Monitor::check_signatures(const merkle::SignedCheckpoint& note, const std::string& text, Sighting& sighting) {
  const auto tasks = merkle::signature_tasks(note, policy_);
  std::vector<bool> valid;
  for (const auto& task : tasks) valid.push_back(tlog::signature_holds(task.public_key, task.message, task.signature));
  merkle::Report report;
  merkle::judge_signatures(report, note, policy_, tasks, valid);
  for (const merkle::Check& check : report.checks)
    if (!check.holds) return raise(check.detail, JsonObject{{"checkpoint", text}});
  const Json facts(report.facts);
  for (const Json& name : *facts.find("signed_by")->array()) sighting.signed_by.push_back(*name.string());
  if (const Json* witnesses = facts.find("witnesses"))
    for (const Json& one : *witnesses->array()) sighting.seen_by.emplace_back(fact(*one.object(), "name"), fact(*one.object(), "time"));
  return {};
}

/// A log may drop a partial tile once the complete one is there: its beginning is the partial one.
Result<std::string> Monitor::fetch_tile(const Tile& tile) {
  auto served = fetch_(merkle::tile_path(tile));
  if (served || tile.width == merkle::kTileWidth) return served;
  Tile whole = tile;
  whole.width = merkle::kTileWidth;
  auto complete = fetch_(merkle::tile_path(whole));
  if (!complete) return served;
  std::size_t bytes = tile.width * sizeof(Hash);
  if (tile.entries) {
    const auto entries = merkle::parse_entry_bundle(as_bytes(*complete), merkle::kTileWidth, merkle::tile_path(whole));
    if (!entries) return std::unexpected(entries.error());
    bytes = 0;
    for (std::size_t i = 0; i < tile.width; ++i) bytes += 2 + (*entries)[i].size();
  }
  complete->resize(std::min(complete->size(), bytes));
  return complete;
}

Result<Sighting> Monitor::look() {
  const std::string text = COLOPHON_TRY(fetch_("checkpoint"));
  const auto note = merkle::parse_signed_checkpoint(text);
  if (!note) return raise("The log serves a checkpoint that is none: " + note.error().detail, JsonObject{{"checkpoint", text}});
  const merkle::Checkpoint& checkpoint = note->checkpoint;
  Sighting sighting;
  sighting.old_size = memory_.edge.size();
  sighting.size = checkpoint.size;
  COLOPHON_TRY(check_signatures(*note, text, sighting));
  if (!memory_.note.empty()) {
    const auto before = COLOPHON_TRY(merkle::parse_signed_checkpoint(memory_.note));
    if (before.checkpoint.origin != checkpoint.origin) return raise("The checkpoint is of another log, " + checkpoint.origin + ".", JsonObject{{"checkpoint", text}});
  }
  if (const auto known = memory_.roots.find(checkpoint.size); known != memory_.roots.end() && known->second != checkpoint.root) {
    return raise("The log has signed two roots of size " + std::to_string(checkpoint.size) + ": it was forked.", conflict(memory_.note, text));
  }
  // An older checkpoint may come out of a cache; what it says was seen then, or will be compared by a witness.
  if (checkpoint.size < memory_.edge.size()) return sighting;
  auto edge = COLOPHON_TRY(extended(*note, text));
  COLOPHON_TRY(check_tiles(new_tiles_, text));
  sighting.grew = edge.size() > memory_.edge.size() || memory_.note.empty();
  memory_.edge = std::move(edge);
  memory_.note = text;
  memory_.roots[checkpoint.size] = checkpoint.root;
  while (memory_.roots.size() > kRootsKeptMax) memory_.roots.erase(memory_.roots.begin());
  COLOPHON_TRY(compare_with_witnesses(*note, text, sighting));
  return sighting;
}

Result<merkle::TileEdge> Monitor::extended(const merkle::SignedCheckpoint& note, const std::string& text) {
  const std::uint64_t size = note.checkpoint.size;
  merkle::TileEdge edge = memory_.edge;
  new_tiles_.clear();
  while (edge.size() < size) {
    const std::uint64_t index = edge.size() / merkle::kTileWidth;
    COLOPHON_TRY(read_bundle(edge, {true, 0, index, static_cast<std::uint32_t>(merkle::tile_width(size, 0, index))}, text));
    if (progress_) COLOPHON_TRY(progress_(edge.size() - memory_.edge.size(), size - memory_.edge.size()));
  }
  if (edge.root() != note.checkpoint.root) {
    return raise(memory_.note.empty() ? "The entries do not give the root that the log signed."
                                      : "The log does not extend what it was: the entries up to size " + std::to_string(size) + " give another root than the one it signed.",
                 memory_.note.empty() ? Json(JsonObject{{"checkpoint", text}}) : conflict(memory_.note, text));
  }
  edge.partial_tiles([&](const Tile& tile, std::span<const Hash> hashes) { new_tiles_.emplace_back(tile, merkle::hash_tile(hashes)); });
  return edge;
}

Result<void> Monitor::read_bundle(merkle::TileEdge& edge, const Tile& tile, const std::string& text) {
  const std::string path = merkle::tile_path(tile);
  const std::string bundle = COLOPHON_TRY(fetch_tile(tile));
  const auto entries = merkle::parse_entry_bundle(as_bytes(bundle), tile.width, path);
  if (!entries) return raise("The log serves a damaged entry bundle, " + path + ": " + entries.error().detail, JsonObject{{"checkpoint", text}, {"path", path}});
  const std::uint64_t first = tile.index * merkle::kTileWidth;
  for (std::size_t i = 0; i < entries->size(); ++i) {
    const Hash leaf = merkle::leaf_hash((*entries)[i]);
    if (first + i < edge.size()) {
      if (edge.levels()[0][i] != leaf) return raise("The log has changed an entry that it had: number " + std::to_string(first + i) + ".", conflict(memory_.note, text));
      continue;
    }
    edge.append(leaf, [&](const Tile& done, std::span<const Hash> hashes) { new_tiles_.emplace_back(done, merkle::hash_tile(hashes)); });
  }
  return {};
}

Result<void> Monitor::check_tiles(const std::vector<std::pair<Tile, Bytes>>& tiles, const std::string& text) {
  for (const auto& [tile, bytes] : tiles) {
    const std::string path = merkle::tile_path(tile), served = COLOPHON_TRY(fetch_tile(tile));
    if (!std::ranges::equal(as_bytes(served), bytes)) return raise("The log serves a tile that its entries do not give: " + path + ".", JsonObject{{"checkpoint", text}, {"path", path}});
  }
  return {};
}

Result<void> Monitor::compare_with_witnesses(const merkle::SignedCheckpoint& note, const std::string& text, Sighting& sighting) {
  if (!from_witness_) return {};
  const merkle::Checkpoint& ours = note.checkpoint;
  for (const merkle::Policy::Witness& witness : policy_.witnesses) {
    if (witness.url.empty()) continue;
    const auto theirs = from_witness_(witness, to_hex(sha256(ours.origin)));
    if (!theirs) continue;   // A witness that does not answer is no sign of anything.
    const auto seen = merkle::parse_signed_checkpoint(*theirs);
    if (!seen || seen->checkpoint.origin != ours.origin || seen->checkpoint.size > ours.size) continue;
    // What the log itself did not sign proves nothing against it.
    const auto tasks = merkle::signature_tasks(*seen, policy_);
    const bool is_logs = std::ranges::any_of(tasks, [](const auto& task) { return !task.is_witness && tlog::signature_holds(task.public_key, task.message, task.signature); });
    if (!is_logs) continue;
    const auto [size, root] = std::pair(seen->checkpoint.size, seen->checkpoint.root);
    if (size > 0) {
      merkle::TiledTree tree(ours.size, [&](const Tile& tile) -> Result<Bytes> {
        const std::string bytes = COLOPHON_TRY(fetch_tile(tile));
        return Bytes(bytes.begin(), bytes.end());
      });
      const auto proof = COLOPHON_TRY(tree.consistency(size));
      if (!merkle::verify_consistency(size, ours.size, proof, root, ours.root)) {
        return raise("The log showed " + witness.name + " another history than this one: at size " + std::to_string(size) + " they differ.", conflict(*theirs, text));
      }
    }
    sighting.compared.push_back(witness.name);
  }
  return {};
}

}  // namespace colophon::witness
