#include "log/log.hpp"

namespace colophon::tlog {
namespace {

/// "2026-10-01T00:00:00Z", without locale and zone: the month is core's, the rest is counted from its first second.
std::string rfc3339_seconds(store::UnixMs unix_ms) {
  const std::int64_t seconds = unix_ms / 1000;
  const Period month = Period::of_unix_ms(static_cast<std::uint64_t>(unix_ms));
  const std::int64_t in_month = seconds - static_cast<std::int64_t>(month.begin_unix_ms() / 1000);
  auto two = [](std::int64_t value) { return std::string(1, static_cast<char>('0' + value / 10)) + static_cast<char>('0' + value % 10); };
  return month.to_string() + "-" + two(in_month / 86'400 + 1) + "T" + two(in_month / 3'600 % 24) + ":" + two(in_month / 60 % 60) + ":" +
         two(in_month % 60) + "Z";
}

}  // namespace

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
                           {"registered_at", rfc3339_seconds(registered_at)},
                           {"shares", std::move(shares)}};
  return {"work", draft.id, store.new_salt(), canonical_json(payload)};
}

}  // namespace colophon::tlog
