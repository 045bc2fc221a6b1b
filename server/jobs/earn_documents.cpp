#include "jobs/earn_documents.hpp"

#include <array>

#include "colophon/identifier/bank.hpp"
#include "colophon/identifier/evm_address.hpp"
#include "colophon/identifier/industry.hpp"
#include "jobs/disputes.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kTextBytesMax = 1'000;
constexpr std::size_t kNameBytesMax = 140;   // What a bank takes.
constexpr std::array<std::string_view, 4> kTypes{"work", "recording", "composition", "release"};
constexpr std::array<std::string_view, 3> kStates{"open", "released", "upheld"};

std::string item(std::string_view list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

Result<std::string> text_up_to(std::string_view text, std::size_t bytes_max, const std::string& field) {
  if (text.size() > bytes_max) return fail(Errc::limit_exceeded, field, "At most " + std::to_string(bytes_max) + " bytes.");
  return std::string(text);
}

Result<Id> id_or_nil(std::string_view text, const std::string& field) { return text.empty() ? Result<Id>(Id{}) : Id::parse(text, field); }

JsonArray parts_json(const std::vector<royalty::WorkPart>& parts) {
  JsonArray list;
  for (const auto& part : parts) list.push_back(JsonObject{{"work", part.work.to_string()}, {"share", part.share.to_string()}});
  return list;
}

Result<std::vector<royalty::WorkPart>> read_parts(const Json* json, std::string_view name) {
  std::vector<royalty::WorkPart> parts;
  if (json == nullptr) return parts;
  if (json->array() == nullptr) return fail(Errc::invalid_argument, std::string(name), "It must be a list of works and shares.");
  for (std::size_t i = 0; i < json->array()->size(); ++i) {
    const std::string at = item(name, i);
    JsonFields fields((*json->array())[i], at);
    const std::string_view work = fields.string("work"), share = fields.string("share");
    COLOPHON_TRY(fields.finish());
    parts.push_back({COLOPHON_TRY(Id::parse(work, at + ".work")), COLOPHON_TRY(Share::parse(share, at + ".share"))});
  }
  return parts;
}

}  // namespace

// ---- Payees

JsonObject payee_json(const store::PayeeRow& payee) {
  const auto currency = Currency::parse(payee.pays_in);
  return {{"party", payee.party.to_string()}, {"currency", payee.pays_in}, {"threshold", currency && payee.threshold_minor > 0 ? format_minor(payee.threshold_minor, *currency) : std::string()},
          {"withholding", payee.withholding.numerator == 0 ? std::string() : payee.withholding.to_string()}, {"payable", payee.payable}, {"account_name", payee.account_name}, {"iban", payee.iban},
          {"bic", payee.bic}, {"country", payee.country}, {"evm", payee.evm}};
}

Result<store::PayeeRow> read_payee(const Json& json, const Id& party) {
  JsonFields fields(json, "");
  store::PayeeRow row;
  row.party = party;
  row.pays_in = fields.string_or("currency", "");
  const std::string threshold(fields.string_or("threshold", "")), withholding(fields.string_or("withholding", ""));
  row.payable = fields.boolean_or("payable", true);
  const std::string name(fields.string_or("account_name", "")), iban(fields.string_or("iban", "")), bic(fields.string_or("bic", "")), country(fields.string_or("country", "")),
      evm(fields.string_or("evm", ""));
  COLOPHON_TRY(fields.finish());
  if (!row.pays_in.empty()) COLOPHON_TRY(Currency::parse(row.pays_in, "currency"));
  if (!threshold.empty()) {
    if (row.pays_in.empty()) return fail(Errc::missing_field, "currency", "A threshold is an amount of the currency that the party is paid in: give the currency too.");
    const Currency currency = COLOPHON_TRY(Currency::parse(row.pays_in, "currency"));
    const auto micros = COLOPHON_TRY(to_micros(COLOPHON_TRY(parse_exact(threshold, "threshold")), currency));
    if (micros.micros < 0) return fail(Errc::negative_amount, "threshold", "A threshold is 0 or more.");
    if (micros.residue != 0 || micros.micros % kMicrosPerMinor != 0) return fail(Errc::invalid_amount, "threshold", "A threshold has no more decimals than its currency.");
    row.threshold_minor = micros.micros / kMicrosPerMinor;
  }
  if (!withholding.empty()) row.withholding = COLOPHON_TRY(Share::parse(withholding, "withholding"));
  row.account_name = COLOPHON_TRY(text_up_to(name, kNameBytesMax, "account_name"));
  if (!iban.empty()) row.iban = COLOPHON_TRY(identifier::iban(iban));
  if (!bic.empty()) row.bic = COLOPHON_TRY(identifier::bic(bic));
  if (!country.empty()) row.country = COLOPHON_TRY(identifier::country(country));
  if (!evm.empty()) {
    COLOPHON_TRY(identifier::parse_evm_address(evm, "evm"));
    row.evm = evm;
  }
  return row;
}

// ---- Rates

JsonObject rate_json(const royalty::ExchangeRate& rate) {
  return {{"date", rate.date.to_string()}, {"from", rate.from.name()}, {"rate", format_exact(rate.rate)}, {"source", rate.source}, {"to", rate.to.name()}};
}

Result<store::RateRow> read_rate(const Json& json, std::string path) {
  JsonFields fields(json, path);
  const std::string date(fields.string("date")), rate(fields.string("rate"));
  store::RateRow row;
  row.from = fields.string("from");
  row.to = fields.string("to");
  row.source = fields.string_or("source", "");
  COLOPHON_TRY(fields.finish());
  row.date = COLOPHON_TRY(Date::parse(date, path + ".date"));
  COLOPHON_TRY(Currency::parse(row.from, path + ".from"));
  COLOPHON_TRY(Currency::parse(row.to, path + ".to"));
  if (row.from == row.to) return fail(Errc::invalid_argument, path + ".to", "A rate is between two currencies.");
  const ExactAmount exact = COLOPHON_TRY(parse_exact(rate, path + ".rate"));
  if (exact <= 0) return fail(Errc::invalid_amount, path + ".rate", "A rate is above 0.");
  row.rate = rate;
  row.source = COLOPHON_TRY(text_up_to(row.source, kTextBytesMax, path + ".source"));
  return row;
}

// ---- Rights of works

JsonObject work_rights_json(const store::WorkRights& rights) {
  JsonArray derives;
  for (const auto& from : rights.derives) derives.push_back(JsonObject{{"work", from.from.to_string()}, {"share", from.share.to_string()}, {"relative", from.relative}});
  return {{"type", kTypes[static_cast<std::size_t>(rights.type)]}, {"artist", rights.artist.is_nil() ? Json() : Json(rights.artist.to_string())}, {"isrc", rights.isrc}, {"iswc", rights.iswc},
          {"upc", rights.upc}, {"noise", rights.noise}, {"tracks", parts_json(rights.tracks)}, {"compositions", parts_json(rights.compositions)}, {"derives", std::move(derives)}};
}

Result<store::WorkRights> read_work_rights(const Json& json) {
  JsonFields fields(json, "");
  store::WorkRights rights;
  const std::string type(fields.string_or("type", "work")), artist(fields.string_or("artist", "")), isrc(fields.string_or("isrc", "")), iswc(fields.string_or("iswc", "")),
      upc(fields.string_or("upc", ""));
  rights.noise = fields.boolean_or("noise", false);
  const Json *tracks = fields.any("tracks"), *compositions = fields.any("compositions"), *derives = fields.any("derives");
  COLOPHON_TRY(fields.finish());
  std::size_t at = 0;
  while (at < kTypes.size() && kTypes[at] != type) ++at;
  if (at == kTypes.size()) return fail(Errc::invalid_argument, "type", "A work is a work, recording, composition or release.");
  rights.type = static_cast<royalty::WorkType>(at);
  rights.artist = COLOPHON_TRY(id_or_nil(artist, "artist"));
  if (!isrc.empty()) rights.isrc = COLOPHON_TRY(identifier::isrc(isrc));
  if (!iswc.empty()) rights.iswc = COLOPHON_TRY(identifier::iswc(iswc));
  if (!upc.empty()) rights.upc = COLOPHON_TRY(identifier::upc_or_ean(upc));
  rights.tracks = COLOPHON_TRY(read_parts(tracks, "tracks"));
  rights.compositions = COLOPHON_TRY(read_parts(compositions, "compositions"));
  if (derives != nullptr && derives->array() == nullptr) return fail(Errc::invalid_argument, "derives", "It must be a list of works and shares.");
  for (std::size_t i = 0; derives != nullptr && i < derives->array()->size(); ++i) {
    const std::string path = item("derives", i);
    JsonFields from((*derives->array())[i], path);
    const std::string_view work = from.string("work"), share = from.string("share");
    const bool relative = from.boolean_or("relative", false);
    COLOPHON_TRY(from.finish());
    rights.derives.push_back({COLOPHON_TRY(Id::parse(work, path + ".work")), COLOPHON_TRY(Share::parse(share, path + ".share")), relative});
  }
  return rights;
}

// ---- Holds

JsonObject hold_json(const store::EarningsHoldRow& row) {
  const royalty::Hold& hold = row.hold;
  const auto id = [](const Id& each) { return each.is_nil() ? Json() : Json(each.to_string()); };
  const auto date = [](Date day) { return day.days == 0 ? Json() : Json(day.to_string()); };
  return {{"hold", hold.name}, {"party", id(hold.party)}, {"work", id(hold.work)}, {"limit", hold.limit ? Json(format_micros(*hold.limit, hold.currency)) : Json()},
          {"currency", hold.limit ? Json(hold.currency.name()) : Json()}, {"from", date(hold.from)}, {"until", date(hold.until)}, {"state", kStates[static_cast<std::size_t>(hold.state)]},
          {"pay_to", id(hold.pay_to.id)}, {"reason", row.reason}};
}

Result<store::EarningsHoldRow> read_hold(const Json& json, std::string_view name) {
  JsonFields fields(json, "");
  const std::string party(fields.string_or("party", "")), work(fields.string_or("work", "")), limit(fields.string_or("limit", "")), currency(fields.string_or("currency", "")),
      from(fields.string("from")), until(fields.string_or("until", "")), state(fields.string_or("state", "open")), pay_to(fields.string_or("pay_to", "")), reason(fields.string_or("reason", ""));
  COLOPHON_TRY(fields.finish());
  store::EarningsHoldRow row;
  royalty::Hold& hold = row.hold;
  hold.name = COLOPHON_TRY(text_up_to(name, 128, "hold"));
  if (is_dispute_hold(hold.name)) return fail(Errc::invalid_argument, "hold", "This is the name of a hold of the registry: decide its claim, or release its work, there.");
  hold.party = COLOPHON_TRY(id_or_nil(party, "party"));
  hold.work = COLOPHON_TRY(id_or_nil(work, "work"));
  if (hold.party.is_nil() && hold.work.is_nil()) return fail(Errc::missing_field, "work", "A hold is on a party or on a work.");
  if (!limit.empty()) {
    hold.currency = COLOPHON_TRY(Currency::parse(currency, "currency"));
    const auto micros = COLOPHON_TRY(to_micros(COLOPHON_TRY(parse_exact(limit, "limit")), hold.currency));
    if (micros.micros < 0) return fail(Errc::negative_amount, "limit", "A limit is 0 or more.");
    hold.limit = micros.micros;
  }
  hold.from = COLOPHON_TRY(Date::parse(from, "from"));
  if (!until.empty()) hold.until = COLOPHON_TRY(Date::parse(until, "until"));
  std::size_t at = 0;
  while (at < kStates.size() && kStates[at] != state) ++at;
  if (at == kStates.size()) return fail(Errc::invalid_argument, "state", "A hold is open, released or upheld.");
  hold.state = static_cast<royalty::Hold::State>(at);
  hold.pay_to.id = COLOPHON_TRY(id_or_nil(pay_to, "pay_to"));
  hold.pay_to.name = pay_to;
  if (hold.state == royalty::Hold::State::upheld && hold.pay_to.id.is_nil()) return fail(Errc::missing_field, "pay_to", "Somebody gets the money of a hold that is upheld: say who.");
  row.reason = COLOPHON_TRY(text_up_to(reason, kTextBytesMax, "reason"));
  return row;
}

}  // namespace colophon::jobs
