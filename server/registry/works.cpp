// What is declared of a work: that it is the party's, its terms, its withdrawal; and its erasure.
#include "registry/acts.hpp"

namespace colophon::registry {

Result<void> apply_work_act(Applied& applied) {
  store::Store& store = applied.store;
  const store::Work work = COLOPHON_TRY(own_work(applied, applied.id("work")));
  switch (applied.declaration.act) {
    case Act::register_work:
      if (applied.body_hash("sha256") != work.sha256) return fail(Errc::does_not_hold, "body.sha256", "The work was registered with another SHA-256.");
      if (applied.text("bytes") != std::to_string(work.content_bytes)) return fail(Errc::does_not_hold, "body.bytes", "The work was registered with another size.");
      if (applied.text("title") != work.title) return fail(Errc::does_not_hold, "body.title", "The work was registered under another title.");
      return {};
    case Act::terms:
      return store.put_terms(work.id, {applied.text("licence"), applied.text("tdm"), applied.text("tdm_policy"), applied.text("ai"), store.now()});
    default:
      return store.end_work(work.id, "withdrawn");
  }
}

Result<Id> erase_work(store::Store& store, const Id& work, const std::string& by, const std::string& reason) {
  COLOPHON_TRY(store.work(work));
  if (COLOPHON_TRY(store.work_end(work)) == "erased") return fail(Errc::conflict, "work", "The work was erased before.");
  COLOPHON_TRY(store.erase_work(work));
  COLOPHON_TRY(store.end_work(work, "erased"));
  return insert_decision(store, {"erase", by, reason, work, work});
}

}  // namespace colophon::registry
