// A catalogue from files, its simulated audience, and the value and the plan that follow from them.
#include <algorithm>
#include <map>

#include "jobs/audience.hpp"
#include "jobs/import_catalogue.hpp"
#include "jobs/plan.hpp"
#include "scratch.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

constexpr std::string_view kCatalogue = R"({"format":"colophon/catalogue/1","name":"n","rank_by_quality":true,"currency":"EUR",
"parties":[{"external_id":"a","name":"A"},{"external_id":"b","name":"B"}],
"works":[{"external_id":"w1","title":"One","year":"1","kind":"text","file":"one.txt","media_type":"text/plain","licence":"x","shares":[{"party":"a","share":"4/5"},{"party":"b","share":"1/5"}]},
{"external_id":"w2","title":"Two","year":"2","kind":"text","file":"two.txt","media_type":"text/plain","licence":"x","shares":[{"party":"b","share":"1"}]}],
"channels":[{"external_id":"c1","name":"C","budget":100,"cost_min":60,"cost_max":80,"rate":"0.01"}],
"audience":{"simulated":true,"seed":7,"periods":["2026-09"],"listeners":20,"tail_exponent":"1.1","plays_per_listener_mean":10,
"subscription_fee":"9.99","ad_revenue_per_month":"10.00","tips_per_month":3,"tip_amounts":["1.00"]}})";

std::filesystem::path catalogue_folder(const Scratch& scratch, const std::string& text) {
  scratch.write("catalogue/catalogue.json", text);
  scratch.write("catalogue/one.txt", "first");
  scratch.write("catalogue/two.txt", "second");
  return scratch.path("catalogue");
}

std::string altered(std::string_view from, std::string_view to) {
  std::string text(kCatalogue);
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a catalogue is imported once, however often it is imported, and says that its audience is simulated") {
  TestStore store;
  const auto folder = catalogue_folder(store.scratch, std::string(kCatalogue));
  const auto first = ok(jobs::import_catalogue(*store, folder));
  CHECK(first.works_new == 2);
  CHECK(first.events_new > 100);
  CHECK(first.revenue_new == 20 + 1 + 3);
  CHECK(ok(store->pending_entries(10)).size() == 2);
  const auto second = ok(jobs::import_catalogue(*store, folder));
  CHECK(second.works_new == 0);
  CHECK(second.events_new == 0);
  CHECK(second.revenue_new == 0);
  CHECK(ok(store->pending_entries(10)).size() == 2);
  CHECK(ok(store->flag("simulated_audience")));
  CHECK(ok(store->flag("rank_by_quality")));
  CHECK(ok(store->has_simulated({2026, 9})));
  CHECK(ok(jobs::catalogue_value(*store)).expectations.simulated);
  const auto work = ok(store->work_by_external_id("w1"));
  REQUIRE(work);
  CHECK(ok(store->content(*work)) == Bytes{'f', 'i', 'r', 's', 't'});
}

TEST_CASE("ranking by quality is off unless the catalogue or an operator turns it on, and an operator's choice stays") {
  TestStore store;
  ok(jobs::import_catalogue(*store, catalogue_folder(store.scratch, altered("\"rank_by_quality\":true,", ""))));
  CHECK_FALSE(ok(store->flag("rank_by_quality")));
  ok(jobs::import_catalogue(*store, catalogue_folder(store.scratch, std::string(kCatalogue))));
  CHECK_FALSE(ok(store->flag("rank_by_quality")));
}

TEST_CASE("a catalogue that is wrong changes nothing, and the error names the field") {
  struct Case { std::string text; Errc code; std::string field; };
  const Case cases[] = {
      {altered("colophon/catalogue/1", "colophon/catalogue/9"), Errc::unknown_format, "format"},
      {altered("\"name\":\"n\",", "\"nom\":\"n\","), Errc::unknown_field, "nom"},
      {altered("\"4/5\"", "\"3/5\""), Errc::invalid_shares, "works[0].shares"},
      {altered("\"4/5\"", "\"-4/5\""), Errc::invalid_shares, "works[0].shares[0].share"},
      {altered("{\"party\":\"b\",\"share\":\"1\"}", "{\"party\":\"z\",\"share\":\"1\"}"), Errc::unknown_party, "works[1].shares[0].party"},
      {altered("\"two.txt\"", "\"three.txt\""), Errc::not_found, "works[1].file"},
      {altered("\"two.txt\"", "\"../two.txt\""), Errc::invalid_argument, "works[1].file"},
      {altered("\"currency\":\"EUR\"", "\"currency\":\"EURO\""), Errc::unknown_currency, "currency"},
      {altered("\"budget\":100", "\"budget\":-100"), Errc::negative_amount, "channels[0].budget"},
      {altered("\"cost_min\":60", "\"cost_min\":90"), Errc::invalid_argument, "channels[0].cost_min"},
      {altered("\"rate\":\"0.01\"", "\"rate\":\"-0.01\""), Errc::negative_amount, "channels[0].rate"},
      {altered("\"simulated\":true", "\"simulated\":false"), Errc::invalid_argument, "audience.simulated"},
      {altered("\"2026-09\"", "\"2026-00\""), Errc::invalid_argument, "audience.periods"},
      {altered("\"subscription_fee\":\"9.99\"", "\"subscription_fee\":\"-9.99\""), Errc::negative_amount, "lines[0].amount"},
      {altered("\"external_id\":\"w2\"", "\"external_id\":\"w1\""), Errc::conflict, "works[1].external_id"},
      {altered("\"works\":[", "\"works\":{"), Errc::invalid_json, ""},
  };
  for (const auto& one : cases) {
    INFO(one.field);
    TestStore store;
    const auto result = jobs::import_catalogue(*store, catalogue_folder(store.scratch, one.text));
    REQUIRE_FALSE(result);
    CHECK(result.error().code == one.code);
    if (one.field.starts_with("lines")) CHECK(result.error().field.ends_with("].amount"));
    else if (!one.field.empty()) CHECK(result.error().field == one.field);
    CHECK(ok(store->count_works({})) == 0);
    CHECK(ok(store->channels()).empty());
    CHECK_FALSE(ok(store->setting("currency")));
    CHECK(ok(store->periods()).empty());
  }
}

TEST_CASE("the simulated audience is seeded and heavy-tailed") {
  jobs::AudienceParameters parameters{42, {}, 300, 1.1, 50, "9.99", "", 0, {}};
  std::vector<jobs::AudienceWork> works;
  for (std::uint8_t i = 0; i < 50; ++i) works.push_back({Id{{1, i}}, store::EventType::view});
  const auto month = jobs::simulate_month(parameters, {2026, 9}, works, {}, "EUR");
  const auto again = jobs::simulate_month(parameters, {2026, 9}, works, {}, "EUR");
  REQUIRE(month.events.size() == again.events.size());
  CHECK(std::ranges::equal(month.events, again.events, {}, &store::EventDraft::id, &store::EventDraft::id));
  CHECK(std::ranges::is_sorted(month.events, {}, &store::EventDraft::id));
  for (const auto& event : month.events) CHECK(Period::of_unix_ms(ok(uuid_v7_time_ms(event.id))) == Period{2026, 9});
  std::map<Id, int> plays;
  for (const auto& event : month.events) ++plays[event.work];
  std::vector<int> counts;
  for (const auto& [work, count] : plays) counts.push_back(count);
  std::ranges::sort(counts, std::greater{});
  // The mean is what was asked for within rounding, and a tenth of the works has far more than a tenth of the plays.
  CHECK(month.events.size() > 300 * 48);
  CHECK(month.events.size() <= 300 * 50);
  CHECK((counts[0] + counts[1] + counts[2] + counts[3] + counts[4]) * 3 > static_cast<int>(month.events.size()));
  parameters.seed = 43;
  CHECK(jobs::simulate_month(parameters, {2026, 9}, works, {}, "EUR").events.front().id != month.events.front().id);
}

TEST_CASE("the plan stays within the budgets, and only what is shown and scored is worth something") {
  TestStore store;
  ok(jobs::import_catalogue(*store, catalogue_folder(store.scratch, std::string(kCatalogue))));
  CHECK(ok(jobs::catalogue_value(*store)).value.total == 0);
  const auto one = *ok(store->work_by_external_id("w1"));
  ok(store->set_quality(one, {8'000, 500, {}, "m", kNoon}, ""));
  const auto all = ok(jobs::expectations(*store));
  // A budget of 100 holds one work of a cost of 60 to 80.
  const auto ranked = ok(jobs::plan_problem(all, {}, true)), unranked = ok(jobs::plan_problem(all, {}, false));
  for (std::size_t i = 0; i < all.works.size(); ++i) {
    CHECK(unranked.value[i] == all.revenue_micro[i]);
    CHECK(ranked.value[i] == all.revenue_micro[i] * 8);  // Two's quality is the mean of those that have one.
    CHECK(ranked.cost[i] >= 60);
    CHECK(ranked.cost[i] <= 80);
  }
  jobs::PlanRequest request;
  request.rank_by_quality = true;
  const auto plan = ok(jobs::make_plan(*store, request, "op"));
  CHECK(ok(store->current_plan())->id == plan.id);
  CHECK(ok(store->log_entry_of("plan", plan.id)).has_value());
  const auto value = ok(jobs::catalogue_value(*store));
  CHECK(std::ranges::count(value.shown, 1) == 1);
  CHECK(value.value.works_scored == 1);
  CHECK(value.value.works_not_scored == 1);
}

TEST_CASE("the sample's own catalogue is sound") {
  TestStore store;
  const auto imported = ok(jobs::import_catalogue(*store, source_dir() / "examples" / "catalogue"));
  CHECK(imported.works == 52);
  CHECK(ok(store->count_works({{}, true})) == 13);
  CHECK(imported.channels == 4);
}
