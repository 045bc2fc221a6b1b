#include "jobs/import_catalogue.hpp"

#include <charconv>
#include <unordered_map>

#include "colophon/base/json.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/audience.hpp"
#include "jobs/identify.hpp"
#include "jobs/read_file.hpp"
#include "log/log.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::string_view kIdDomain = "colophon/catalogue/1";

struct CatalogueWork { store::WorkDraft draft; std::string content; };
struct Catalogue {
  bool rank_by_quality = false;
  std::string currency;
  std::vector<store::PartyDraft> parties;
  std::vector<CatalogueWork> works;
  std::vector<store::Channel> channels;
  bool has_audience = false;
  AudienceParameters audience;
};

std::string item(std::string_view list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

Result<void> read_parties(const JsonArray& array, Catalogue& catalogue) {
  for (std::size_t i = 0; i < array.size(); ++i) {
    JsonFields fields(array[i], item("parties", i));
    store::PartyDraft party;
    party.external_id = fields.string("external_id");
    party.name = fields.string("name");
    COLOPHON_TRY(fields.finish());
    party.id = uuid_from_name(kIdDomain, "party/" + party.external_id);
    catalogue.parties.push_back(std::move(party));
  }
  return {};
}

Result<std::vector<royalty::PartyShare>> read_shares(const JsonArray& array, const std::string& path, const Catalogue& catalogue) {
  std::vector<royalty::PartyShare> shares;
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto at = item(path, i);
    JsonFields fields(array[i], at);
    const std::string party(fields.string("party"));
    const std::string share(fields.string("share"));
    COLOPHON_TRY(fields.finish());
    bool known = false;
    for (const auto& one : catalogue.parties) known |= one.external_id == party;
    if (!known) return fail(Errc::unknown_party, at + ".party", "'" + party + "' is not among the catalogue's parties");
    shares.push_back({uuid_from_name(kIdDomain, "party/" + party), COLOPHON_TRY(Share::parse(share, at + ".share"))});
  }
  COLOPHON_TRY(royalty::validate_shares(shares, path));
  return shares;
}

Result<void> read_works(const JsonArray& array, const std::filesystem::path& folder, Catalogue& catalogue) {
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto at = item("works", i);
    JsonFields fields(array[i], at);
    CatalogueWork work;
    auto& draft = work.draft;
    draft.external_id = fields.string("external_id");
    draft.title = fields.string("title");
    draft.kind = fields.string("kind");
    draft.media_type = fields.string("media_type");
    draft.licence = fields.string_or("licence", "");
    fields.string_or("year", "");
    const std::string file(fields.string("file"));
    const auto& shares = fields.array("shares");
    COLOPHON_TRY(fields.finish());
    for (const auto& earlier : catalogue.works)
      if (earlier.draft.external_id == draft.external_id) return fail(Errc::conflict, at + ".external_id", "two works have the id '" + draft.external_id + "'");
    // A catalogue names files of its own folder only.
    if (file.starts_with('/') || file.find("..") != file.npos) return fail(Errc::invalid_argument, at + ".file", "the file must lie in the catalogue's folder");
    work.content = COLOPHON_TRY(read_file(folder / file, at + ".file", limits::kImageBytesMax));
    draft.id = uuid_from_name(kIdDomain, "work/" + draft.external_id);
    draft.sha256 = sha256(work.content);
    draft.content_bytes = work.content.size();
    draft.sample = true;
    draft.shares = COLOPHON_TRY(read_shares(shares, at + ".shares", catalogue));
    catalogue.works.push_back(std::move(work));
  }
  return {};
}

Result<void> read_channels(const JsonArray& array, Catalogue& catalogue) {
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto at = item("channels", i);
    JsonFields fields(array[i], at);
    store::Channel channel;
    channel.external_id = fields.string("external_id");
    channel.name = fields.string("name");
    channel.name_zh = fields.string_or("name_zh", channel.name);
    channel.budget = fields.integer("budget");
    channel.cost_min = fields.integer("cost_min");
    channel.cost_max = fields.integer("cost_max");
    channel.rate = fields.string("rate");
    COLOPHON_TRY(fields.finish());
    if (channel.budget < 0) return fail(Errc::negative_amount, at + ".budget", "a budget cannot be below 0");
    if (channel.cost_min < 1 || channel.cost_max < channel.cost_min)
      return fail(Errc::invalid_argument, at + ".cost_min", "costs run from at least 1 up to cost_max");
    if (COLOPHON_TRY(parse_exact(channel.rate, at + ".rate")) < 0) return fail(Errc::negative_amount, at + ".rate", "a rate cannot be below 0");
    channel.id = uuid_from_name(kIdDomain, "channel/" + channel.external_id);
    catalogue.channels.push_back(std::move(channel));
  }
  return {};
}

Result<void> read_audience(const Json& json, Catalogue& catalogue) {
  auto& audience = catalogue.audience;
  JsonFields fields(json, "audience");
  if (!fields.boolean_or("simulated", false)) fields.note({Errc::invalid_argument, "audience.simulated", "an audience that a catalogue makes up must be marked: true"});
  audience.seed = static_cast<std::uint64_t>(fields.integer("seed"));
  const auto& periods = fields.array("periods");
  audience.listeners = fields.integer("listeners");
  const std::string exponent(fields.string("tail_exponent"));
  audience.plays_per_listener_mean = fields.integer("plays_per_listener_mean");
  audience.subscription_fee = fields.string("subscription_fee");
  audience.ad_revenue_per_month = fields.string_or("ad_revenue_per_month", "");
  audience.tips_per_month = fields.integer_or("tips_per_month", 0);
  const auto* tips = fields.any("tip_amounts");
  COLOPHON_TRY(fields.finish());
  for (const auto& period : periods) {
    if (!period.string()) return fail(Errc::invalid_argument, "audience.periods", "a period is text: \"2026-10\"");
    audience.periods.push_back(COLOPHON_TRY(Period::parse(*period.string(), "audience.periods")));
  }
  if (tips && tips->array())
    for (const auto& tip : *tips->array()) audience.tip_amounts.push_back(tip.string() ? *tip.string() : "");
  const auto parsed = std::from_chars(exponent.data(), exponent.data() + exponent.size(), audience.tail_exponent);
  if (parsed.ec != std::errc() || parsed.ptr != exponent.data() + exponent.size() || !(audience.tail_exponent > 0 && audience.tail_exponent < 10))
    return fail(Errc::invalid_argument, "audience.tail_exponent", "a decimal between 0 and 10");
  if (audience.listeners < 1 || audience.listeners > 100'000) return fail(Errc::limit_exceeded, "audience.listeners", "1 to 100,000 listeners can be simulated");
  if (audience.plays_per_listener_mean < 0 || audience.plays_per_listener_mean > 10'000)
    return fail(Errc::limit_exceeded, "audience.plays_per_listener_mean", "0 to 10,000 plays a listener can be simulated");
  if (audience.tips_per_month < 0 || audience.tips_per_month > 100'000)
    return fail(Errc::limit_exceeded, "audience.tips_per_month", "0 to 100,000 tips can be simulated");
  catalogue.has_audience = true;
  return {};
}

Result<Catalogue> read_catalogue(const std::filesystem::path& folder) {
  const auto text = COLOPHON_TRY(read_file(folder / "catalogue.json", "catalogue.json", limits::kJsonBytesMax));
  const auto json = COLOPHON_TRY(parse_json(text));
  Catalogue catalogue;
  JsonFields fields(json, "");
  if (fields.string("format") != "colophon/catalogue/1")
    fields.note({Errc::unknown_format, "format", "this program reads \"colophon/catalogue/1\""});
  fields.string_or("name", "");
  catalogue.rank_by_quality = fields.boolean_or("rank_by_quality", false);
  catalogue.currency = fields.string("currency");
  const auto& parties = fields.array("parties");
  const auto& works = fields.array("works");
  const auto& channels = fields.array("channels");
  const auto* audience = fields.any("audience");
  COLOPHON_TRY(fields.finish());
  COLOPHON_TRY(Currency::parse(catalogue.currency, "currency"));
  COLOPHON_TRY(read_parties(parties, catalogue));
  COLOPHON_TRY(read_works(works, folder, catalogue));
  COLOPHON_TRY(read_channels(channels, catalogue));
  if (audience) COLOPHON_TRY(read_audience(*audience, catalogue));
  return catalogue;
}

Result<void> write_settings(store::Store& store, const Catalogue& catalogue) {
  const auto currency = COLOPHON_TRY(store.currency());
  if (!currency.empty() && currency != catalogue.currency)
    return fail(Errc::currency_mismatch, "currency", "the store divides " + currency + ", the catalogue is in " + catalogue.currency);
  COLOPHON_TRY(store.put_setting("currency", catalogue.currency));
  COLOPHON_TRY(store.put_setting("sample", "true"));
  // What an operator has turned off since stays off.
  if (!COLOPHON_TRY(store.setting("rank_by_quality"))) COLOPHON_TRY(store.put_setting("rank_by_quality", catalogue.rank_by_quality ? "true" : "false"));
  if (catalogue.has_audience) COLOPHON_TRY(store.put_setting("simulated_audience", "true"));
  return {};
}

}  // namespace

Result<CatalogueImport> import_catalogue(store::Store& store, const std::filesystem::path& folder, const Progress& progress) {
  const auto catalogue = COLOPHON_TRY(read_catalogue(folder));
  CatalogueImport answer{catalogue.works.size(), 0, catalogue.parties.size(), catalogue.channels.size(), 0, 0};
  const auto total = static_cast<std::int64_t>(catalogue.works.size() + catalogue.audience.periods.size());
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    COLOPHON_TRY(write_settings(store, catalogue));
    for (const auto& party : catalogue.parties) COLOPHON_TRY(store.find_or_make_party(party));
    for (const auto& channel : catalogue.channels) COLOPHON_TRY(store.put_channel(channel));
    std::int64_t done = 0;
    for (const auto& work : catalogue.works) {
      COLOPHON_TRY(report(progress, done++, total, work.draft.title));
      if (COLOPHON_TRY(store.work_by_external_id(work.draft.external_id))) continue;
      const auto entry = tlog::work_entry(store, work.draft, store.now());
      COLOPHON_TRY(store.insert_work(work.draft, &entry));
      COLOPHON_TRY(store.put_content(work.draft.id, as_bytes(work.content)));
      const auto found = COLOPHON_TRY(identify_bytes(work.content, "", {.name = work.draft.title, .description = "", .wide = false}));
      auto identity = COLOPHON_TRY(store::read_identity(found.iscc));
      identity.checked = true;
      COLOPHON_TRY(store.put_identity(work.draft.id, identity));
      // The sample's content is public already; so it has pages, too.
      COLOPHON_TRY(store.set_published(work.draft.id, true));
      ++answer.works_new;
    }
    std::vector<AudienceWork> works;
    for (const auto& work : catalogue.works) works.push_back({work.draft.id, work.draft.kind == "text" ? store::EventType::read : store::EventType::view});
    std::vector<Id> channels;
    for (const auto& channel : catalogue.channels) channels.push_back(channel.id);
    for (const auto& period : catalogue.audience.periods) {
      COLOPHON_TRY(report(progress, done++, total, "simulated audience of " + period.to_string()));
      const auto month = simulate_month(catalogue.audience, period, works, channels, catalogue.currency);
      answer.events_new += COLOPHON_TRY(store.append_events(month.events, store::Source::simulated)).accepted;
      answer.revenue_new += COLOPHON_TRY(store.append_revenue(month.revenue, store::Source::simulated)).accepted;
    }
    return report(progress, total, total, "imported");
  }));
  return answer;
}

}  // namespace colophon::jobs
