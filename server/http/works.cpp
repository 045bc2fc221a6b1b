// Works: registration, content, receipts.
#include <algorithm>
#include <array>
#include <httplib.h>

#include "colophon/base/limits.hpp"
#include "colophon/image/image.hpp"
#include "colophon/iscc/units.hpp"
#include "http/api.hpp"
#include "http/registry_json.hpp"
#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kTitleBytesMax = 300;
constexpr std::size_t kFeaturesBytesMax = 16'384;
constexpr std::size_t kExternalIdBytesMax = 200;
constexpr std::size_t kWorksPerBatchMax = 1'000;

bool one_of(std::string_view value, std::initializer_list<std::string_view> values) { return std::ranges::find(values, value) != values.end(); }

/// `at` names the list: "shares", or "works[3].shares".
Result<std::vector<royalty::PartyShare>> read_shares(const JsonArray& list, const Caller& caller, const std::string& at) {
  std::vector<royalty::PartyShare> shares;
  for (std::size_t i = 0; i < list.size(); ++i) {
    JsonFields fields(list[i], at + "[" + std::to_string(i) + "]");
    const std::string_view party = fields.string("party"), share = fields.string("share");
    COLOPHON_TRY(fields.finish());
    royalty::PartyShare read;
    if (party == "self") {
      if (caller.who != Who::session) return fail(Errc::invalid_id, fields.path("party"), "\"self\" is the party of a session; with a key, name the party's id.");
      read.party = caller.party;
    } else {
      read.party = COLOPHON_TRY(Id::parse(party, fields.path("party")));
    }
    read.share = COLOPHON_TRY(Share::parse(share, fields.path("share")));
    shares.push_back(read);
  }
  COLOPHON_TRY(royalty::validate_shares(shares, at));
  return shares;
}

Result<Hash> read_hash(std::string_view text, std::string_view field) {
  const Bytes bytes = COLOPHON_TRY(from_hex(text, field));
  Hash hash{};
  if (bytes.size() != hash.size()) return fail(Errc::invalid_encoding, std::string(field), "A SHA-256 is 64 lower-case hexadecimal digits.");
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

Result<void> check_kind(const store::WorkDraft& draft, const Limits& limits, const JsonFields& at) {
  if (draft.title.empty() || draft.title.size() > kTitleBytesMax) return fail(Errc::invalid_argument, at.path("title"), "It has 1 to 300 bytes.");
  if (!one_of(draft.kind, {"photo", "drawing", "painting", "text"})) return fail(Errc::invalid_argument, at.path("kind"), "A kind is photo, drawing, painting or text.");
  const bool picture = draft.kind != "text";
  const bool fits = picture ? one_of(draft.media_type, {"image/jpeg", "image/png"}) : one_of(draft.media_type, {"text/plain"});
  if (!fits) return fail(Errc::unsupported_media_type, at.path("media_type"), picture ? "A picture is image/jpeg or image/png." : "A text is text/plain.");
  if (!one_of(draft.ai, {"none", "assisted", "generated"})) return fail(Errc::invalid_argument, at.path("ai"), "It is none, assisted or generated.");
  const std::uint64_t bytes_max = picture ? std::min<std::uint64_t>(limits.content_bytes_max, colophon::limits::kImageBytesMax) : colophon::limits::kTextBytesMax;
  if (draft.content_bytes > bytes_max) return fail(Errc::limit_exceeded, at.path("bytes"), "At most " + std::to_string(bytes_max) + " bytes.");
  return {};
}

/// As the browser computed it; the worker computes it again when the content is there. The unit of the title is checked at once.
Result<std::optional<store::ContentIdentity>> read_iscc(std::string_view text, const std::string& title, const std::string& at) {
  if (text.empty()) return std::nullopt;
  auto read = store::read_identity(text);
  if (!read) return fail(read.error().code, at, read.error().detail);
  auto identity = std::move(*read);
  const auto has = [&](iscc::UnitKind kind) { return std::ranges::find(identity.units, kind, &store::UnitCode::unit); };
  if (has(iscc::UnitKind::data) == identity.units.end() || has(iscc::UnitKind::instance) == identity.units.end()) {
    return fail(Errc::invalid_argument, at, "The ISCC of a work has a Data-Code and an Instance-Code.");
  }
  if (const auto meta = has(iscc::UnitKind::meta); meta != identity.units.end()) {
    const auto own = COLOPHON_TRY(iscc::meta_code({.name = title})).iscc;
    if (COLOPHON_TRY(store::read_identity(own)).units.front() != *meta) return fail(Errc::does_not_hold, at, "Its Meta-Code is not that of the title: compute it with the title that is sent.");
  }
  return identity;
}

/// A work to be registered, and what its content is as its maker says.
struct NewWork {
  store::WorkDraft draft;
  std::optional<store::ContentIdentity> identity;
};

/// `path` is empty, or "works[3]" in a batch.
Result<NewWork> read_work(const Json& json, const std::string& path, const Call& call) {
  JsonFields fields(json, path);
  store::WorkDraft draft;
  draft.title = fields.string("title");
  draft.kind = fields.string("kind");
  draft.media_type = fields.string("media_type");
  const std::string_view sha256 = fields.string("sha256");
  const std::int64_t bytes = fields.integer("bytes");
  const JsonArray& shares = fields.array("shares");
  draft.ai = fields.string("ai");
  const Json* features = fields.any("features");
  const std::string_view iscc = fields.string_or("iscc", "");
  draft.external_id = call.caller.who == Who::key ? fields.string_or("external_id", "") : std::string_view();
  COLOPHON_TRY(fields.finish());
  if (bytes < 1) return fail(Errc::negative_amount, fields.path("bytes"), "A work has at least one byte.");
  if (draft.external_id.size() > kExternalIdBytesMax) return fail(Errc::limit_exceeded, fields.path("external_id"), "At most 200 bytes.");
  draft.content_bytes = static_cast<std::uint64_t>(bytes);
  COLOPHON_TRY(check_kind(draft, call.services.options.limits, fields));
  draft.sha256 = COLOPHON_TRY(read_hash(sha256, fields.path("sha256")));
  draft.shares = COLOPHON_TRY(read_shares(shares, call.caller, fields.path("shares")));
  if (features != nullptr) draft.features_json = canonical_json(*features);
  if (draft.features_json.size() > kFeaturesBytesMax) return fail(Errc::limit_exceeded, fields.path("features"), "At most 16 KiB.");
  draft.owner = call.caller.party;
  auto identity = COLOPHON_TRY(read_iscc(iscc, draft.title, fields.path("iscc")));
  return NewWork{std::move(draft), std::move(identity)};
}

Result<Apply> post_work(Call& call) {
  auto work = COLOPHON_TRY(read_work(COLOPHON_TRY(call.json()), "", call));
  COLOPHON_TRY(call.services.log.check_clock());
  return Apply([draft = std::move(work.draft), identity = std::move(work.identity), &store = call.store()]() mutable -> Result<Answer> {
    draft.id = store.new_id();
    const store::LogEntryDraft entry = tlog::work_entry(store, draft, store.now());
    const store::Work work = COLOPHON_TRY(store.insert_work(draft, &entry));
    if (identity) COLOPHON_TRY(store.put_identity(work.id, *identity));
    COLOPHON_TRY(registry::hold_if_same_bytes(store, work.id, work.sha256));
    const std::string path = "/v1/works/" + work.id.to_string();
    return Answer::json(JsonObject{{"work", work.id.to_string()}, {"receipt", Json()}, {"content_url", path + "/content"}, {"status_url", path}}, 201);
  });
}

/// Many works of a host's archive at once: all of them or none.
Result<Apply> post_works(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const JsonArray& list = fields.array("works");
  COLOPHON_TRY(fields.finish());
  if (list.empty() || list.size() > kWorksPerBatchMax) return fail(Errc::limit_exceeded, "works", "A batch has 1 to 1,000 works.");
  auto drafts = std::make_shared<std::vector<store::WorkDraft>>();
  auto identities = std::make_shared<std::vector<std::optional<store::ContentIdentity>>>();
  for (std::size_t i = 0; i < list.size(); ++i) {
    NewWork work = COLOPHON_TRY(read_work(list[i], "works[" + std::to_string(i) + "]", call));
    drafts->push_back(std::move(work.draft));
    identities->push_back(std::move(work.identity));
  }
  COLOPHON_TRY(call.services.log.check_clock());
  return Apply([drafts, identities, &store = call.store()]() -> Result<Answer> {
    std::vector<store::LogEntryDraft> entries;
    JsonArray ids;
    for (store::WorkDraft& draft : *drafts) {
      draft.id = store.new_id();
      entries.push_back(tlog::work_entry(store, draft, store.now()));
      ids.emplace_back(draft.id.to_string());
    }
    COLOPHON_TRY(store.insert_works(*drafts, entries));
    for (std::size_t i = 0; i < drafts->size(); ++i) {
      const store::WorkDraft& draft = (*drafts)[i];
      if ((*identities)[i]) COLOPHON_TRY(store.put_identity(draft.id, *(*identities)[i]));
      COLOPHON_TRY(registry::hold_if_same_bytes(store, draft.id, draft.sha256));
    }
    return Answer::json(JsonObject{{"works", std::move(ids)}}, 201);
  });
}

/// A session sees what its party owns; for others a work of somebody else is not there.
Result<store::Work> visible_work(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  auto work = call.store().work(id);
  if (!work) return std::unexpected(not_there(work.error()));
  const bool sees = call.caller.who == Who::key || call.at_desk() || (call.caller.who == Who::session && call.caller.party == work->owner);
  if (!sees && !work->sample) return fail(Errc::not_found, "id", "There is no such work, or it is not this caller's.");
  return work;
}

/// A picture's structure is read to its end before a byte is kept; its pixels are decoded by the worker, in the sandbox.
Result<void> check_content(const store::Work& work, const std::string& body) {
  if (body.size() != work.content_bytes) {
    return fail(Errc::does_not_hold, "body", "The work was registered with " + std::to_string(work.content_bytes) + " bytes; these are " + std::to_string(body.size()) + ".");
  }
  if (sha256(body) != work.sha256) return fail(Errc::does_not_hold, "body", "These bytes have another SHA-256 than the one registered.");
  if (work.kind == "text") {
    if (!is_utf8(body)) return fail(Errc::invalid_encoding, "body", "A text is UTF-8.");
    return {};
  }
  const image::Info info = COLOPHON_TRY(image::inspect(as_bytes(body)));
  const bool png = info.format == image::Format::png;
  if (png != (work.media_type == "image/png")) {
    return fail(Errc::unsupported_media_type, "body", std::string("The work was registered as ") + work.media_type + ", but this is " + (png ? "PNG." : "JPEG."));
  }
  return {};
}

Result<Apply> put_content(Call& call) {
  const store::Work work = COLOPHON_TRY(visible_work(call));
  if (call.caller.who == Who::session && call.caller.party != work.owner) return fail(Errc::forbidden, "id", "Only its owner gives a work its content.");
  COLOPHON_TRY(check_content(work, call.request.body));
  auto content = std::make_shared<const std::string>(call.request.body);
  return Apply([work, content, owner = call.caller.party, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.put_content(work.id, as_bytes(*content)));
    Json job;
    const std::string arguments = canonical_json(JsonObject{{"work", work.id.to_string()}});
    COLOPHON_TRY(store.enqueue_job({"identify", arguments, owner}));
    if (work.kind == "photo") {
      job = COLOPHON_TRY(store.enqueue_job({"score", arguments, owner})).id.to_string();
    }
    return Answer::json(JsonObject{{"job", job}}, 202);
  });
}

Json quality_json(const store::Work& work) {
  if (!work.quality) return {};
  JsonArray probabilities;
  for (const std::int32_t ppm : work.quality->probability_ppm) probabilities.emplace_back(ppm);
  return JsonObject{{"mean_milli", work.quality->mean_milli}, {"variance_milli", work.quality->variance_milli},
                    {"probability_ppm", std::move(probabilities)}, {"model", work.quality->model}, {"scored_at", rfc3339(work.quality->scored_at)}};
}

Json work_json(const store::Work& work) {
  JsonArray shares;
  for (const auto& [party, share] : work.shares) shares.emplace_back(JsonObject{{"party", party.to_string()}, {"share", share.to_string()}});
  Json features;
  if (!work.features_json.empty()) features = parse_json(work.features_json).value_or(Json());
  const std::string path = "/v1/works/" + work.id.to_string();
  return JsonObject{{"work", work.id.to_string()}, {"title", work.title}, {"kind", work.kind}, {"media_type", work.media_type},
                    {"sha256", to_hex(work.sha256)}, {"bytes", static_cast<std::int64_t>(work.content_bytes)}, {"ai", work.ai},
                    {"owner", work.owner.is_nil() ? Json() : Json(work.owner.to_string())},
                    {"licence", work.licence}, {"sample", work.sample}, {"registered_at", rfc3339(work.registered_at)},
                    {"content_url", work.has_content ? Json(path + "/content") : Json()},
                    {"quality", quality_json(work)}, {"features", std::move(features)}, {"shares", std::move(shares)}};
}

Result<Answer> get_works(Call& call) {
  const std::size_t limit = COLOPHON_TRY(call.limit());
  const store::WorkFilter filter{.owner = call.caller.party};
  const auto page = COLOPHON_TRY(call.store().works(filter, call.query("cursor"), limit));
  JsonArray works;
  for (const store::Work& work : page.rows) works.push_back(work_json(work));
  return Answer::json(JsonObject{{"works", std::move(works)}, {"next", page.next.empty() ? Json() : Json(page.next)}});
}

Result<Answer> get_work(Call& call) {
  const store::Work work = COLOPHON_TRY(visible_work(call));
  const auto identity = COLOPHON_TRY(call.store().identity(work.id));
  Json json = work_json(work);
  json.object()->emplace_back("iscc", identity ? Json(identity->iscc) : Json());
  json.object()->emplace_back("iscc_checked", identity && identity->checked);
  json.object()->emplace_back("state", COLOPHON_TRY(work_state(call.store(), work.id)));
  return Answer::json(json);
}

Result<Answer> get_content(Call& call) {
  const store::Work work = COLOPHON_TRY(visible_work(call));
  const std::string etag = "\"" + to_hex(work.sha256) + "\"";
  Answer answer;
  // The bytes of a work never change, but who may see them may.
  answer.headers = {{"ETag", etag}, {"Cache-Control", work.sample ? "public, max-age=3600" : "private, no-cache"}};
  if (work.has_content && call.request.get_header_value("If-None-Match").contains(etag)) {
    answer.status = 304;
    return answer;
  }
  const Bytes bytes = COLOPHON_TRY(call.store().content(work.id));
  answer.body.assign(bytes.begin(), bytes.end());
  answer.content_type = work.kind == "text" ? "text/plain; charset=utf-8" : work.media_type;
  return answer;
}

Result<Answer> get_receipt(Call& call) {
  const store::Work work = COLOPHON_TRY(visible_work(call));
  return receipt_answer(call, "work", work.id);
}

}  // namespace

void add_work_routes(Routes& routes) {
  const Access reads{.key_scope = "works:read", .session_scope = "works:read", .roles = kEveryRole};
  const Access reads_sample{.anyone = true, .key_scope = "works:read", .session_scope = "works:read", .roles = kEveryRole};
  const Access writes{.key_scope = "works:write", .session_scope = "works:write"};
  routes.add({{.method = "POST", .path = "/v1/works", .access = writes, .write = post_work},
              {.method = "POST", .path = "/v1/works/batch", .access = {.key_scope = "works:write"}, .write = post_works, .body_max = &Limits::batch_bytes_max},
              {.method = "PUT", .path = "/v1/works/{id}/content", .access = writes, .write = put_content, .body_max = &Limits::content_bytes_max},
              {.method = "GET", .path = "/v1/works", .access = reads, .read = get_works},
              {.method = "GET", .path = "/v1/works/{id}", .access = reads, .read = get_work},
              {.method = "GET", .path = "/v1/works/{id}/content", .access = reads_sample, .read = get_content},
              {.method = "GET", .path = "/v1/works/{id}/receipt", .access = reads, .read = get_receipt}});
}

}  // namespace colophon::http
