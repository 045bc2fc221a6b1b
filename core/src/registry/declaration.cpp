#include "colophon/registry/declaration.hpp"

#include <algorithm>

#include "base/payload_fields.hpp"

namespace colophon::registry {
namespace {

constexpr std::string_view kFormat = "colophon/declaration/1";
constexpr std::size_t kTextBytesMax = 4'000, kLineBytesMax = 300, kEvidenceMax = 20, kPlatformBytesMax = 200;
constexpr int kClaimDaysMax = 90;

// What every offer says; the server knows what may be offered.
void offer(PayloadFields& f) {
  f.id("offer");
  f.id("work");
  f.id_or_empty("to");                              // Empty: to anyone.
  f.one_of("kind", {"licence", "transfer"});
  f.text("use", kTextBytesMax);
  f.word("territory", kLineBytesMax);               // "world", or ISO 3166 codes.
  f.yes_or_no("exclusive");
  f.utc_time("from");
  f.utc_time_or_empty("until");                     // Empty: for ever.
  f.money("amount");
  f.currency("currency");
  f.share_or_empty("share");                        // Of a transfer: how much of the work's income goes over.
  f.utc_time("expires_at");
}

void evidence(PayloadFields& f) {
  const JsonArray& list = f.array("evidence");
  if (list.size() > kEvidenceMax) f.note({Errc::limit_exceeded, f.path("evidence"), "At most 20 pieces of evidence."});
  for (std::size_t i = 0; i < list.size() && f.ok(); ++i) {
    PayloadFields piece(list[i], f.path("evidence") + "[" + std::to_string(i) + "]");
    piece.one_of("kind", {"url", "sha256", "work", "text"});
    piece.word("value", kTextBytesMax);
    f.keep(piece.finish());
  }
}

void claim(PayloadFields& f) {
  f.id("claim");
  f.id("work");
  f.id_or_empty("own_work");
  f.one_of("basis", {"copy", "derivative", "unauthorised", "other"});
  f.word("statement", kTextBytesMax);
  evidence(f);
  f.money("amount_max");
  f.currency("currency");
  f.between("days", 1, kClaimDaysMax);
}

void terms(PayloadFields& f) {
  f.id("work");
  const std::string_view licence = f.text("licence", kLineBytesMax);
  const bool is_id = !licence.empty() && std::ranges::all_of(licence, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '+'; });
  if (!is_id && !PayloadFields::is_address(licence)) f.note("licence", "Write a licence's SPDX identifier (CC-BY-4.0), all-rights-reserved, or an https address.");
  f.one_of("tdm", {"reserved", "allowed", "unstated"});
  f.address_or_empty("tdm_policy", kLineBytesMax);
  f.one_of("ai", {"none", "assisted", "generated"});
}

struct Form { Act act; std::string_view name; void (*read)(PayloadFields&); };
constexpr Form kForms[] = {
    {Act::add_key, "add-key", [](PayloadFields& f) { f.hash("new_key"); f.text("label", kLineBytesMax); }},
    {Act::revoke_key, "revoke-key", [](PayloadFields& f) { f.hash("old_key"); f.text("reason", kTextBytesMax); }},
    {Act::register_work, "register", [](PayloadFields& f) { f.id("work"); f.hash("sha256"); f.count("bytes"); f.text("title", kLineBytesMax); }},
    {Act::terms, "terms", terms},
    {Act::withdraw, "withdraw", [](PayloadFields& f) { f.id("work"); f.text("reason", kTextBytesMax); }},
    {Act::offer, "offer", offer},
    {Act::cancel_offer, "cancel-offer", [](PayloadFields& f) { f.id("offer"); }},
    {Act::accept, "accept", [](PayloadFields& f) { f.id("offer"); f.hash("offer_sha256"); }},
    {Act::claim, "claim", claim},
    {Act::answer, "answer", [](PayloadFields& f) { f.id("claim"); f.word("statement", kTextBytesMax); evidence(f); }},
    {Act::retract, "retract", [](PayloadFields& f) { f.id("claim"); f.text("reason", kTextBytesMax); }},
    {Act::appeal, "appeal", [](PayloadFields& f) { f.id("claim"); f.word("statement", kTextBytesMax); }},
};

std::string below(std::string_view path, std::string_view name) { return path.empty() ? std::string(name) : std::string(path) + "." + std::string(name); }

}  // namespace

std::string_view act_name(Act act) { return std::ranges::find(kForms, act, &Form::act)->name; }

Result<Declaration> parse_declaration(const Json& document, std::string_view path) {
  JsonFields f(document, std::string(path));
  const std::string_view format = f.string("format"), act = f.string("act"), party = f.string("party"), key = f.string("key"), made_at = f.string("made_at");
  Declaration declaration;
  declaration.platform = f.string("platform");
  declaration.body = &f.required("body");
  if (auto end = f.finish(); !end) return std::unexpected(end.error());
  if (format != kFormat) return fail(Errc::unknown_format, f.path("format"), "This must be a colophon/declaration/1.");
  const auto form = std::ranges::find(kForms, act, &Form::name);
  if (form == std::end(kForms)) return fail(Errc::invalid_argument, f.path("act"), "There is no act of this name.");
  declaration.act = form->act;
  const Result<Id> id = Id::parse(party, f.path("party"));
  if (!id) return std::unexpected(id.error());
  declaration.party = *id;
  const Result<Bytes> bytes = from_hex(key, f.path("key"));
  if (!bytes || bytes->size() != declaration.key.size()) return fail(Errc::invalid_encoding, f.path("key"), "A public key has 64 lower-case hexadecimal digits.");
  std::ranges::copy(*bytes, declaration.key.begin());
  const Result<std::uint64_t> time = parse_utc(made_at, f.path("made_at"));
  if (!time) return std::unexpected(time.error());
  declaration.made_at = *time;
  if (declaration.platform.empty() || declaration.platform.size() > kPlatformBytesMax) return fail(Errc::invalid_argument, f.path("platform"), "This is the name of the platform's log.");
  PayloadFields body(*declaration.body, below(path, "body"));
  form->read(body);
  if (auto end = body.finish(); !end) return std::unexpected(end.error());
  return declaration;
}

std::string declaration_message(const Json& document) { return std::string(kFormat) + "\n" + canonical_json(document); }

Hash declaration_hash(const Json& document) { return sha256(declaration_message(document)); }

}  // namespace colophon::registry
