// Works as JSON-LD. Terms of schema.org where it has them, of TDMRep for the reservation, and a few of our own.
#include <algorithm>

#include "colophon/base/time.hpp"
#include "registry/interchange.hpp"
#include "store/try.hpp"

namespace colophon::registry {
namespace {

/// Written out, so that nobody has to fetch a context before reading.
Json context() {
  const auto address = [](const char* id) { return Json(JsonObject{{"@id", id}, {"@type", "@id"}}); };
  const auto json = [](const char* id) { return Json(JsonObject{{"@id", id}, {"@type", "@json"}}); };
  return JsonObject{{"@vocab", "http://schema.org/"},
                    {"digitalSourceType", JsonObject{{"@type", "@vocab"}}},
                    {"tdmReservation", "http://www.w3.org/ns/tdmrep#reservation"},
                    {"tdmPolicy", address("http://www.w3.org/ns/tdmrep#policy")},
                    {"platform", "urn:colophon:platform"},
                    {"next", "urn:colophon:next"},
                    {"registeredAt", JsonObject{{"@id", "urn:colophon:registeredAt"}, {"@type", "http://www.w3.org/2001/XMLSchema#dateTime"}}},
                    {"receipts", json("urn:colophon:receipts")}};
}

const char* type_of(const std::string& kind) {
  if (kind == "photo") return "Photograph";
  if (kind == "drawing") return "Drawing";
  if (kind == "painting") return "Painting";
  if (kind == "recording") return "MusicRecording";
  return "CreativeWork";
}

/// The newest act of that name that stands in the log, or null.
const store::ActRow* newest(const std::vector<store::ActRow>& acts, std::string_view name) {
  for (auto act = acts.rbegin(); act != acts.rend(); ++act)
    if (act->name == name && act->index && !act->payload.empty()) return &*act;
  return nullptr;
}

/// Nothing where the work has no entry in the log yet.
Result<std::optional<JsonObject>> work_item(store::Store& store, tlog::Log& log, const store::Work& work) {
  const auto acts = COLOPHON_TRY(store.acts_of_work(work.id));
  const std::string end = COLOPHON_TRY(store.work_end(work.id));
  JsonObject item{{"@id", "urn:uuid:" + work.id.to_string()}};
  JsonArray receipts;
  const auto add_act = [&](std::string_view name) -> Result<void> {
    if (const store::ActRow* act = newest(acts, name)) receipts.emplace_back(COLOPHON_TRY(log.receipt_for(act->kind, act->id)));
    return {};
  };
  if (end == "erased") {
    COLOPHON_TRY(add_act("erase"));
    if (receipts.empty()) return std::nullopt;
    item.insert(item.end(), {{"@type", "CreativeWork"}, {"creativeWorkStatus", "erased"}, {"receipts", std::move(receipts)}});
    return item;
  }
  const auto entry = COLOPHON_TRY(store.log_entry_of("work", work.id));
  if (!entry || !entry->index) return std::nullopt;
  receipts.emplace_back(COLOPHON_TRY(log.receipt_for("work", work.id)));
  for (const char* name : {"register", "terms", "withdraw"}) COLOPHON_TRY(add_act(name));
  JsonArray identifiers;
  if (const auto identity = COLOPHON_TRY(store.identity(work.id))) {
    identifiers.emplace_back(JsonObject{{"@type", "PropertyValue"}, {"propertyID", "ISCC"}, {"value", identity->iscc}});
  }
  item.insert(item.end(), {{"@type", type_of(work.kind)}, {"name", work.title}, {"identifier", std::move(identifiers)},
                           {"encoding", JsonObject{{"@type", "MediaObject"}, {"encodingFormat", work.media_type}, {"contentSize", std::to_string(work.content_bytes)},
                                                   {"sha256", to_hex(work.sha256)}}},
                           {"creativeWorkStatus", end.empty() ? "registered" : end},
                           {"registeredAt", format_utc(static_cast<std::uint64_t>(work.registered_at / 1000))}});
  if (work.ai == "generated") item.emplace_back("digitalSourceType", "TrainedAlgorithmicMediaDigitalSource");
  if (work.ai == "assisted") item.emplace_back("digitalSourceType", "CompositeWithTrainedAlgorithmicMediaDigitalSource");
  if (const auto terms = COLOPHON_TRY(store.terms(work.id)); terms && newest(acts, "terms")) {
    item.emplace_back("license", terms->licence);
    if (terms->tdm != "unstated") item.emplace_back("tdmReservation", terms->tdm == "reserved" ? 1 : 0);
    if (!terms->tdm_policy.empty()) item.emplace_back("tdmPolicy", terms->tdm_policy);
  }
  item.emplace_back("receipts", std::move(receipts));
  return item;
}

}  // namespace

Result<JsonObject> export_works(store::Store& store, tlog::Log& log, std::string_view cursor, std::size_t limit) {
  const auto page = COLOPHON_TRY(store.works({}, cursor, limit));
  JsonArray graph;
  for (const store::Work& work : page.rows) {
    auto item = COLOPHON_TRY(work_item(store, log, work));
    if (item) graph.emplace_back(std::move(*item));
  }
  JsonObject document{{"@context", context()}, {"@graph", std::move(graph)}, {"platform", log.origin()}};
  if (!page.next.empty()) document.emplace_back("next", page.next);
  return document;
}

}  // namespace colophon::registry
