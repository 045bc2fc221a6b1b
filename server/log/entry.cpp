#include "colophon/base/time.hpp"
#include "log/log.hpp"

namespace colophon::tlog {
store::LogEntryDraft work_entry(const store::Store& store, const store::WorkDraft& draft, store::UnixMs registered_at) {
  JsonArray shares;
  for (const auto& [party, share] : draft.shares) {
    shares.emplace_back(JsonObject{{"party", party.to_string()}, {"share", share.to_string()}});
  }
  const JsonObject payload{{"work", draft.id.to_string()},
                           {"sha256", to_hex(draft.sha256)},
                           {"bytes", std::to_string(draft.content_bytes)},
                           {"media_type", draft.media_type},
                           {"kind", draft.kind},
                           {"title", draft.title},
                           {"registered_at", format_utc(static_cast<std::uint64_t>(registered_at / 1000))},
                           {"shares", std::move(shares)}};
  return {"work", draft.id, store.new_salt(), canonical_json(payload)};
}

}  // namespace colophon::tlog
