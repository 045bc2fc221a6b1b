// What another platform has registered: its receipts are checked, and the item may say nothing that they do not.
#include <algorithm>

#include "colophon/base/time.hpp"
#include "registry/interchange.hpp"
#include "store/try.hpp"

namespace colophon::registry {
namespace {

constexpr std::size_t kItemsMax = 10'000, kReceiptsMax = 8, kIsccBytesMax = 300;
constexpr std::string_view kUuid = "urn:uuid:";

Result<const Json*> member(const Json& json, std::string_view name, const std::string& path) {
  const Json* found = json.find(name);
  if (found == nullptr) return fail(Errc::missing_field, path + "." + std::string(name), "The item has no such member.");
  return found;
}
/// Empty where there is none.
std::string text_in(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
}
/// The text behind several members, one in the other.
std::string text_at(const Json& json, std::initializer_list<std::string_view> names) {
  const Json* at = &json;
  for (const auto name : names) {
    at = at->find(name);
    if (at == nullptr) return {};
  }
  return at->string() != nullptr ? *at->string() : std::string();
}

/// What the receipts of one item say, and nothing else.
struct Proven {
  store::ForeignWorkRow row;
  bool is_registered = false, has_terms = false;
  std::string licence, tdm, tdm_policy;
};

Result<void> take_declaration(Proven& proven, const Json& payload, const Id& id, const std::string& path) {
  const Json* declaration = payload.find("declaration");
  if (declaration == nullptr || text_at(*declaration, {"body", "work"}) != id.to_string()) return fail(Errc::does_not_hold, path, "The declaration is of another work.");
  const std::string act = text_in(*declaration, "act");
  if (act == "register") {
    const Bytes key = COLOPHON_TRY(from_hex(text_in(*declaration, "key"), path));
    if (key.size() != proven.row.public_key.size()) return fail(Errc::does_not_hold, path, "The declaration names no key.");
    std::ranges::copy(key, proven.row.public_key.begin());
    return {};
  }
  if (act == "terms") {
    proven.has_terms = true;
    proven.licence = text_at(*declaration, {"body", "licence"});
    proven.tdm = text_at(*declaration, {"body", "tdm"});
    proven.tdm_policy = text_at(*declaration, {"body", "tdm_policy"});
    return {};
  }
  if (act != "withdraw") return fail(Errc::does_not_hold, path, "An item has receipts of register, terms and withdraw, not of \"" + act + "\".");
  proven.row.state = "withdrawn";
  return {};
}

Result<void> take_receipt(Proven& proven, const Json& receipt, const Id& id, const CheckReceipt& check, const std::string& path) {
  const merkle::Report report = COLOPHON_TRY(check(receipt));
  for (const merkle::Check& one : report.checks)
    if (!one.holds) return fail(Errc::does_not_hold, path + (one.field.empty() ? "" : "." + one.field), one.detail);
  if (!report.holds()) return fail(Errc::does_not_hold, path, "Nothing of the receipt could be checked.");
  const Json facts(report.facts);
  const std::string origin = text_in(facts, "origin"), kind = text_in(facts, "kind");
  if (proven.row.platform.empty()) proven.row.platform = origin;
  if (origin.empty() || origin != proven.row.platform) return fail(Errc::does_not_hold, path, "The receipts of an item are of one log.");
  const Json* payload = facts.find("payload");
  if (payload == nullptr) return fail(Errc::does_not_hold, path, "The receipt has no payload.");
  if (kind == "declaration") return take_declaration(proven, *payload, id, path);
  if (kind == "decision") {
    if (text_in(*payload, "what") != "erase" || text_in(*payload, "about") != id.to_string()) return fail(Errc::does_not_hold, path, "The decision is no erasure of this work.");
    proven.row.state = "erased";
    return {};
  }
  if (kind != "work" || text_in(*payload, "work") != id.to_string()) return fail(Errc::does_not_hold, path, "The receipt is of something else than this work.");
  proven.is_registered = true;
  proven.row.title = text_in(*payload, "title");
  proven.row.registered_at = static_cast<store::UnixMs>(COLOPHON_TRY(parse_utc(text_in(*payload, "registered_at"), path))) * 1000;
  const Bytes hash = COLOPHON_TRY(from_hex(text_in(*payload, "sha256"), path));
  if (hash.size() != proven.row.sha256.size()) return fail(Errc::does_not_hold, path, "The receipt has no SHA-256.");
  std::ranges::copy(hash, proven.row.sha256.begin());
  return {};
}

/// What the item says beside its receipts must be what they say.
Result<void> compare(const Json& item, Proven& proven, const std::string& path) {
  const auto differs = [&](std::string_view name) { return fail(Errc::does_not_hold, path + "." + std::string(name), "The receipts say something else."); };
  if (text_in(item, "creativeWorkStatus") != proven.row.state) return differs("creativeWorkStatus");
  if (proven.row.state == "erased") return {};
  if (!proven.is_registered) return fail(Errc::missing_field, path + ".receipts", "The receipt of the registration is missing.");
  if (text_in(item, "name") != proven.row.title) return differs("name");
  if (text_at(item, {"encoding", "sha256"}) != to_hex(proven.row.sha256)) return differs("encoding.sha256");
  if (text_in(item, "license") != proven.licence) return differs("license");
  if (text_in(item, "tdmPolicy") != proven.tdm_policy) return differs("tdmPolicy");
  const Json* reservation = item.find("tdmReservation");
  const std::int64_t reserved = reservation != nullptr && reservation->integer() != nullptr ? *reservation->integer() : -1;
  const std::int64_t expected = proven.tdm == "reserved" ? 1 : proven.tdm == "allowed" ? 0 : -1;
  if (reserved != expected) return differs("tdmReservation");
  // Nobody has signed it: it only says where to look.
  if (const Json* list = item.find("identifier"); list != nullptr && list->array() != nullptr) {
    for (const Json& one : *list->array())
      if (text_in(one, "propertyID") == "ISCC") proven.row.iscc = text_in(one, "value").substr(0, kIsccBytesMax);
  }
  return {};
}

/// The item without what another checkpoint changes: the receipts count by their number.
std::string lasting(const Json& item) {
  JsonObject rest;
  for (const auto& [name, value] : *item.object()) rest.emplace_back(name, name == "receipts" && value.array() != nullptr ? Json(static_cast<std::int64_t>(value.array()->size())) : value);
  return canonical_json(rest);
}

int rank(std::string_view state) { return state == "erased" ? 2 : state == "withdrawn" ? 1 : 0; }

Result<void> import_item(store::Store& store, std::string_view own_platform, const Json& item, const std::string& path, const CheckReceipt& check, Imported& imported) {
  const std::string name = text_in(item, "@id");
  if (!name.starts_with(kUuid)) return fail(Errc::invalid_id, path + ".@id", "A work's id is urn:uuid: and its UUID.");
  Proven proven;
  proven.row.id = COLOPHON_TRY(Id::parse(name.substr(kUuid.size()), path + ".@id"));
  proven.row.state = "registered";
  const JsonArray* receipts = COLOPHON_TRY(member(item, "receipts", path))->array();
  if (receipts == nullptr || receipts->empty() || receipts->size() > kReceiptsMax) return fail(Errc::invalid_argument, path + ".receipts", "An item has 1 to 8 receipts.");
  for (std::size_t i = 0; i < receipts->size(); ++i) {
    const std::string place = path + ".receipts[" + std::to_string(i) + "]";
    auto taken = take_receipt(proven, (*receipts)[i], proven.row.id, check, place);
    if (!taken) {
      if (!taken.error().field.starts_with(path)) taken.error().field = taken.error().field.empty() ? place : place + "." + taken.error().field;
      return taken;
    }
  }
  if (proven.row.platform == own_platform) return fail(Errc::conflict, path, "This work is of this very platform.");
  COLOPHON_TRY(compare(item, proven, path));
  if (store.work(proven.row.id)) return fail(Errc::conflict, path + ".@id", "A work of this platform has this id.");
  const auto known = COLOPHON_TRY(store.foreign_work(proven.row.id));
  const bool erased = proven.row.state == "erased";
  if (!known && erased) {
    ++imported.known;   // It was never here: nothing is left to forget.
    return {};
  }
  if (known && known->platform != proven.row.platform) return fail(Errc::conflict, path + ".@id", "Another platform has a work of this id.");
  if (known && rank(proven.row.state) < rank(known->state)) {
    ++imported.known;   // An older page than one that was taken in.
    return {};
  }
  if (erased) {
    proven.row.title.clear();
    proven.row.sha256 = Hash{};
    proven.row.public_key = Hash{};
    proven.row.registered_at = known->registered_at;
  } else {
    proven.row.document = canonical_json(item);
  }
  proven.row.seen_at = known ? known->seen_at : store.now();
  if (known && known->state == proven.row.state && (erased || lasting(COLOPHON_TRY(parse_json(known->document))) == lasting(item))) {
    ++imported.known;
    return {};
  }
  COLOPHON_TRY(store.put_foreign_work(proven.row));
  ++(known ? imported.changed : imported.added);
  return {};
}

}  // namespace

Result<Imported> import_works(store::Store& store, std::string_view own_platform, const Json& document, const CheckReceipt& check) {
  const Json* graph = document.find("@graph");
  if (document.find("@context") == nullptr || graph == nullptr || graph->array() == nullptr) {
    return fail(Errc::unknown_format, "@graph", "This is no JSON-LD document of a registry: see docs/formats/interchange.md.");
  }
  if (text_in(document, "platform") == own_platform) return fail(Errc::conflict, "platform", "This is this platform's own registry.");
  if (graph->array()->size() > kItemsMax) return fail(Errc::limit_exceeded, "@graph", "At most 10,000 works a document: use pages.");
  Imported imported;
  imported.next = text_in(document, "next");
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    for (std::size_t i = 0; i < graph->array()->size(); ++i) {
      auto done = import_item(store, own_platform, (*graph->array())[i], "@graph[" + std::to_string(i) + "]", check, imported);
      // What the disk says ends it; what the item says is the item's.
      if (!done && (done.error().code == Errc::storage_full || done.error().code == Errc::unavailable || done.error().code == Errc::internal)) return done;
      if (!done) imported.refused.push_back(done.error());
    }
    return {};
  }));
  return imported;
}

}  // namespace colophon::registry
